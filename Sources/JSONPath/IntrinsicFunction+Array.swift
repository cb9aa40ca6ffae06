import JSONModel

extension IntrinsicFunction {
    /// Elements that `States.ArrayRange` may make.
    static let maxRange = 1000

    static func partition(_ array: JSONValue, _ size: JSONValue) -> JSONValue? {
        guard let elements = array.arrayValue, let size = truncated(size), size > 0 else { return nil }
        let parts = stride(from: 0, to: elements.count, by: size).map { start in
            JSONValue.array(Array(elements[start..<min(start + size, elements.count)]))
        }
        return .array(parts)
    }

    static func range(_ first: JSONValue, _ last: JSONValue, _ step: JSONValue) -> JSONValue? {
        guard let first = truncated(first), let last = truncated(last), let step = truncated(step), step != 0 else {
            return nil
        }
        let numbers = stride(from: first, through: last, by: step)
        guard (last - first) / step < maxRange else { return nil }
        return .array(numbers.map(JSONValue.int))
    }

    /// An index behind the last element is refused; of an empty array it gives null, as on AWS.
    static func item(_ array: JSONValue, _ index: JSONValue) -> JSONValue? {
        guard let elements = array.arrayValue, let index = truncated(index), index >= 0 else { return nil }
        if elements.isEmpty { return .null }
        return index < elements.count ? elements[index] : nil
    }
}
