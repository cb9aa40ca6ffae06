/// The type of a member of an AWS operation's input or output.
public indirect enum ShapeType: Sendable, Hashable {
    case string(Bounds)
    case integer(Bounds)
    case decimal(Bounds)
    case boolean
    /// In whole seconds where it stands in a header.
    case timestamp(isWhole: Bool)
    /// Bytes; as the whole body of a request or an answer, where `isBody`.
    case blob(Bounds, isBody: Bool)
    case list(ShapeType, Bounds)
    case map(ShapeType, Bounds)
    /// Position in ``ServiceShapes/structure(_:)``.
    case structure(Int)
    /// A document: JSON of any kind.
    case any

    /// Least and greatest value, or length.
    public struct Bounds: Sendable, Hashable {
        public var least: Double?
        public var greatest: Double?

        public init(_ least: Double?, _ greatest: Double?) {
            self.least = least
            self.greatest = greatest
        }
    }
}

/// A member of a structure.
public struct ShapeMember: Sendable, Hashable {
    /// As AWS's model names it: `DBInstanceIdentifier`, `startDate`.
    public var name: String
    public var isRequired: Bool
    public var type: ShapeType
}

public typealias ShapeStructure = [ShapeMember]

extension ShapeType {
    /// Reads `[s1~256`, as `scripts/generate-shapes.py` describes it; nil for anything else.
    init?(_ text: Substring) {
        guard let mark = text.first else { return nil }
        let rest = text.dropFirst()
        switch mark {
        case "s": self = .string(Bounds(rest))
        case "i", "l": self = .integer(Bounds(rest))
        case "f", "d": self = .decimal(Bounds(rest))
        case "b": self = .boolean
        case "t", "T": self = .timestamp(isWhole: mark == "T")
        case "x", "p": self = .blob(Bounds(rest), isBody: mark == "p")
        case "*": self = .any
        case ".":
            guard let position = Int(rest) else { return nil }
            self = .structure(position)
        case "[", "{":
            let bounds = rest.prefix { $0.isNumber || $0 == "~" || $0 == "-" }
            guard let element = ShapeType(rest.dropFirst(bounds.count)) else { return nil }
            self = mark == "[" ? .list(element, Bounds(bounds)) : .map(element, Bounds(bounds))
        default: return nil
        }
    }
}

extension ShapeType.Bounds {
    /// Reads `1~256`, `1~`, `~256`, or nothing.
    init(_ text: Substring) {
        let ends = text.split(separator: "~", omittingEmptySubsequences: false)
        least = ends.first.flatMap { Double($0) }
        greatest = ends.count > 1 ? Double(ends[1]) : nil
    }

    var isNone: Bool { least == nil && greatest == nil }
}

extension ShapeMember {
    /// Reads `name!:s`.
    init?(_ text: Substring) {
        guard let colon = text.firstIndex(of: ":"), let type = ShapeType(text[text.index(after: colon)...]) else {
            return nil
        }
        var name = text[..<colon]
        isRequired = name.last == "!"
        if isRequired { name.removeLast() }
        self.name = String(name)
        self.type = type
    }
}
