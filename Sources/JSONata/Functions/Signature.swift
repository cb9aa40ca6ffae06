import JSONModel

/// A function's signature, `<s-nn?:s>`: what its arguments must be, and which the context stands in for
/// (docs.jsonata.org, "Function signature syntax").
final class Signature: Sendable {
    /// Types of values, one bit each.
    struct Types: OptionSet, Hashable, Sendable {
        let rawValue: UInt8
        static let string = Types(rawValue: 1)
        static let number = Types(rawValue: 2)
        static let bool = Types(rawValue: 4)
        static let null = Types(rawValue: 8)
        static let object = Types(rawValue: 16)
        static let array = Types(rawValue: 32)
        static let function = Types(rawValue: 64)
        static let missing = Types(rawValue: 128)
        static let any: Types = [.string, .number, .bool, .null, .object, .array, .function, .missing]

        init(rawValue: UInt8) { self.rawValue = rawValue }

        init(letter: Character) {
            switch letter {
            case "s": self = .string
            case "n": self = .number
            case "b": self = .bool
            case "l": self = .null
            case "o": self = .object
            case "a": self = .array
            case "f": self = .function
            case "x": self = .any
            case "j": self = Types.any.subtracting(.function)
            default: self = []
            }
        }
    }

    struct Parameter: Sendable {
        /// What it takes.
        var types: Types
        var subtype: Types?
        var isArray = false
        var isOptional = false
        var isRepeated = false
        /// The context value stands in where the argument is missing.
        var takesContext = false
    }

    let parameters: [Parameter]
    /// Without the optional ones at the end, for which functions take undefined.
    private let required: Int

    init(_ text: String, at position: Int) throws(JSONataError) {
        var reader = SignatureReader(text, position: position)
        parameters = try reader.read()
        let optional = parameters.reversed().prefix { $0.isOptional && !$0.takesContext && !$0.isRepeated }
        required = parameters.count - optional.count
    }

    @inline(__always)
    static func type(_ value: Value) -> Types {
        switch value {
        case .undefined, .unbound: .missing
        case .null: .null
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .array, .inputArray, .tuples: .array
        case .object, .inputObject: .object
        case .function: .function
        }
    }

    /// The arguments as the function takes them: the context filled in, single values made arrays.
    func validated(_ arguments: [Value], context: Value) throws(JSONataError) -> [Value] {
        if let simple = exact(arguments) { return simple }
        let letters = arguments.map(Self.type)
        guard let lengths = match(letters) else { throw mismatch(arguments, letters) }
        var result: [Value] = []
        var next = 0
        for (parameter, length) in zip(parameters, lengths) {
            if length == 0 {
                if parameter.takesContext {
                    result.append(try fill(parameter, context.unwrapped, next))
                } else {
                    // An argument that is left out stands for undefined; what comes behind it moves up.
                    result.append(next < arguments.count ? arguments[next] : .undefined)
                    next += 1
                }
                continue
            }
            for _ in 0..<length {
                result.append(try coerced(arguments[next], parameter, next))
                next += 1
            }
        }
        return result
    }

    /// The usual call: each argument given and of its type, but for optional ones at the end.
    private func exact(_ arguments: [Value]) -> [Value]? {
        guard arguments.count <= parameters.count, arguments.count >= required else { return nil }
        for (argument, parameter) in zip(arguments, parameters) {
            let type = Self.type(argument)
            guard parameter.types.contains(type), !parameter.isRepeated else { return nil }
            guard parameter.isArray else { continue }
            guard type == .array, parameter.subtype.map({ Self.holds(argument, only: $0) }) ?? true else { return nil }
        }
        return arguments
    }

    private func fill(_ parameter: Parameter, _ context: Value, _ index: Int) throws(JSONataError) -> Value {
        guard parameter.types.contains(Self.type(context)) else {
            throw JSONataError(code: "T0411", value: context.evidence, index: index + 1)
        }
        return context
    }

    private func coerced(_ argument: Value, _ parameter: Parameter, _ index: Int) throws(JSONataError) -> Value {
        guard parameter.isArray, !argument.isUndefined else { return argument }
        if let subtype = parameter.subtype, !Self.holds(argument, only: subtype) {
            let type = JSONValue.string(Self.names[subtype] ?? "values")
            throw JSONataError(code: "T0412", value: argument.evidence, value2: type, index: index + 1)
        }
        return argument.isArray ? argument : .list([argument])
    }

