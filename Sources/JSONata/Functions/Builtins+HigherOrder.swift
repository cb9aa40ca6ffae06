import JSONModel

extension Builtins {
    static let higherOrder: [Native] = [
        native("map", 2, "<af>") { arguments, site throws(JSONataError) in
            guard !arguments.at(0).isUndefined, case .function(let function) = arguments.at(1) else {
                return .undefined
            }
            var results: [Value] = []
            try forEach(arguments[0], function, site) { _, result in if !result.isUndefined { results.append(result) } }
            return try site.machine.admit(.sequence(results))
        },
        native("filter", 2, "<af>") { arguments, site throws(JSONataError) in
            guard !arguments.at(0).isUndefined, case .function(let function) = arguments.at(1) else {
                return .undefined
            }
            var kept: [Value] = []
            try forEach(arguments[0], function, site) { item, result in if result.isTrue { kept.append(item) } }
            return .sequence(kept)
        },
        native("single", 2, "<af?>") { arguments, site throws(JSONataError) in
            guard !arguments.at(0).isUndefined else { return .undefined }
            return try single(arguments[0], arguments.at(1), site)
        },
        native("reduce", 3, "<afj?:j>") { arguments, site throws(JSONataError) in
            guard !arguments.at(0).isUndefined, case .function(let function) = arguments.at(1) else {
                return .undefined
            }
            return try reduced(arguments[0], function, arguments.at(2), site)
        },
        native("each", 2, "<o-f:a>") { arguments, site throws(JSONataError) in
            guard case .function(let function) = arguments.at(1) else { return .undefined }
            let object = arguments[0]
            var results: [Value] = []
            try object.forEachMember { name, value throws(JSONataError) in
                let result = try site.call(function, item: value, position: .string(name), whole: object)
                if !result.isUndefined { results.append(result) }
            }
            return try site.machine.admit(.sequence(results))
        },
        native("sift", 2, "<o-f?:o>") { arguments, site throws(JSONataError) in
            guard case .function(let function) = arguments.at(1) else { return .undefined }
            let object = arguments[0]
            var members = Members()
            try object.forEachMember { name, value throws(JSONataError) in
                let result = try site.call(function, item: value, position: .string(name), whole: object)
                if result.isTrue { members.append(name, value) }
            }
            return members.count == 0 ? .undefined : members.value
        },
    ]

    private static func forEach(
        _ value: Value, _ function: any Callable, _ site: CallSite, _ body: (Value, Value) -> Void
    ) throws(JSONataError) {
        let list = List(value)
        for index in 0..<list.count {
            let item = list[index]
            body(item, try site.call(function, item: item, position: .number(Double(index)), whole: value))
        }
    }

    private static func single(_ value: Value, _ function: Value, _ site: CallSite) throws(JSONataError) -> Value {
        let list = List(value)
        var found: Value?
        for index in 0..<list.count {
            let item = list[index]
            var matches = true
            if case .function(let function) = function {
                let position = Value.number(Double(index))
                matches = try site.call(function, item: item, position: position, whole: value).isTrue
            }
            guard matches else { continue }
            if found != nil { throw JSONataError(code: "D3138", index: index) }
            found = item
        }
        guard let found else { throw JSONataError(code: "D3139") }
        return found
    }

    private static func reduced(
        _ value: Value, _ function: any Callable, _ start: Value, _ site: CallSite
    ) throws(JSONataError) -> Value {
        guard function.arity >= 2 else { throw JSONataError(code: "D3050", index: 1) }
        let list = List(value)
        var result = start
        var index = 0
        if start.isUndefined, list.count > 0 {
            result = list[0]
            index = 1
        }
        while index < list.count {
            var arguments = [result, list[index]]
            if function.arity >= 3 { arguments.append(.number(Double(index))) }
            if function.arity >= 4 { arguments.append(value) }
            result = try site.call(function, arguments)
            index += 1
        }
        return result
    }
}
