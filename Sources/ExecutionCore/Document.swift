public import JSONModel

/// A value that travels between states, with its JSON text. The text is made once: what passes through a state
/// unchanged, white space included, is handed on as it came.
public struct Document: Sendable, Hashable {
    public let value: JSONValue
    public let text: String

    public init(_ value: JSONValue) {
        self.value = value
        text = value.serialized()
    }

    /// Reads text that came from outside.
    public init(text: String) throws(JSONSyntaxError) {
        value = try JSONValue(parsing: text)
        self.text = text
    }

    init(value: JSONValue, text: String) {
        self.value = value
        self.text = text
    }

    /// The array of documents, each with its own text.
    static func array(_ elements: [Document]) -> Document {
        Document(
            value: .array(elements.map(\.value)), text: "[" + elements.map(\.text).joined(separator: ",") + "]")
    }

    public static func == (left: Document, right: Document) -> Bool { left.text == right.text }
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
