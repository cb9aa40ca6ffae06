import JSONModel
import JSONPath

/// An object of the definition with its place, read with findings instead of errors.
struct Fields {
    let object: JSONObject
    /// As AWS gives it: `/States/C/Choices[0]`.
    let location: String
    /// What comes before a field's name in a cause: `Choices[0]/`; nothing in the state itself.
    var causeName = ""

    init(_ object: JSONObject, at location: String, causeName: String = "") {
        self.object = object
        self.location = location
        self.causeName = causeName
    }

    subscript(_ name: String) -> JSONValue? { object[name] }

    func pointer(_ name: String) -> String { location + "/" + JSONPointer.escaped(name) }

    func refuseUnknown(_ allowed: Set<String>, _ compiler: inout Compiler) {
        guard !allowed.isEmpty else { return }
        for name in object.keys where !allowed.contains(name) {
            compiler.report(compiler.refusal(of: name), at: location)
        }
    }

    /// A number of the definition, or a JSONata expression for one.
    func integerField(_ name: String, atLeast minimum: Int, _ compiler: inout Compiler) -> Field<Int>? {
        if let expression = expression(name, &compiler) { return .jsonata(expression) }
        return integer(name, atLeast: minimum, &compiler).map(Field.literal)
    }

    /// A text of the definition, or a JSONata expression for one.
    func textField(_ name: String, _ compiler: inout Compiler) -> Field<String>? {
        if let expression = expression(name, &compiler) { return .jsonata(expression) }
        return string(name, &compiler).map(Field.literal)
    }

    /// The field's expression, in a state in JSONata; nil where its value is no expression.
    func expression(_ name: String, _ compiler: inout Compiler) -> JSONataExpression? {
        guard compiler.language == .jsonata, let text = object[name]?.stringValue,
            JSONataExpression.resembles(text)
        else { return nil }
        return compiler.jsonata(text, field: causeName + name, at: pointer(name))
    }

    func string(_ name: String, required: Bool = false, _ compiler: inout Compiler) -> String? {
        value(name, "String", required: required, &compiler, \.stringValue)
    }

    func object(_ name: String, required: Bool = false, _ compiler: inout Compiler) -> JSONObject? {
        value(name, "Object", required: required, &compiler, \.objectValue)
    }

    func array(_ name: String, required: Bool = false, _ compiler: inout Compiler) -> [JSONValue]? {
        value(name, "Array", required: required, &compiler, \.arrayValue)
    }

    func bool(_ name: String, _ compiler: inout Compiler) -> Bool? {
        value(name, "Boolean", required: false, &compiler, \.boolValue)
    }

    func double(_ name: String, _ compiler: inout Compiler) -> Double? {
        value(name, "Number", required: false, &compiler, \.doubleValue)
    }

    func integer(_ name: String, atLeast minimum: Int, _ compiler: inout Compiler) -> Int? {
        guard let value = value(name, "Integer", required: false, &compiler, \.intValue) else { return nil }
        guard value >= minimum else {
            compiler.report("Value must be greater than or equal to \(minimum)", at: pointer(name))
            return nil
        }
        return value
    }

    func positiveInteger(_ name: String, _ compiler: inout Compiler) -> Int? {
        integer(name, atLeast: 1, &compiler)
    }

    private func value<Value>(
        _ name: String, _ type: String, required: Bool, _ compiler: inout Compiler, _ read: (JSONValue) -> Value?
    ) -> Value? {
        guard let value = object[name] else {
            if required { compiler.report("These fields are required: [\(name)]", at: location) }
            return nil
        }
        guard let result = read(value) else {
            compiler.report("Expected value of type \(type)", at: pointer(name))
            return nil
        }
        return result
    }
}
