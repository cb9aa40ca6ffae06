/// A place in a text: both numbers from 1, the column in characters.
public struct SourcePosition: Sendable, Hashable, Comparable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public static let start = SourcePosition(line: 1, column: 1)

    public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// One thing that is wrong with a template, where, and what to do about it.
public struct TemplateError: Error, Sendable, Hashable {
    public var file: String
    public var position: SourcePosition
    public var message: String

    public var line: Int { position.line }
    public var column: Int { position.column }

    public init(file: String, position: SourcePosition, message: String) {
        self.file = file
        self.position = position
        self.message = message
    }
}

extension TemplateError: CustomStringConvertible {
    /// `template.yaml:12:5: AWS::EC2::Instance is not supported here …`
    public var description: String { "\(file):\(line):\(column): \(message)" }
}

/// All that was found at once, by file in the order of the text; never empty when thrown.
public struct TemplateErrors: Error, Sendable, Hashable {
    public var errors: [TemplateError]

    public init(_ errors: [TemplateError]) {
        self.errors = errors.sorted { ($0.file, $0.position, $0.message) < ($1.file, $1.position, $1.message) }
    }
}

extension TemplateErrors: CustomStringConvertible {
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// What is collected while a template is read, so that its author sees everything in one go.
struct Findings {
    let file: String
    private(set) var errors: Set<TemplateError> = []

    /// A damaged text must not produce findings without end.
    private static let limit = 200

    init(file: String) { self.file = file }

    var isEmpty: Bool { errors.isEmpty }

    mutating func add(_ position: SourcePosition, _ message: String) {
        guard errors.count < Self.limit else { return }
        errors.insert(TemplateError(file: file, position: position, message: message))
    }

    mutating func merge(_ other: Findings) {
        for error in other.errors { add(error.position, error.message) }
    }

    func check() throws(TemplateErrors) {
        if !errors.isEmpty { throw TemplateErrors(Array(errors)) }
    }
}
