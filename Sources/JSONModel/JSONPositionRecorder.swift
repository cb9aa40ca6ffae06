/// Hears from the parser where things stand, in bytes from the beginning, in the text's order.
protocol JSONPositionRecorder {
    /// A member's name, its quote; its value follows.
    mutating func name(at offset: Int)
    /// A value's first byte.
    mutating func value(at offset: Int)
    /// What follows stands in the last value, up to its `close`. Not called for `[]` and `{}`.
    mutating func open()
    mutating func close(isObject: Bool)
}

/// For those who want the value alone: costs nothing.
struct NoPositions: JSONPositionRecorder {
    @inline(__always) mutating func name(at offset: Int) {}
    @inline(__always) mutating func value(at offset: Int) {}
    @inline(__always) mutating func open() {}
    @inline(__always) mutating func close(isObject: Bool) {}
}
