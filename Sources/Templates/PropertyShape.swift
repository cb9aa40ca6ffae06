import JSONModel

/// What a property takes.
indirect enum PropertyShape: Sendable {
    case text
    case number
    case flag
    /// Any value: a policy document, a definition.
    case json
    case list(PropertyShape)
    case map(PropertyShape)
    case record([Property])
}

/// A property of a resource type that is known here.
struct Property: Sendable {
    var name: String
    var shape: PropertyShape
    var isRequired = false
    /// It is understood and kept out of the way: it changes nothing on one machine (tags, tracing, encryption at rest).
    var isRecordedOnly = false

    static func text(_ name: String) -> Property { Property(name: name, shape: .text) }
    static func number(_ name: String) -> Property { Property(name: name, shape: .number) }
    static func flag(_ name: String) -> Property { Property(name: name, shape: .flag) }
    static func json(_ name: String) -> Property { Property(name: name, shape: .json) }
    static func texts(_ name: String) -> Property { Property(name: name, shape: .list(.text)) }
    static func map(_ name: String) -> Property { Property(name: name, shape: .map(.text)) }

    static func record(_ name: String, _ properties: [Property]) -> Property {
        Property(name: name, shape: .record(properties))
    }

    static func records(_ name: String, _ properties: [Property]) -> Property {
        Property(name: name, shape: .list(.record(properties)))
    }

    static func required(_ property: Property) -> Property {
        var property = property
        property.isRequired = true
        return property
    }

    static func recorded(_ names: String...) -> [Property] {
        names.map { Property(name: $0, shape: .json, isRecordedOnly: true) }
    }
}

/// Compares what a resource says with what its type knows, before any value is known.
struct PropertyCheck {
    let type: String
    var findings: Findings

    init(type: String, findings: Findings) {
        self.type = type
        self.findings = findings
    }

    mutating func check(_ members: [Node.Member], _ known: [Property], at position: SourcePosition, path: String = "") {
        for member in members {
            guard let property = known.first(where: { $0.name == member.name }) else {
                let names = known.map(\.name).joined(separator: ", ")
                findings.add(
                    member.position,
                    "the property \(path)\(member.name) of \(type) is not supported here; supported are \(names)")
                continue
            }
            check(member.value, property.shape, at: member.position, path: path + member.name)
        }
        for property in known where property.isRequired && !members.contains(where: { $0.name == property.name }) {
            findings.add(position, "\(type) needs the property \(path)\(property.name)")
        }
    }

    private mutating func check(_ node: Node, _ shape: PropertyShape, at place: SourcePosition, path: String) {
        if case .json = shape { return }
        if let members = node.map, members.count == 1, let call = members.first,
            ExpressionCompiler.isFunction(call.name, in: .value)
        {
            guard call.name == "Fn::If", let nodes = call.value.list, nodes.count == 3 else { return }
            for branch in nodes.dropFirst() { check(branch, shape, at: branch.position, path: path) }
            return
        }
        guard !node.isNull else { return findings.add(place, "\(path) has no value; give one or remove the key") }
        checkValue(node, shape, path: path)
    }

    private mutating func checkValue(_ node: Node, _ shape: PropertyShape, path: String) {
        switch (shape, node.value) {
        case (.list(let element), .list(let nodes)):
            for (index, node) in nodes.enumerated() {
                check(node, element, at: node.position, path: "\(path)[\(index)]")
            }
        case (.map(let element), .map(let members)):
            for member in members { check(member.value, element, at: member.position, path: "\(path).\(member.name)") }
        case (.record(let properties), .map(let members)):
            check(members, properties, at: node.position, path: path + ".")
        case (.text, .string), (.text, .number), (.text, .bool): return
        default:
            if (try? shape.coerced(node.json)) == nil {
                findings.add(node.position, "\(path) must be \(shape.name), not \(node.kind)")
            }
        }
    }
}

/// A value that its property cannot take.
struct Mismatch: Error {
    var message: String
}

extension PropertyShape {
    var name: String {
        switch self {
        case .text: "a string"
        case .number: "a number"
        case .flag: "true or false"
        case .json: "any value"
        case .list: "a list"
        case .map, .record: "a map"
        }
    }

    /// The value in the property's own type, as CloudFormation converts between strings, numbers and booleans.
    func coerced(_ value: JSONValue) throws(Mismatch) -> JSONValue {
        if Symbolic.isSymbolic(value) { return value }
        switch (self, value) {
        case (.json, _), (.text, .string), (.number, .number), (.flag, .bool): return value
        case (.text, .number(let number)): return .string(number.description)
        case (.text, .bool(let flag)): return .string(flag ? "true" : "false")
        case (.number, .string(let text)):
            if case .number(let number)? = try? JSONValue(parsing: text) { return .number(number) }
        case (.flag, .string("true")): return true
        case (.flag, .string("false")): return false
        case (.list(let shape), .array(let values)):
            var result: [JSONValue] = []
            for value in values { result.append(try shape.coerced(value)) }
            return .array(result)
        case (.map(let shape), .object(let object)):
            var result = JSONObject()
            for (name, value) in object { result[name] = try shape.coerced(value) }
            return .object(result)
        case (.record(let properties), .object(let object)): return .object(try Self.coerced(object, properties))
        default: break
        }
        throw Mismatch(message: "must be \(name)")
    }

    static func coerced(_ object: JSONObject, _ properties: [Property]) throws(Mismatch) -> JSONObject {
        var result = JSONObject()
        for (name, value) in object {
            guard let property = properties.first(where: { $0.name == name }) else { continue }
            if property.isRecordedOnly { continue }
            do {
                result[name] = try property.shape.coerced(value)
            } catch {
                throw Mismatch(
                    message: error.message.hasPrefix("must") ? "\(name) \(error.message)" : "\(name).\(error.message)")
            }
        }
        return result
    }
}
