#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Makes the folder at a path with all above it, and gives its absolute path without links.
func makePath(_ path: String) throws -> String {
    var made = path.hasPrefix("/") ? "" : "."
    for step in path.split(separator: "/") {
        made += "/" + step
        if mkdir(made, 0o777) != 0, errno != EEXIST { throw SystemError("mkdir \(made)") }
    }
    guard let resolved = realpath(path, nil) else { throw SystemError("realpath \(path)") }
    defer { free(resolved) }
    return String(cString: resolved)
}
