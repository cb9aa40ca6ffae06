/// Text that is not JSON, and where.
public struct JSONSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    public var message: String
    /// Bytes from the beginning of the text.
    public var offset: Int
    /// The place of `offset`.
    public var position: JSONTextPosition

    public init(message: String, offset: Int, position: JSONTextPosition) {
        self.message = message
        self.offset = offset
        self.position = position
    }

    /// From 1.
    public var line: Int { position.line }
    /// From 1, in characters (Unicode scalars).
    public var column: Int { position.column }

    public var description: String { "\(message) at line \(line), column \(column)" }
}
