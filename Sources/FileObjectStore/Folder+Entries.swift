#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Folder {
    /// Calls `visit` with the name and kind of everything in the folder, in no order, `.` and `..` left out. The name
    /// is valid during the call only.
    func forEachEntry(_ visit: (UnsafeBufferPointer<UInt8>, FileStatus.Kind) throws -> Void) throws {
        // A descriptor of its own: the position of a directory stream belongs to the open file.
        let descriptor = openat(file.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("openat") }
        guard let stream = fdopendir(descriptor) else {
            close(descriptor)
            throw SystemError("fdopendir")
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let type = Int32(entry.pointee.d_type)
            guard let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) else { continue }
            let start = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: UInt8.self)
            let name = UnsafeBufferPointer(start: start, count: strlen(UnsafePointer<CChar>(OpaquePointer(start))))
            if name.count <= 2, name.allSatisfy({ $0 == UInt8(ascii: ".") }) { continue }
            try visit(name, try kind(ofType: type, name))
        }
    }

    /// The names of everything in the folder.
    func names() throws -> [Name] {
        var names: [Name] = []
        try forEachEntry { name, _ in names.append(Array(name)) }
        return names
    }

    private func kind(ofType type: Int32, _ name: UnsafeBufferPointer<UInt8>) throws -> FileStatus.Kind {
        switch type {
        case Int32(DT_REG): .file
        case Int32(DT_DIR): .folder
        case Int32(DT_UNKNOWN): try status(Array(name))?.kind ?? .other
        default: .other
        }
    }

    /// Removes everything of that name. Links are removed, not followed.
    func removeTree(_ name: Name) throws {
        if let folder = try folder(name) {
            for child in try folder.names() { try folder.removeTree(child) }
            try removeFolder(name)
        } else {
            try remove(name)
        }
    }

    /// Removes the empty folders below, those that hold only empty folders included; false where anything else is left.
    func removeEmptyFolders() throws -> Bool {
        var empty = true
        for name in try names() {
            let emptied = try folder(name)?.removeEmptyFolders() ?? false
            if try !emptied || !removeFolder(name) { empty = false }
        }
        return empty
    }
}
