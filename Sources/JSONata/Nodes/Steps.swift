import JSONModel
import Synchronization

/// A field: of an object, or of each object of an array.
final class NameNode: SequenceNode {
    let name: FieldName
    init(_ name: FieldName) { self.name = name }

    func evaluateSequence(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        input.isObject ? name.value(in: input) : input.lookup(name.text)
    }
}

/// A field's name, and the place where it last stood: objects that follow one another are often alike.
final class FieldName: Sendable {
    let text: String
    private let place = Atomic<Int>(0)

    init(_ text: String) { self.text = text }

    @inline(__always)
    func value(in object: Value) -> Value {
        guard case .inputObject(let members) = object else { return object.member(text) }
        if let found = members.member(text, near: place.load(ordering: .relaxed)) { return Value(found) }
        guard let position = members.position(of: text) else { return .undefined }
        place.store(position, ordering: .relaxed)
        return Value(members[position].value)
    }
}

extension Value {
    /// The member of an object, or of each object of an array, flattened into a sequence.
    func lookup(_ name: String) -> Value {
        guard isArray else { return member(name) }
        var found: [Value] = []
        collectLookup(name, &found)
        return .sequence(found)
    }

    private func collectLookup(_ name: String, _ found: inout [Value]) {
        let list = List(self)
        for index in 0..<list.count {
            let item = list[index]
            if item.isArray {
                item.collectLookup(name, &found)
                continue
            }
            switch item.member(name) {
            case .undefined: break
            case .array(let array): found += array.elements
            case .inputArray(let elements): found += elements.map { Value($0) }
            case let value: found.append(value)
            }
        }
    }
}

/// `*`: the members' values, arrays flattened.
final class WildcardNode: SequenceNode {
    func evaluateSequence(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        var found: [Value] = []
        // Where an array was flattened, one value stays an array: the reference appends, which makes a plain array.
        var hasArray = false
        let source = input.unwrapped
        if source.isArray {
            let list = List(source)
            for index in 0..<list.count {
                hasArray = hasArray || list[index].isArray
                Self.append(list[index], &found)
            }
        } else {
            try source.forEachMember { _, value throws(JSONataError) in
                hasArray = hasArray || value.isArray
                Self.append(value, &found)
            }
        }
        try machine.admit(count: found.count)
        return hasArray ? .list(found) : .sequence(found)
    }

    private static func append(_ value: Value, _ found: inout [Value]) {
        guard value.isArray else { return found.append(value) }
        let list = List(value)
        for index in 0..<list.count { append(list[index], &found) }
    }
}

/// `**`: the value and everything inside it, arrays flattened.
final class DescendantsNode: SequenceNode {
    func evaluateSequence(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        if input.isUndefined { return .undefined }
        var found: [Value] = []
        try Self.collect(input, &found, machine)
        return .sequence(found)
    }

    private static func collect(_ value: Value, _ found: inout [Value], _ machine: Machine) throws(JSONataError) {
        if value.isArray {
            let list = List(value)
            for index in 0..<list.count { try collect(list[index], &found, machine) }
            return
        }
        found.append(value)
        try machine.charge(1)
        try value.forEachMember { _, member throws(JSONataError) in try collect(member, &found, machine) }
    }
}
