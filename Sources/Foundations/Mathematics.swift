#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The C library's mathematics, for targets that import nothing of the platform.
public enum Mathematics {
    public static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
