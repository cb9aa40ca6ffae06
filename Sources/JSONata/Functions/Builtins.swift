/// The built-in functions (docs.jsonata.org, "Function Library").
enum Builtins {
    /// The function that `$name` means where nothing else is bound to it.
    static func function(_ name: String, _ dialect: Dialect) -> Native? {
        switch dialect {
        case .standard: standard[name]
        case .awsStepFunctions: aws[name] ?? (name == "eval" ? nil : standard[name])
        }
    }

    private static let standard = table(
        strings + patterns + encodings + numbers + aggregates + arrays + higherOrder + objects + dates + logic)

    private static let aws = table(stepFunctions)

    private static func table(_ functions: [Native]) -> [String: Native] {
        Dictionary(functions.map { ($0.name, $0) }) { first, _ in first }
    }

    static func native(
        _ name: String, _ arity: Int, _ signature: String, _ body: @escaping Native.Body
    ) -> Native {
        Native(name, arity: arity, signature: try? Signature(signature, at: 0), body)
    }

    /// A function that gives undefined for an undefined first argument.
    static func defined(
        _ name: String, _ arity: Int, _ signature: String, _ body: @escaping Native.Body
    ) -> Native {
        native(name, arity, signature) { arguments, site throws(JSONataError) in
            arguments.at(0).isUndefined ? .undefined : try body(arguments, site)
        }
    }

    /// A function of one number.
    static func ofNumber(
        _ name: String, _ body: @escaping @Sendable (Double) throws(JSONataError) -> Double
    ) -> Native {
        native(name, 1, "<n-:n>") { arguments, _ throws(JSONataError) in
            guard case .number(let number) = arguments.at(0) else { return .undefined }
            guard number.isFinite else { throw JSONataError(code: "D1001", value: arguments[0].evidence) }
            return .number(try body(number))
        }
    }

    /// A function of one string.
    static func ofString(
        _ name: String, _ signature: String = "<s-:s>",
        _ body: @escaping @Sendable (String) throws(JSONataError) -> Value
    ) -> Native {
        native(name, 1, signature) { arguments, site throws(JSONataError) in
            guard case .string(let text) = arguments.at(0) else { return .undefined }
            try site.machine.charge(text.utf8.count >> 4)
            return try body(text)
        }
    }
}

extension Array<Value> {
    /// The argument, or undefined where there is none.
    @inline(__always)
    func at(_ index: Int) -> Value { index < count ? self[index] : .undefined }
}

extension CallSite {
    func call(_ function: any Callable, _ arguments: [Value]) throws(JSONataError) -> Value {
        try machine.apply(function, arguments, .null, frame)
    }

    /// Calls with as many of item, position and whole as the function declares.
    func call(
        _ function: any Callable, item: Value, position: @autoclosure () -> Value, whole: Value
    ) throws(JSONataError) -> Value {
        switch function.arity {
        case ...1: try call(function, [item])
        case 2: try call(function, [item, position()])
        default: try call(function, [item, position(), whole])
        }
    }
}
