/// The members of a JSON object, in the order in which they were written or added.
///
/// Names are unique: a repeated name keeps its first place and its last value (as AWS's parsers do). Names are the same
/// when they have the same code points. Two objects are equal when they have equal members, in whatever order.
// Sendable because its storage is changed only while one value holds it (copy on write), and read otherwise.
public struct JSONObject: @unchecked Sendable {
    public typealias Element = (key: String, value: JSONValue)

    /// One reference, so that passing an object on costs one count.
    private(set) var storage: Storage

    // Never changed: it is always held here too.
    private nonisolated(unsafe) static let none = Storage.make(ObjectNames(), capacity: 0)

    public init() { storage = Self.none }

    public init(_ elements: some Sequence<(String, JSONValue)>) {
        self.init()
        reserveCapacity(elements.underestimatedCount)
        for (key, value) in elements { self[key] = value }
    }

    /// Members whose names are known to differ.
    package init(uniqueNames names: [String], members: [JSONValue]) {
        precondition(names.count == members.count, "a value for each name")
        storage = Storage.make(ObjectNames(unique: names), capacity: names.count)
        for member in members { storage.appendValue(member) }
    }

    /// Takes a value for each name from there.
    init(names: ObjectNames, movingFrom values: UnsafeMutablePointer<JSONValue>) {
        storage = Storage.make(names, movingFrom: values)
    }

    public mutating func reserveCapacity(_ count: Int) {
        guard count > self.count else { return }
        makeRoom(count)
        storage.header.names.reserveCapacity(count)
    }

    public var count: Int { storage.header.count }
    public var isEmpty: Bool { count == 0 }
    public var keys: [String] { names.list }
    /// A copy of the values; to walk over them, take the object itself.
    public var values: [JSONValue] { map(\.value) }

    /// The names and, while `body` runs, the values, in order.
    @inline(__always)
    func withMembers(_ body: ([String], UnsafePointer<JSONValue>) -> Void) {
        storage.withUnsafeMutablePointers { header, values in body(header.pointee.names.list, UnsafePointer(values)) }
    }

    var names: ObjectNames { storage.header.names }

    public subscript(key: String) -> JSONValue? {
        get { storage.value(of: key) }
        set {
            guard let newValue else {
                removeValue(forKey: key)
                return
            }
            if let position = names.position(of: key) {
                makeUnique()
                storage.setValue(newValue, at: position)
            } else {
                append(key, newValue)
            }
        }
    }

    public subscript(key: String, default fallback: JSONValue) -> JSONValue { self[key] ?? fallback }

    /// The member, where it stands at the place where one of that name stood in another object; nil: look for it.
    package func member(_ key: String, near place: Int) -> JSONValue? {
        guard names.stands(key, at: place) else { return nil }
        return storage.value(at: place)
    }

    @discardableResult
    public mutating func removeValue(forKey key: String) -> JSONValue? {
        guard let position = names.position(of: key) else { return nil }
        makeUnique()
        makeNamesUnique()
        storage.header.names.remove(at: position)
        return storage.removeValue(at: position)
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
    package func position(of key: String) -> Int? { names.position(of: key) }
}

// MARK: Copy on write

extension JSONObject {
    private mutating func makeUnique() {
        if !isKnownUniquelyReferenced(&storage) { storage = storage.copy(capacity: count, ownNames: false) }
    }

    /// Of storage that is its own.
    private func makeNamesUnique() {
        if !isKnownUniquelyReferenced(&storage.header.names) { storage.header.names = storage.header.names.copy() }
    }

    private mutating func makeRoom(_ count: Int) {
        if !isKnownUniquelyReferenced(&storage) {
            storage = storage.copy(capacity: count, ownNames: true)
        } else {
            makeNamesUnique()
            if storage.header.capacity < count { storage = storage.grown(to: count) }
        }
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        let count = count
        makeRoom(count < storage.header.capacity ? count + 1 : Swift.max(4, count * 2))
        storage.header.names.append(key)
        storage.appendValue(value)
    }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        if left.storage === right.storage { return true }
        for position in 0..<left.count {
            let (name, value) = left[position]
            let other = right.member(name, near: position) ?? right[name]
            guard let other, other == value else { return false }
        }
        return true
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
