/// Text that is no path or no intrinsic call of Step Functions, found when it is compiled.
public struct DefinitionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The whole text that was compiled.
    public var text: String
    /// What is wrong with it.
    public var message: String
    /// Bytes from the beginning of `text`.
    public var offset: Int
    /// The template's field that holds the text (`"value.$"`), where it stands in one.
    public var field: String?
    /// Where the field stands in the template: names and indices, outermost first.
    public var location: [String]

    public init(text: String, message: String, offset: Int = 0, field: String? = nil, location: [String] = []) {
        self.text = text
        self.message = message
        self.offset = offset
        self.field = field
        self.location = location
    }

    public var description: String { "\(message) at offset \(offset) of '\(text)'" }

    /// AWS's words for it, as they follow `SCHEMA_VALIDATION_FAILED: ` (without the ` at /States/…` location).
    public var diagnostic: String {
        guard let field else { return "Value must be a valid JSONPath." }
        return "The value for the field '\(field)' must be a valid JSONPath or a valid intrinsic function call"
    }
}
