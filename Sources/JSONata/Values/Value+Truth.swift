import JSONModel

extension Value {
    /// What `$boolean` says: nil for undefined.
    var truth: Bool? {
        switch self {
        case .undefined, .unbound: return nil
        case .null, .function: return false
        case .bool(let value): return value
        case .number(let value): return value != 0 && !value.isNaN
        case .string(let text): return !text.isEmpty
        case .object(let object): return !object.values.isEmpty
        case .inputObject(let object): return !object.isEmpty
        case .array(let array):
            if array.elements.count == 1 { return array.elements[0].truth }
            return array.elements.contains { $0.truth == true }
        case .inputArray(let elements):
            if elements.count == 1 { return Value(elements[0]).truth }
            return elements.contains { Value($0).truth == true }
        case .tuples(let stream): return !stream.tuples.isEmpty
        }
    }

    var isTrue: Bool { truth == true }

    /// Deep equality; undefined equals undefined, functions only themselves.
    static func equal(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.undefined, .undefined), (.null, .null): return true
        case (.bool(let first), .bool(let second)): return first == second
        case (.number(let first), .number(let second)): return first == second
        case (.string(let first), .string(let second)): return Text.same(first, second)
        case (.function(let first), .function(let second)): return first === second
        case (.array, .array), (.array, .inputArray), (.inputArray, .array), (.inputArray, .inputArray):
            return equal(List(left), List(right))
        default:
            guard left.isObject, right.isObject else { return false }
            return equalMembers(left, right)
        }
    }

    private static func equal(_ left: List, _ right: List) -> Bool {
        let count = left.count
        guard count == right.count else { return false }
        for index in 0..<count where !equal(left[index], right[index]) { return false }
        return true
    }

    private static func equalMembers(_ left: Value, _ right: Value) -> Bool {
        guard let first = Members(left), let second = Members(right), first.count == second.count else { return false }
        for (name, value) in zip(first.names, first.values) {
            guard let position = second.position(of: name), equal(value, second.values[position]) else { return false }
        }
        return true
    }
}
