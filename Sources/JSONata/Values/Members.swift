import JSONModel

/// An object under construction: names in order, each once.
struct Members {
    private(set) var names: [String] = []
    private(set) var values: [Value] = []
    private var index: [String: Int]?

    var count: Int { names.count }

    func position(of name: String) -> Int? {
        if let index { return index[name] }
        return names.firstIndex(of: name)
    }

    subscript(name: String) -> Value {
        get { position(of: name).map { values[$0] } ?? .undefined }
        set {
            if let position = position(of: name) { values[position] = newValue } else { append(name, newValue) }
        }
    }

    mutating func append(_ name: String, _ value: Value) {
        names.append(name)
        values.append(value)
        if index != nil { index?[name] = names.count - 1 } else if names.count >= 16 { reindex() }
    }

    mutating func remove(_ name: String) {
        guard let position = position(of: name) else { return }
        names.remove(at: position)
        values.remove(at: position)
        index = nil
        if names.count >= 16 { reindex() }
    }

    private mutating func reindex() {
        var index = [String: Int](minimumCapacity: names.count * 2)
        for (position, name) in names.enumerated() { index[name] = position }
        self.index = index
    }

    var value: Value { .object(ObjectValue(keys: Keys(names), values: values, depth: Value.nesting(of: values))) }
}

extension Members {
    /// The members of an object value; nil for anything else.
    init?(_ value: Value) {
        switch value {
        case .object(let object):
            for (name, member) in zip(object.keys.names, object.values) { append(name, member) }
        case .inputObject(let object):
            for (name, member) in object { append(name, Value(member)) }
        default: return nil
        }
    }
}

extension Value {
    /// The member of an object; undefined where there is none.
    func member(_ name: String) -> Value {
        switch self {
        case .inputObject(let object): object[name].map { Value($0) } ?? .undefined
        case .object(let object): object.keys.position(of: name).map { object.values[$0] } ?? .undefined
        default: .undefined
        }
    }

    var isObject: Bool {
        switch self {
        case .object, .inputObject: true
        default: false
        }
    }

    /// Calls `body` with each member of an object, in order.
    func forEachMember(_ body: (String, Value) throws(JSONataError) -> Void) throws(JSONataError) {
        switch self {
        case .inputObject(let object):
            for (name, member) in object { try body(name, Value(member)) }
        case .object(let object):
            for index in object.values.indices { try body(object.keys.names[index], object.values[index]) }
        default: break
        }
    }
}
