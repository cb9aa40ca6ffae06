import JSONModel

/// `[a, b, 1..3]`: values appended, nested constructors kept whole.
final class ArrayNode: Node {
    struct Item: Sendable {
        let node: any Node
        let isArray: Bool
    }

    let items: [Item]
    let isConstructed: Bool

    init(_ items: [Item], isConstructed: Bool) {
        self.items = items
        self.isConstructed = isConstructed
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        var elements: [Value] = []
        elements.reserveCapacity(items.count)
        for item in items {
            let value = try machine.run(item.node, input, frame)
            if value.isUndefined { continue }
            if !item.isArray, value.isArray {
                elements.append(contentsOf: List(value).values)
                try machine.admit(count: elements.count)
            } else {
                elements.append(value)
            }
        }
        let array = ArrayValue(
            elements: elements, flags: isConstructed ? .constructed : [], depth: Value.nesting(of: elements))
        return try machine.admit(.array(array))
    }
}

/// `low..high` inside an array constructor.
final class RangeNode: Node {
    let low: any Node
    let high: any Node
    let position: Int

    init(_ low: any Node, _ high: any Node, position: Int) {
        self.low = low
        self.high = high
        self.position = position
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let first = try machine.run(low, input, frame)
        let last = try machine.run(high, input, frame)
        let from = try integer(first, code: "T2003")
        let to = try integer(last, code: "T2004")
        guard let from, let to, from <= to else { return .undefined }
        let count = to - from + 1
        guard count <= 10_000_000 else {
            throw JSONataError(code: "D2014", position: position, token: "..", value: .double(count))
        }
        try machine.admit(count: Int(count))
        let elements = (0..<Int(count)).map { Value.number(from + Double($0)) }
        return Value.array(ArrayValue(elements: elements, flags: .sequence)).finished()
    }

    private func integer(_ value: Value, code: String) throws(JSONataError) -> Double? {
        if value.isUndefined { return nil }
        guard case .number(let number) = value, number.rounded() == number, number.isFinite else {
            throw JSONataError(code: code, position: position, token: "..", value: value.evidence)
        }
        return number
    }
}

/// `{ key: value, … }` without anything before it.
final class ObjectNode: Node {
    let group: GroupNode
    /// The keys where all are literals and different: then the objects share them.
    let keys: Keys?

    init(_ pairs: [GroupNode.Pair], position: Int) {
        group = GroupNode(pairs, position: position)
        let names = pairs.compactMap { ($0.key as? StringNode)?.text }
        keys = names.count == pairs.count && Set(names).count == names.count ? Keys(names) : nil
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        if input.isArray || keys == nil { return try group.evaluate(input, frame, machine) }
        guard let keys else { return .undefined }
        var values: [Value] = []
        values.reserveCapacity(group.pairs.count)
        var depth: UInt16 = 0
        var isComplete = true
        for pair in group.pairs {
            let value = try machine.run(pair.value, input, frame)
            if value.isUndefined { isComplete = false }
            depth = max(depth, value.depth)
            values.append(value)
        }
        if !isComplete { return try without(undefined: values, keys, machine) }
        return try machine.admit(.object(ObjectValue(keys: keys, values: values, depth: depth + 1)))
    }

    private func without(undefined values: [Value], _ keys: Keys, _ machine: Machine) throws(JSONataError) -> Value {
        var members = Members()
        for (name, value) in zip(keys.names, values) where !value.isUndefined { members.append(name, value) }
        return try machine.admit(members.value)
    }
}