    private static let names: [Types: String] = [
        .array: "arrays", .bool: "booleans", .function: "functions", .number: "numbers", .object: "objects",
        .string: "strings",
    ]

    private static func holds(_ argument: Value, only subtype: Types) -> Bool {
        switch argument {
        case .inputArray(let elements):
            return elements.allSatisfy { type(Value($0)) == subtype }
        case .array(let array):
            return array.elements.allSatisfy { type($0) == subtype }
        default: return type(argument) == subtype
        }
    }

    /// How many arguments each parameter takes, as a regular expression over the letters would match (greedily).
    private func match(_ letters: [Types]) -> [Int]? {
        var lengths = [Int](repeating: 0, count: parameters.count)
        return match(letters, 0, 0, &lengths, toEnd: true) != nil ? lengths : nil
    }

    private func match(
        _ letters: [Types], _ parameter: Int, _ position: Int, _ lengths: inout [Int], toEnd: Bool,
        limit: Int? = nil
    ) -> Int? {
        if parameter == (limit ?? parameters.count) {
            return !toEnd || position == letters.count ? position : nil
        }
        let rule = parameters[parameter]
        var most = 0
        while position + most < letters.count, most < (rule.isRepeated ? Int.max : 1),
            rule.types.contains(letters[position + most])
        {
            most += 1
        }
        let least = rule.isOptional || rule.takesContext ? 0 : 1
        var length = most
        while length >= least {
            lengths[parameter] = length
            let end = match(letters, parameter + 1, position + length, &lengths, toEnd: toEnd, limit: limit)
            if let end { return end }
            length -= 1
        }
        return nil
    }

    /// Names the first argument that does not fit.
    private func mismatch(_ arguments: [Value], _ letters: [Types]) -> JSONataError {
        var fitting = 0
        var lengths = [Int](repeating: 0, count: parameters.count)
        for count in parameters.indices {
            guard let end = match(letters, 0, 0, &lengths, toEnd: false, limit: count + 1) else { break }
            fitting = end
        }
        let value = fitting < arguments.count ? arguments[fitting].evidence : nil
        return JSONataError(code: "T0410", value: value, index: fitting + 1)
    }
}

/// Reads the text of a signature.
struct SignatureReader {
    private let letters: [Character]
    private let position: Int
    private var index = 1

    init(_ text: String, position: Int) {
        letters = Array(text)
        self.position = position
    }

    mutating func read() throws(JSONataError) -> [Signature.Parameter] {
        var parameters: [Signature.Parameter] = []
        while index < letters.count, letters[index] != ":", letters[index] != ">" {
            let letter = letters[index]
            index += 1
            switch letter {
            case "s", "n", "b", "l", "o":
                parameters.append(Signature.Parameter(types: [Signature.Types(letter: letter), .missing]))
            case "a": parameters.append(Signature.Parameter(types: .any, isArray: true))
            case "f": parameters.append(Signature.Parameter(types: .function))
            case "j": parameters.append(Signature.Parameter(types: Signature.Types(letter: "j")))
            case "x": parameters.append(Signature.Parameter(types: .any))
            case "(": parameters.append(try choice())
            case "<": try parameterize(&parameters)
            case "-", "?", "+": modify(&parameters, letter)
            default: break
            }
        }
        return parameters
    }

    private func modify(_ parameters: inout [Signature.Parameter], _ letter: Character) {
        guard let last = parameters.indices.last else { return }
        switch letter {
        case "-": parameters[last].takesContext = true
        case "?": parameters[last].isOptional = true
        default: parameters[last].isRepeated = true
        }
    }

    private mutating func choice() throws(JSONataError) -> Signature.Parameter {
        var types: Signature.Types = .missing
        while index < letters.count, letters[index] != ")" {
            if letters[index] == "<" { throw JSONataError(code: "S0402", position: position) }
            types.insert(Signature.Types(letter: letters[index]))
            index += 1
        }
        index += 1
        return Signature.Parameter(types: types)
    }

    private mutating func parameterize(_ parameters: inout [Signature.Parameter]) throws(JSONataError) {
        let start = index
        var depth = 1
        while index < letters.count, depth > 0 {
            if letters[index] == "<" { depth += 1 }
            if letters[index] == ">" { depth -= 1 }
            index += 1
        }
        guard let last = parameters.indices.last, parameters[last].isArray || parameters[last].types == .function else {
            throw JSONataError(code: "S0401", position: position)
        }
        if parameters[last].isArray, start < letters.count {
            parameters[last].subtype = Signature.Types(letter: letters[start])
        }
    }
}
