/// The members of a JSON object, in the order in which they were written or added.
///
/// Names are unique: a repeated name keeps its first place and its last value (as AWS's parsers do).
/// Two objects are equal when they have equal members, in whatever order.
public struct JSONObject: Sendable {
    public typealias Element = (key: String, value: JSONValue)

    /// One reference, so that passing an object on costs one count.
    private var storage: Storage

    // Sendable because it is changed only while one value holds it (copy on write), and read otherwise.
    private final class Storage: @unchecked Sendable {
        /// Objects that the parser met one after another share these, where they have the same names.
        var names: [String]
        var members: [JSONValue]
        /// Name → position, kept only where a linear search would be slow.
        var index: [String: Int]?

        init(names: [String], members: [JSONValue], index: [String: Int]?) {
            self.names = names
            self.members = members
            self.index = index
        }

        func copy() -> Storage { Storage(names: names, members: members, index: index) }
    }

    private static let indexedFrom = 16
    private static let none = Storage(names: [], members: [], index: nil)

    public init() { storage = Self.none }

    public init(_ elements: some Sequence<(String, JSONValue)>) {
        self.init()
        for (key, value) in elements { self[key] = value }
    }

    /// Members whose names are known to differ.
    package init(uniqueNames names: [String], members: [JSONValue]) {
        storage = Storage(names: names, members: members, index: nil)
        if names.count >= Self.indexedFrom { reindex() }
    }

    private mutating func makeUnique() {
        if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
    }

    public mutating func reserveCapacity(_ count: Int) {
        makeUnique()
        storage.names.reserveCapacity(count)
        storage.members.reserveCapacity(count)
    }

    public var count: Int { storage.names.count }
    public var isEmpty: Bool { storage.names.isEmpty }
    public var keys: [String] { storage.names }
    public var values: [JSONValue] { storage.members }

    public subscript(key: String) -> JSONValue? {
        get { position(of: key).map { storage.members[$0] } }
        set {
            guard let newValue else {
                removeValue(forKey: key)
                return
            }
            makeUnique()
            if let position = position(of: key) {
                storage.members[position] = newValue
            } else {
                append(key, newValue)
            }
        }
    }

    public subscript(key: String, default fallback: JSONValue) -> JSONValue { self[key] ?? fallback }

    /// The member, where it stands at the place where one of that name stood in another object; nil: look for it.
    package func member(_ key: String, near place: Int) -> JSONValue? {
        guard place < storage.names.count, storage.names[place] == key else { return nil }
        return storage.members[place]
    }

    @discardableResult
    public mutating func removeValue(forKey key: String) -> JSONValue? {
        guard let position = position(of: key) else { return nil }
        makeUnique()
        storage.names.remove(at: position)
        storage.index = nil
        let value = storage.members.remove(at: position)
        if storage.names.count >= Self.indexedFrom { reindex() }
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

    /// Where the member of that name stands.
    package func position(of key: String) -> Int? {
        if let index = storage.index { return index[key] }
        return storage.names.firstIndex(of: key)
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        storage.names.append(key)
        storage.members.append(value)
        if storage.index != nil {
            storage.index?[key] = storage.names.count - 1
        } else if storage.names.count >= Self.indexedFrom {
            reindex()
        }
    }

    /// Of storage that is its own.
    private func reindex() {
        var index = [String: Int](minimumCapacity: storage.names.count)
        for (position, name) in storage.names.enumerated() { index[name] = position }
        storage.index = index
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { storage.names.count }
    public subscript(position: Int) -> Element { (storage.names[position], storage.members[position]) }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        if left.storage === right.storage { return true }
        if left.storage.names == right.storage.names { return left.storage.members == right.storage.members }
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
