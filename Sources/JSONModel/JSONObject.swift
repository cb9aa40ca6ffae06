/// The members of a JSON object, in the order in which they were written or added.
///
/// Names are unique: a repeated name keeps its first place and its last value (as AWS's parsers do).
/// Two objects are equal when they have equal members, in whatever order.
public struct JSONObject: Sendable {
    public typealias Element = (key: String, value: JSONValue)

    private var names: [String]
    private var members: [JSONValue]
    /// Name → position, kept only where a linear search would be slow.
    private var index: [String: Int]?

    private static let indexedFrom = 16

    public init() {
        names = []
        members = []
    }

    public init(_ elements: some Sequence<(String, JSONValue)>) {
        self.init()
        for (key, value) in elements { self[key] = value }
    }

    public mutating func reserveCapacity(_ count: Int) {
        names.reserveCapacity(count)
        members.reserveCapacity(count)
    }

    public var count: Int { names.count }
    public var isEmpty: Bool { names.isEmpty }
    public var keys: [String] { names }
    public var values: [JSONValue] { members }

    public subscript(key: String) -> JSONValue? {
        get { position(of: key).map { members[$0] } }
        set {
            guard let newValue else {
                removeValue(forKey: key)
                return
            }
            if let position = position(of: key) {
                members[position] = newValue
            } else {
                append(key, newValue)
            }
        }
    }

    public subscript(key: String, default fallback: JSONValue) -> JSONValue { self[key] ?? fallback }

    @discardableResult
    public mutating func removeValue(forKey key: String) -> JSONValue? {
        guard let position = position(of: key) else { return nil }
        names.remove(at: position)
        index = nil
        let value = members.remove(at: position)
        reindex()
        return value
    }

    /// The members of `other` added to these, or put in their places.
    public mutating func merge(_ other: JSONObject) {
        for (key, value) in other { self[key] = value }
    }

    public func merging(_ other: JSONObject) -> JSONObject {
        var result = self
        result.merge(other)
        return result
    }

    private func position(of key: String) -> Int? {
        if let index { return index[key] }
        return names.firstIndex(of: key)
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        names.append(key)
        members.append(value)
        if index != nil {
            index?[key] = names.count - 1
        } else if names.count >= Self.indexedFrom {
            reindex()
        }
    }

    private mutating func reindex() {
        guard names.count >= Self.indexedFrom else { return }
        var index = [String: Int](minimumCapacity: names.count)
        for (position, name) in names.enumerated() { index[name] = position }
        self.index = index
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { names.count }
    public subscript(position: Int) -> Element { (names[position], members[position]) }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        if left.names == right.names { return left.members == right.members }
        return left.allSatisfy { right[$0.key] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for (key, value) in self {
            var member = Hasher()
            member.combine(key)
            member.combine(value)
            sum &+= member.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
