import Crypto
public import ServicePorts

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension FileObjectStore {
    public func stage(_ body: Payload, inspect: ([UInt8]) -> Void) async throws -> StagedBytes {
        let (name, file) = try incoming.create()
        do {
            var md5 = Insecure.MD5()
            var size = 0
            try await forEachPiece(of: body) { piece in
                try file.write(piece)
                md5.update(data: piece)
                inspect(piece)
                size += piece.count
            }
            try await disk.run { try file.synchronize() }
            return StagedBytes(
                handle: String(decoding: name, as: UTF8.self), size: size, md5: hexadecimal(md5.finalize()))
        } catch {
            _ = try? incoming.folder.remove(name)
            throw error
        }
    }

    public func discard(_ staged: StagedBytes) async {
        // Gone already, or of no use to anybody: the next start removes it.
        _ = try? incoming.folder.remove(Array(staged.handle.utf8))
    }

    private func forEachPiece(of body: Payload, _ visit: ([UInt8]) throws -> Void) async throws {
        switch body {
        case .none: return
        case .bytes(let bytes): try visit(bytes)
        case .file(let path, let offset, let count): try await forEachPiece(of: path, offset, count, visit)
        case .stream(let stream, let count):
            var size = 0
            for try await piece in stream {
                size += piece.count
                if let count, size > count { throw ObjectStoreError.incompleteBody }
                try visit(piece)
            }
            // A cancelled stream just ends.
            try Task.checkCancellation()
            if let count, size != count { throw ObjectStoreError.incompleteBody }
        }
    }

    private func forEachPiece(
        of path: String, _ offset: Int, _ count: Int, _ visit: ([UInt8]) throws -> Void
    ) async throws {
        let descriptor = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open") }
        let file = OpenFile(descriptor: descriptor)
        var done = 0
        while done < count {
            try Task.checkCancellation()
            let (start, length) = (offset + done, min(1 << 20, count - done))
            let piece = try await disk.run { try file.read(at: start, count: length) }
            guard !piece.isEmpty else { throw ObjectStoreError.incompleteBody }
            try visit(piece)
            done += piece.count
        }
    }
}
