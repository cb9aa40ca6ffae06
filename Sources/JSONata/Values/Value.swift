import JSONModel

/// A value while an expression is evaluated: JSON's, and undefined, functions and sequences.
///
/// Arrays and objects of the input stay as they came and are read in place; only what an expression makes is new.
enum Value {
    case undefined
    /// In a frame's slot: not bound (yet); the name means what it means outside.
    case unbound
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array(ArrayValue)
    case object(ObjectValue)
    case inputArray([JSONValue])
    case inputObject(JSONObject)
    case function(any Callable)
    case tuples(TupleStream)
}

/// An array and how it takes part in paths.
struct ArrayValue {
    var elements: [Value]
    var flags: Flags = []
    /// How deep arrays, objects and closures are nested in it; bounded, so that freeing it cannot overflow the stack.
    var depth: UInt16 = 1

    struct Flags: OptionSet {
        let rawValue: UInt8
        /// A result sequence: one element stands for itself, none for undefined.
        static let sequence = Flags(rawValue: 1)
        /// A sequence that stays an array whatever its length.
        static let keepsSingleton = Flags(rawValue: 2)
        /// Made by an array constructor: paths do not flatten it.
        static let constructed = Flags(rawValue: 4)
        /// The sequence of one that the input array is wrapped in.
        static let wrapsInput = Flags(rawValue: 8)
    }
}

/// An object that an expression made. A reference, because transforms change the copy that they found their matches in.
final class ObjectValue {
    var keys: Keys
    var values: [Value]
    let depth: UInt16

    init(keys: Keys, values: [Value], depth: UInt16 = 1) {
        self.keys = keys
        self.values = values
        self.depth = depth
    }
}

/// What path steps with bound variables pass on: one frame for each context value.
final class TupleStream {
    var tuples: [Frame]
    init(_ tuples: [Frame]) { self.tuples = tuples }
}

extension Value {
    init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .number(let value): self = .number(value.doubleValue)
        case .string(let value): self = .string(value)
        case .array(let value): self = .inputArray(value)
        case .object(let value): self = .inputObject(value)
        }
    }

    static func sequence(_ elements: [Value], _ more: ArrayValue.Flags = []) -> Value {
        .array(ArrayValue(elements: elements, flags: more.union(.sequence), depth: nesting(of: elements)))
    }

    static func list(_ elements: [Value]) -> Value {
        .array(ArrayValue(elements: elements, depth: nesting(of: elements)))
    }

    static func strings(_ elements: [String]) -> Value { .array(ArrayValue(elements: elements.map { .string($0) })) }

    static func nesting(of elements: [Value]) -> UInt16 {
        var deepest: UInt16 = 0
        for element in elements { deepest = max(deepest, element.depth) }
        return deepest &+ 1
    }

    /// How deep it is nested: 0 for scalars and for input.
    var depth: UInt16 {
        switch self {
        case .array(let array): array.depth
        case .object(let object): object.depth
        case .function(let function): function.depth
        default: 0
        }
    }

    var isUndefined: Bool {
        switch self {
        case .undefined, .unbound: true
        default: false
        }
    }

    var isArray: Bool {
        switch self {
        case .array, .inputArray: true
        default: false
        }
    }

    var isFunction: Bool { if case .function = self { true } else { false } }
    var string: String? { if case .string(let text) = self { text } else { nil } }
    var number: Double? { if case .number(let value) = self { value } else { nil } }
}
