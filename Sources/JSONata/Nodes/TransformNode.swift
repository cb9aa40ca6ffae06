import JSONModel

/// `|pattern|update, deletion|`: a function that copies its argument and changes what the pattern matches.
final class TransformNode: Node {
    let pattern: any Node
    let update: any Node
    let deletion: (any Node)?
    /// `$clone`, which the scope may have made something else.
    let cloner: any Node

    init(pattern: any Node, update: any Node, deletion: (any Node)?, cloner: any Node) {
        self.pattern = pattern
        self.update = update
        self.deletion = deletion
        self.cloner = cloner
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        .function(Transform(code: self, frame: frame))
    }
}

final class Transform: Callable {
    let code: TransformNode
    let frame: Frame?

    init(code: TransformNode, frame: Frame?) {
        self.code = code
        self.frame = frame
    }

    var arity: Int { 1 }
    var signature: Signature? { Self.checked }
    var depth: UInt16 { (frame?.depth ?? 0) + 1 }
    private static let checked = try? Signature("<(oa):o>", at: 0)

    func call(_ arguments: [Value], _ site: CallSite) throws(JSONataError) -> Value {
        let machine = site.machine
        guard let argument = arguments.first, !argument.isUndefined else { return .undefined }
        guard case .function(let cloner) = try machine.run(code.cloner, .null, frame) else {
            throw JSONataError(code: "T2013")
        }
        let copy = try Self.mutable(try machine.apply(cloner, [argument], .null, frame), machine)
        let matches = try machine.run(code.pattern, copy, frame)
        if !matches.isUndefined {
            let list = List(matches)
            for index in 0..<list.count { try change(list[index], machine) }
        }
        return try machine.admit(try Self.settled(copy, machine))
    }

    private func change(_ match: Value, _ machine: Machine) throws(JSONataError) {
        let update = try machine.run(code.update, match, frame)
        if !update.isUndefined, !update.isObject { throw JSONataError(code: "T2011", value: update.evidence) }
        guard case .object(let object) = match, var members = Members(match) else {
            if let deletion = code.deletion { _ = try names(deletion, match, machine) }
            return
        }
        try update.forEachMember { name, value throws(JSONataError) in members[name] = value }
        object.replace(with: members)
        guard let deletion = code.deletion else { return }
        for name in try names(deletion, match, machine) { members.remove(name) }
        object.replace(with: members)
    }

    private func names(_ node: any Node, _ match: Value, _ machine: Machine) throws(JSONataError) -> [String] {
        let value = try machine.run(node, match, frame)
        if value.isUndefined { return [] }
        var names: [String] = []
        let list = List(value)
        for index in 0..<list.count {
            guard case .string(let name) = list[index] else {
                throw JSONataError(code: "T2012", value: value.evidence)
            }
            names.append(name)
        }
        return names
    }

    /// A deep copy whose objects are its own.
    private static func mutable(_ value: Value, _ machine: Machine) throws(JSONataError) -> Value {
        try machine.charge(1)
        if value.isArray {
            return .list(try List(value).values.map { item throws(JSONataError) in try mutable(item, machine) })
        }
        guard value.isObject, let members = Members(value) else { return value }
        let values = try members.values.map { item throws(JSONataError) in try mutable(item, machine) }
        return .object(ObjectValue(keys: Keys(members.names), values: values, depth: Value.nesting(of: values)))
    }

    /// The copy with the nesting measured again.
    private static func settled(_ value: Value, _ machine: Machine) throws(JSONataError) -> Value {
        switch value {
        case .array(let array):
            return .list(try array.elements.map { item throws(JSONataError) in try settled(item, machine) })
        case .object(let object):
            let values = try object.values.map { item throws(JSONataError) in try settled(item, machine) }
            return try machine.admit(
                .object(ObjectValue(keys: object.keys, values: values, depth: Value.nesting(of: values))))
        default: return value
        }
    }
}

extension ObjectValue {
    func replace(with members: Members) {
        keys = Keys(members.names)
        values = members.values
    }
}
