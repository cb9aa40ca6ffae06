#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension OpenFile {
    /// Writes all of another file at this one's position; the number of bytes. The kernel copies
    /// where it can.
    func append(_ source: OpenFile) throws -> Int {
        var done = 0
        #if canImport(Glibc)
            var offset = off_t(0)
            while true {
                let count = sendfile(descriptor, source.descriptor, &offset, 1 << 30)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { break }
                done += count
            }
        #endif
        // What the kernel would not copy, and the end of the file.
        while true {
            let bytes = try source.read(at: done, count: 1 << 20)
            if bytes.isEmpty { return done }
            try write(bytes)
            done += bytes.count
        }
    }
}
