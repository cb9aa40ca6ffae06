import JSONModel

/// `{ key: value }` behind an expression: items with equal keys are taken together before the value is evaluated.
final class GroupNode: Sendable {
    struct Pair: Sendable {
        let key: any Node
        let value: any Node
    }

    let pairs: [Pair]
    let position: Int

    init(_ pairs: [Pair], position: Int) {
        self.pairs = pairs
        self.position = position
    }

    private struct Group {
        var pair: Int
        var items: [Value] = []
        var isSingle = true
        var tuples: [Frame] = []
    }

    private struct Groups {
        var names: [String] = []
        var groups: [Group] = []
        var index: [String: Int] = [:]
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        if case .tuples(let stream) = input { return try evaluate(stream, frame, machine) }
        var groups = Groups()
        let list = List(input)
        for index in 0..<max(1, list.count) {
            let item = list.element(index)
            for pair in pairs.indices {
                guard let key = try key(pair, item, frame, machine) else { continue }
                let place = try place(of: key, pair, &groups)
                Self.append(item, to: &groups.groups[place])
            }
        }
        var members = Members()
        for (name, group) in zip(groups.names, groups.groups) {
            let context: Value = group.isSingle ? (group.items.first ?? .undefined) : .list(group.items)
            let value = try machine.run(pairs[group.pair].value, context, frame)
            if !value.isUndefined { members.append(name, value) }
        }
        return try machine.admit(members.value)
    }

    private static func append(_ item: Value, to group: inout Group) {
        if group.items.isEmpty {
            group.items = [item]
            return
        }
        if group.isSingle {
            group.isSingle = false
            if group.items[0].isArray { group.items = List(group.items[0]).values }
        }
        if item.isArray { group.items += List(item).values } else { group.items.append(item) }
    }

    private func key(
        _ pair: Int, _ item: Value, _ frame: Frame?, _ machine: Machine
    ) throws(JSONataError) -> String? {
        let key = try machine.run(pairs[pair].key, item, frame)
        if key.isUndefined { return nil }
        guard case .string(let text) = key else {
            throw JSONataError(code: "T1003", position: position, token: "{", value: key.evidence)
        }
        return text
    }

    private func place(of key: String, _ pair: Int, _ groups: inout Groups) throws(JSONataError) -> Int {
        if let place = groups.index[key] {
            guard groups.groups[place].pair == pair else {
                throw JSONataError(code: "D1009", position: position, token: "{", value: .string(key))
            }
            return place
        }
        groups.names.append(key)
        groups.groups.append(Group(pair: pair))
        groups.index[key] = groups.names.count - 1
        return groups.names.count - 1
    }

    // MARK: Tuples

    private func evaluate(_ stream: TupleStream, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        var groups = Groups()
        for tuple in stream.tuples {
            for pair in pairs.indices {
                guard let key = try key(pair, tuple.context, tuple, machine) else { continue }
                let place = try place(of: key, pair, &groups)
                groups.groups[place].tuples.append(tuple)
            }
        }
        var members = Members()
        for (name, group) in zip(groups.names, groups.groups) {
            let merged = Self.merge(group.tuples, frame)
            let value = try machine.run(pairs[group.pair].value, merged.context, merged)
            if !value.isUndefined { members.append(name, value) }
        }
        return try machine.admit(members.value)
    }

    /// One tuple for many: each name's values appended.
    private static func merge(_ tuples: [Frame], _ parent: Frame?) -> Frame {
        let first = tuples[0]
        guard tuples.count > 1 else { return Frame(copying: first, parent: parent) }
        let merged = Frame(copying: first, parent: parent)
        for slot in 0..<first.layout.count { merged.bind(slot, append(tuples.map { $0.value(slot) })) }
        merged.context = append(tuples.map(\.context))
        return merged
    }

    private static func append(_ values: [Value]) -> Value {
        let present = values.filter { !$0.isUndefined }
        guard present.count > 1 else { return present.first ?? (values.isEmpty ? .unbound : values[0]) }
        var elements: [Value] = []
        for value in present { if value.isArray { elements += List(value).values } else { elements.append(value) } }
        return .list(elements)
    }
}
