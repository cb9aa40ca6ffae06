#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The stack of the thread that asks: how far recursion may go before it would overflow.
///
/// For recursive evaluators of untrusted text, which must fail with an error of their own instead of a trap.
public struct CallStack: Sendable {
    /// The address below which less than the reserve is left.
    private let limit: UInt

    /// The stack of the calling thread; valid on that thread only.
    public static var current: CallStack {
        guard let key else { return CallStack(limit: lowestAddress() + reserve) }
        // Kept for the thread: glibc reads a file of the kernel's to find out about the main one.
        if let known = pthread_getspecific(key) { return CallStack(limit: UInt(bitPattern: known)) }
        let limit = lowestAddress() + reserve
        pthread_setspecific(key, UnsafeMutableRawPointer(bitPattern: limit))
        return CallStack(limit: limit)
    }

    private static let key: pthread_key_t? = {
        var key = pthread_key_t()
        return pthread_key_create(&key, nil) == 0 ? key : nil
    }()

    private static let reserve: UInt = 160 * 1024

    /// Whether less than the reserve is left here.
    @inline(__always)
    public var isNearlyUsed: Bool {
        var marker: UInt8 = 0
        return withUnsafePointer(to: &marker) { UInt(bitPattern: $0) } < limit
    }

    #if canImport(Glibc)
        private typealias AttributesOf = @convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> Int32

        /// glibc's `pthread_getattr_np`, which its headers show to GNU sources only.
        private static let attributesOf: AttributesOf? = {
            guard let symbol = dlsym(nil, "pthread_getattr_np") else { return nil }
            return unsafeBitCast(symbol, to: AttributesOf.self)
        }()

        private static func lowestAddress() -> UInt {
            var attributes = pthread_attr_t()
            guard let attributesOf, attributesOf(pthread_self(), &attributes) == 0 else { return assumedLowest() }
            defer { pthread_attr_destroy(&attributes) }
            var address: UnsafeMutableRawPointer?
            var size = 0
            guard pthread_attr_getstack(&attributes, &address, &size) == 0 else { return assumedLowest() }
            return UInt(bitPattern: address)
        }

        /// Where nobody says: half a megabyte from here, the least that threads are given.
        private static func assumedLowest() -> UInt {
            var marker: UInt8 = 0
            return withUnsafePointer(to: &marker) { UInt(bitPattern: $0) } - 512 * 1024
        }
    #else
        private static func lowestAddress() -> UInt {
            let top = UInt(bitPattern: pthread_get_stackaddr_np(pthread_self()))
            return top - UInt(pthread_get_stacksize_np(pthread_self()))
        }
    #endif
}
