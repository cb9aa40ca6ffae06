/// `$`: the context value.
final class ContextNode: Node {
    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) -> Value { input.unwrapped }
}

/// `$$`: the input.
final class RootNode: Node {
    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) -> Value {
        machine.root
    }
}

/// A variable of a frame; what stands behind it where the frame has it not bound.
final class LocalNode: Node {
    let hops: Int
    let slot: Int
    let fallback: (any Node)?

    init(hops: Int, slot: Int, fallback: (any Node)?) {
        self.hops = hops
        self.slot = slot
        self.fallback = fallback
    }

    static func chain(_ places: [(hops: Int, slot: Int)], fallback: (any Node)?) -> any Node {
        var node = fallback
        for place in places.reversed() { node = LocalNode(hops: place.hops, slot: place.slot, fallback: node) }
        return node ?? UndefinedNode()
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        var place = frame
        for _ in 0..<hops { place = place?.parent }
        guard let value = place?.value(slot) else { return .undefined }
        guard case .unbound = value else { return value }
        return try fallback?.evaluate(input, frame, machine) ?? .undefined
    }
}

/// A variable that the caller bound, or a built-in function.
final class GlobalNode: Node {
    let index: Int
    let builtin: Native?
    let name: String

    init(_ index: Int, builtin: Native?, name: String) {
        self.index = index
        self.builtin = builtin
        self.name = name
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) -> Value {
        let value = machine.global(index, name)
        guard case .unbound = value else { return value }
        return builtin.map { .function($0) } ?? .undefined
    }
}

/// `$name := value`.
final class BindNode: Node {
    let hops: Int
    let slot: Int
    let value: any Node

    init(hops: Int, slot: Int, _ value: any Node) {
        self.hops = hops
        self.slot = slot
        self.value = value
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let result = try machine.admit(try machine.run(value, input, frame))
        var place = frame
        for _ in 0..<hops { place = place?.parent }
        place?.bind(slot, result)
        return result
    }
}

/// `( …; … )`.
final class BlockNode: Node {
    let parts: [any Node]
    /// nil: nothing is bound inside, so there is no frame.
    let layout: Layout?

    init(_ parts: [any Node], layout: Layout?) {
        self.parts = parts
        self.layout = layout
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        var inner = frame
        if let layout { inner = Frame(parent: frame, layout: layout) }
        var result = Value.undefined
        for part in parts { result = try machine.run(part, input, inner) }
        return result
    }
}

extension Value {
    /// The input array itself where this is the sequence that wraps it.
    var unwrapped: Value {
        if case .array(let array) = self, array.flags.contains(.wrapsInput), let first = array.elements.first {
            return first
        }
        return self
    }

    /// A result sequence of one or none stands for its element or undefined.
    @inline(__always)
    func finished(keepsArray: Bool = false) -> Value {
        guard case .array(let array) = self, array.flags.contains(.sequence) else { return self }
        return Self.finished(array, keepsArray)
    }

    private static func finished(_ sequence: ArrayValue, _ keepsArray: Bool) -> Value {
        var array = sequence
        if keepsArray { array.flags.insert(.keepsSingleton) }
        switch array.elements.count {
        case 0: return .undefined
        case 1: return array.flags.contains(.keepsSingleton) ? .array(array) : array.elements[0]
        default: return .array(array)
        }
    }
}
