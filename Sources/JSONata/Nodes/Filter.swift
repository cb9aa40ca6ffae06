import JSONModel

extension Machine {
    /// `value[predicate]`: by position where the predicate is a number or numbers, else by truth.
    func filter(_ value: Value, by predicate: any Node, _ frame: Frame?) throws(JSONataError) -> Value {
        let list = List(value)
        if let literal = predicate as? NumberNode {
            let item = list.element(Self.position(literal.value, list.count))
            return item.isArray ? item : Value.sequence(item.isUndefined ? [] : [item])
        }
        var kept: [Value] = []
        for index in 0..<list.count {
            let item = list[index]
            let times = try selections(try run(predicate, item, frame), at: index, of: list.count)
            for _ in 0..<times { kept.append(item) }
        }
        return .sequence(kept)
    }

    func filter(_ tuples: [Frame], by predicate: any Node) throws(JSONataError) -> [Frame] {
        if let literal = predicate as? NumberNode {
            let position = Self.position(literal.value, tuples.count)
            return tuples.indices.contains(position) ? [tuples[position]] : []
        }
        var kept: [Frame] = []
        for (index, tuple) in tuples.enumerated() {
            let times = try selections(try run(predicate, tuple.context, tuple), at: index, of: tuples.count)
            for _ in 0..<times { kept.append(tuple) }
        }
        return kept
    }

    /// How often the item at `index` is taken.
    @inline(__always)
    private func selections(_ result: Value, at index: Int, of count: Int) throws(JSONataError) -> Int {
        switch result {
        case .bool(let value): return value ? 1 : 0
        case .number(let number): return try Self.checkedPosition(number, count) == index ? 1 : 0
        case .array, .inputArray: return try selections(List(result), result, at: index, of: count)
        default: return result.isTrue ? 1 : 0
        }
    }

    private func selections(
        _ list: List, _ result: Value, at index: Int, of count: Int
    ) throws(JSONataError) -> Int {
        var times = 0
        for place in 0..<list.count {
            guard case .number(let number) = list[place] else { return result.isTrue ? 1 : 0 }
            if try Self.checkedPosition(number, count) == index { times += 1 }
        }
        return times
    }

    private static func checkedPosition(_ number: Double, _ count: Int) throws(JSONataError) -> Int {
        guard number.isFinite else { throw JSONataError(code: "D1001", value: .string(NumberText.text(number))) }
        return position(number, count)
    }

    private static func position(_ number: Double, _ count: Int) -> Int {
        guard let floor = Int(exactly: number.rounded(.down)) else { return -1 }
        return floor < 0 ? count + floor : floor
    }
}

/// An expression with predicates, a grouping or `[]` that is no path.
final class DressedNode: Node {
    let node: any Node
    let filters: [any Node]
    let group: GroupNode?
    let keepsArray: Bool

    init(_ node: any Node, filters: [any Node], group: GroupNode?, keepsArray: Bool) {
        self.node = node
        self.filters = filters
        self.group = group
        self.keepsArray = keepsArray
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        var value: Value
        if keepsArray, let sequences = node as? any SequenceNode {
            value = try sequences.evaluateSequence(input, frame, machine)
        } else {
            value = try node.evaluate(input, frame, machine)
        }
        for filter in filters { value = try machine.filter(value, by: filter, frame) }
        if let group { value = try group.evaluate(value, frame, machine) }
        return value.finished(keepsArray: keepsArray)
    }
}

/// A node that makes result sequences: `[]` behind it wants the sequence before one element stands for itself.
protocol SequenceNode: Node {
    func evaluateSequence(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value
}

extension SequenceNode {
    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        try evaluateSequence(input, frame, machine).finished()
    }
}
