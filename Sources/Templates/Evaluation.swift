import JSONModel

/// Carries out a template's functions for one set of parameters.
struct Evaluation {
    struct Identity {
        var name: String
        var reference: JSONValue
        var attributes: [String: JSONValue]
    }

    let template: Template
    let context: TemplateContext
    var findings: Findings
    var parameters: [String: JSONValue] = [:]
    var identities: [String: Identity] = [:]
    private var decided: [String: Bool] = [:]
    private var deciding: [String] = []

    /// The most that one text may grow to.
    static let maxText = 1_048_576

    init(template: Template, context: TemplateContext) {
        self.template = template
        self.context = context
        findings = Findings(file: template.file)
    }

    /// nil is `AWS::NoValue`: what would have it is left out.
    mutating func value(_ expression: Expression) -> JSONValue? {
        switch expression.form {
        case .literal(let value): return value
        case .list(let parts): return .array(parts.compactMap { value($0) })
        case .map(let members): return .object(object(members))
        case .parameter(let name): return parameters[name] ?? ""
        case .pseudo(let pseudo): return value(of: pseudo)
        case .reference(let name): return identity(name, at: expression.position)?.reference ?? ""
        case .attribute(let name, let attribute):
            return identity(name, at: expression.position)?.attributes[attribute] ?? ""
        case .concatenation(let parts): return joined(parts.compactMap { value($0) }, "", at: expression.position)
        case .join(let separator, let list): return join(separator, list, at: expression.position)
        case .select(let index, let list): return select(index, list, at: expression.position)
        case .split(let separator, let text): return split(separator, text, at: expression.position)
        case .findInMap(let map, let first, let second): return find(map, first, second, at: expression.position)
        case .choice(let name, let first, let second):
            return value(condition(name, at: expression.position) ? first : second)
        case .equals, .all, .any, .not, .condition: return .bool(holds(expression))
        }
    }

    private mutating func object(_ members: [(name: String, value: Expression)]) -> JSONObject {
        var object = JSONObject()
        for member in members {
            if let value = value(member.value) { object[member.name] = value }
        }
        return object
    }

    private func value(of pseudo: PseudoParameter) -> JSONValue? {
        switch pseudo {
        case .region: .string(context.region)
        case .account: .string(context.account)
        case .partition: .string(context.partition)
        case .stackName: .string(context.stackName)
        case .stackID: .string(context.stackID)
        case .urlSuffix: .string(context.urlSuffix)
        case .noValue: nil
        }
    }

    private mutating func identity(_ name: String, at position: SourcePosition) -> Identity? {
        if let identity = identities[name] { return identity }
        findings.add(position, "the resource \(name) is not created under the template's conditions")
        return nil
    }
}

// Conditions.
extension Evaluation {
    mutating func condition(_ name: String, at position: SourcePosition) -> Bool {
        if let known = decided[name] { return known }
        guard !deciding.contains(name) else {
            let circle = (deciding.drop { $0 != name } + [name]).joined(separator: " → ")
            findings.add(position, "the conditions \(circle) depend on each other in a circle")
            return false
        }
        deciding.append(name)
        let result = template.conditions[name].map { holds($0) } ?? false
        deciding.removeLast()
        decided[name] = result
        return result
    }

    private mutating func holds(_ expression: Expression) -> Bool {
        switch expression.form {
        case .condition(let name): return condition(name, at: expression.position)
        case .not(let inner): return !holds(inner)
        case .all(let parts): return parts.map { holds($0) }.allSatisfy { $0 }
        case .any(let parts): return parts.map { holds($0) }.contains(true)
        case .equals(let first, let second):
            return Self.comparable(value(first)) == Self.comparable(value(second))
        default:
            switch value(expression) {
            case .bool(let flag): return flag
            case .string("true"): return true
            case .string("false"): return false
            default:
                findings.add(
                    expression.position, "a condition must be Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition")
                return false
            }
        }
    }

    /// CloudFormation compares numbers and booleans as the text they are.
    private static func comparable(_ value: JSONValue?) -> JSONValue? {
        guard let value, let text = Self.text(value) else { return value }
        return .string(text)
    }

    static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .number(let number): number.description
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}

// Text and lists.
extension Evaluation {
    private mutating func joined(_ values: [JSONValue], _ separator: String, at position: SourcePosition) -> JSONValue {
        var parts: [JSONValue] = []
        for value in values {
            if !parts.isEmpty, !separator.isEmpty { parts.append(.string(separator)) }
            if Symbolic.isSymbolic(value) {
                parts.append(value)
            } else if let text = Self.text(value) {
                parts.append(.string(text))
            } else {
                findings.add(position, "only strings and numbers can be put into text, not a list or a map")
            }
        }
        guard !parts.contains(where: Symbolic.isSymbolic) else { return Symbolic.joined(parts) }
        let texts = parts.compactMap(\.stringValue)
        guard texts.reduce(0, { $0 + $1.utf8.count }) <= Self.maxText else {
            findings.add(position, "this text grows above \(Self.maxText) bytes")
            return ""
        }
        return .string(texts.joined())
    }

    private mutating func join(_ separator: String, _ list: Expression, at position: SourcePosition) -> JSONValue {
        guard let values = value(list)?.arrayValue else {
            findings.add(position, "Fn::Join needs a list")
            return ""
        }
        return joined(values, separator, at: position)
    }

    private mutating func select(_ index: Expression, _ list: Expression, at position: SourcePosition) -> JSONValue {
        let number = value(index).flatMap { Self.text($0) }.flatMap { Int($0) }
        guard let number, let values = value(list)?.arrayValue else {
            findings.add(position, "Fn::Select needs a number and a list that is known before anything is created")
            return ""
        }
        guard values.indices.contains(number) else {
            findings.add(position, "Fn::Select asks for element \(number) of a list of \(values.count)")
            return ""
        }
        return values[number]
    }

    private mutating func split(_ separator: String, _ text: Expression, at position: SourcePosition) -> JSONValue {
        guard case .string(let text)? = value(text) else {
            findings.add(position, "Fn::Split needs a text that is known before anything is created")
            return []
        }
        return .array(Self.split(text, separator).map { .string($0) })
    }

    private static func split(_ text: String, _ separator: String) -> [String] {
        let wanted = Array(separator.utf8)
        var parts: [[UInt8]] = [[]]
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            if byte == wanted.first, rest.starts(with: wanted) {
                parts.append([])
                rest = rest.dropFirst(wanted.count)
            } else {
                parts[parts.count - 1].append(byte)
                rest = rest.dropFirst()
            }
        }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }

    private mutating func find(
        _ map: Expression, _ first: Expression, _ second: Expression, at position: SourcePosition
    ) -> JSONValue {
        let keys = [map, first, second].map { value($0).flatMap { Self.text($0) } ?? "" }
        if let value = template.mappings[keys[0]]?[keys[1]]?[keys[2]] { return value }
        findings.add(position, "the mapping \(keys[0]) has no \(keys[1]), \(keys[2])")
        return ""
    }
}
