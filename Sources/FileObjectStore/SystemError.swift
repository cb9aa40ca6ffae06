#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A call of the operating system that failed for a reason that is no answer.
struct SystemError: Error, CustomStringConvertible {
    var call: String
    var number: Int32

    /// Reads `errno`: to be made right after the call.
    init(_ call: String) {
        number = errno
        self.call = call
    }

    var description: String { "\(call): \(String(cString: strerror(number)))" }
}
