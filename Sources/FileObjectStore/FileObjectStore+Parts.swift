import Foundations
public import JSONModel
public import ServicePorts

extension FileObjectStore {
    public func putPart(
        _ staged: StagedBytes, number: Int, upload: String, in bucket: String, attributes: JSONObject
    ) async throws -> ObjectPart {
        try await disk.run { [self] in
            let name = Array(staged.handle.utf8)
            do {
                return try publish(staged, name, number, open(upload: upload, in: bucket), attributes)
            } catch {
                _ = try? incoming.folder.remove(name)
                throw error
            }
        }
    }

    private func publish(
        _ staged: StagedBytes, _ name: Folder.Name, _ number: Int, _ folder: Folder, _ attributes: JSONObject
    ) throws -> ObjectPart {
        guard let status = try incoming.folder.status(name) else { throw SystemError("fstatat") }
        // The identity tells this file from every other that lies there.
        let handle = "\(number)-\(status.identity)-\(staged.md5)"
        guard try incoming.folder.rename(name, to: folder, Array(handle.utf8)) else { throw SystemError("renameat") }
        let old = try folder.json(Self.name(of: number))?.string("File")
        let value: JSONObject = [
            "Size": .int(staged.size), "MD5": .string(staged.md5), "File": .string(handle),
            "Modified": .int(Int(status.modified.milliseconds)), "Attributes": .object(attributes),
        ]
        try folder.synchronize()
        let bytes = JSONValue.object(value).serializedBytes()
        try incoming.write(bytes, to: folder, Self.name(of: number), durable: true)
        if let old, old != handle { try folder.remove(Array(old.utf8)) }
        return ObjectPart(
            number: number, size: staged.size, modified: status.modified, md5: staged.md5, attributes: attributes,
            handle: handle)
    }

    public func parts(of upload: String, in bucket: String) async throws -> [ObjectPart] {
        try await disk.run { [self] in
            let folder = try open(upload: upload, in: bucket)
            return try folder.names().compactMap { try part($0, in: folder) }.sorted { $0.number < $1.number }
        }
    }

    public func assemble(_ parts: [ObjectPart], of upload: String, in bucket: String) async throws -> StagedBytes {
        let folder = try open(upload: upload, in: bucket)
        let (name, target) = try incoming.create()
        do {
            for part in parts {
                try Task.checkCancellation()
                try await disk.run {
                    guard let file = try folder.open(Array(part.handle.utf8)) else {
                        throw ObjectStoreError.noSuchUpload
                    }
                    guard try target.append(file) == part.size else { throw ObjectStoreError.incompleteBody }
                }
            }
            try await disk.run { try target.synchronize() }
            let size = parts.reduce(0) { $0 + $1.size }
            return StagedBytes(handle: String(decoding: name, as: UTF8.self), size: size, md5: "")
        } catch {
            _ = try? incoming.folder.remove(name)
            throw error
        }
    }

    private static func name(of number: Int) -> Folder.Name { Array("\(number).json".utf8) }

    private func part(_ name: Folder.Name, in folder: Folder) throws -> ObjectPart? {
        guard let number = Int(String(decoding: name.dropLast(5), as: UTF8.self)), name == Self.name(of: number),
            let value = try folder.json(name), let size = value.int("Size"), let md5 = value.string("MD5"),
            let handle = value.string("File"), let modified = value.int("Modified")
        else { return nil }
        return ObjectPart(
            number: number, size: size, modified: Timestamp(milliseconds: Int64(modified)), md5: md5,
            attributes: value.object("Attributes") ?? [:], handle: handle)
    }
}
