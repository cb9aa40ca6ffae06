#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open file; closed when the last reference to it goes.
final class OpenFile: Sendable {
    let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    func status() throws -> FileStatus {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemError("fstat") }
        return FileStatus(status)
    }

    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                #if canImport(Glibc)
                    let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
                #else
                    let count = Darwin.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
                #endif
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw SystemError("write") }
                done += count
            }
        }
    }

    /// At most `count` bytes from `offset`; fewer only at the file's end.
    func read(at offset: Int, count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[done..<count])
                let read = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
                if read < 0, errno == EINTR { continue }
                guard read >= 0 else { throw SystemError("pread") }
                if read == 0 { return }
                done += read
            }
        }
    }

    func synchronize() throws {
        #if canImport(Darwin)
            // fsync alone leaves the data in the drive's cache there.
            if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
        #endif
        guard fsync(descriptor) == 0 else { throw SystemError("fsync") }
    }
}
