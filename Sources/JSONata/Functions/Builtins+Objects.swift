import JSONModel

extension Builtins {
    static let objects: [Native] = [
        native("keys", 1, "<x-:a<s>>") { arguments, _ throws(JSONataError) in
            var members = Members()
            collectKeys(arguments.at(0), &members)
            return .sequence(members.names.map { .string($0) })
        },
        native("lookup", 2, "<x-s:x>") { arguments, _ throws(JSONataError) in
            guard let name = arguments.at(1).string else { return .undefined }
            return arguments[0].lookup(name)
        },
        native("spread", 1, "<x-:a<o>>") { arguments, site throws(JSONataError) in
            try spread(arguments.at(0), site)
        },
        native("merge", 1, "<a<o>:o>") { arguments, _ throws(JSONataError) in
            guard !arguments.at(0).isUndefined else { return .undefined }
            let list = List(arguments[0])
            var members = Members()
            for index in 0..<list.count {
                try list[index].forEachMember { name, value throws(JSONataError) in members[name] = value }
            }
            return members.value
        },
        native("clone", 1, "<(oa)-:o>") { arguments, _ throws(JSONataError) in arguments.at(0) },
        native("type", 1, "<x:s>") { arguments, _ throws(JSONataError) in typeName(arguments.at(0)) },
    ]

    private static func collectKeys(_ value: Value, _ members: inout Members) {
        if value.isArray {
            let list = List(value)
            for index in 0..<list.count { collectKeys(list[index], &members) }
            return
        }
        guard let own = Members(value) else { return }
        for name in own.names { members[name] = .null }
    }

    private static func spread(_ value: Value, _ site: CallSite) throws(JSONataError) -> Value {
        if value.isArray {
            var all: [Value] = []
            let list = List(value)
            for index in 0..<list.count {
                let part = try spread(list[index], site)
                if part.isUndefined { continue }
                if part.isArray { all += List(part).values } else { all.append(part) }
            }
            try site.machine.admit(count: all.count)
            return all.isEmpty ? .sequence([]) : .list(all)
        }
        guard let members = Members(value) else { return value }
        return .sequence(
            zip(members.names, members.values).map { name, value in
                .object(ObjectValue(keys: Keys([name]), values: [value], depth: value.depth + 1))
            })
    }

    private static func typeName(_ value: Value) -> Value {
        switch value {
        case .undefined, .unbound: .undefined
        case .null: .string("null")
        case .bool: .string("boolean")
        case .number: .string("number")
        case .string: .string("string")
        case .array, .inputArray, .tuples: .string("array")
        case .object, .inputObject: .string("object")
        case .function: .string("function")
        }
    }

    static let logic: [Native] = [
        native("boolean", 1, "<x-:b>") { arguments, _ throws(JSONataError) in
            arguments.at(0).truth.map { .bool($0) } ?? .undefined
        },
        native("not", 1, "<x-:b>") { arguments, _ throws(JSONataError) in
            arguments.at(0).truth.map { .bool(!$0) } ?? .undefined
        },
        native("exists", 1, "<x:b>") { arguments, _ throws(JSONataError) in .bool(!arguments.at(0).isUndefined) },
        native("error", 1, "<s?:x>") { arguments, _ throws(JSONataError) in
            throw JSONataError(
                code: "D3137", message: message(arguments.at(0), otherwise: "$error() function evaluated"))
        },
        native("assert", 2, "<bs?:x>") { arguments, _ throws(JSONataError) in
            if arguments.at(0).isTrue { return .undefined }
            throw JSONataError(
                code: "D3141", message: message(arguments.at(1), otherwise: "$assert() statement failed"))
        },
        native("eval", 2, "<sx?:x>") { arguments, site throws(JSONataError) in
            guard case .string(let text) = arguments.at(0) else { return .undefined }
            return try evaluated(text, arguments.at(1), site)
        },
    ]

    private static func message(_ value: Value, otherwise standard: String) -> String {
        guard case .string(let text) = value, !text.isEmpty else { return standard }
        return text
    }

    /// Compiles text with the names that are visible at the call, and evaluates it there.
    private static func evaluated(_ text: String, _ focus: Value, _ site: CallSite) throws(JSONataError) -> Value {
        let node: any Node
        let layout: Layout
        do {
            let tree = try Resolver.resolve(try Parser.parse(text, dialect: site.machine.dialect))
            var compiler = Compiler(
                dialect: site.machine.dialect, scope: Scope.rebuilt(from: site.frame), isNumbered: false)
            (node, layout) = try compiler.compileProgram(tree)
        } catch {
            throw JSONataError(code: "D3120", value: .string(error.message))
        }
        var input = site.input
        if !focus.isUndefined { input = focus.isArray ? .sequence([focus], .wrapsInput) : focus }
        let frame = layout.count > 0 ? Frame(parent: site.frame, layout: layout) : site.frame
        do {
            return try site.machine.run(node, input, frame)
        } catch {
            if ["D1011", "D1012", "D2015"].contains(error.code) { throw error }
            throw JSONataError(code: "D3121", value: .string(error.message))
        }
    }
}
