import JSONModel

/// Reads the `Parameters` section.
struct ParameterReader {
    var findings: Findings

    private static let keys: Set<String> = [
        "Type", "Default", "AllowedValues", "AllowedPattern", "ConstraintDescription", "Description", "MaxLength",
        "MinLength", "MaxValue", "MinValue", "NoEcho",
    ]

    mutating func read(_ section: Node?) -> [TemplateParameter] {
        guard let section else { return [] }
        guard let members = section.map else {
            findings.add(section.position, "Parameters must be a map of names")
            return []
        }
        return members.compactMap { read($0) }
    }

    private mutating func read(_ member: Node.Member) -> TemplateParameter? {
        let node = member.value
        guard let keys = node.map else {
            findings.add(member.position, "the parameter \(member.name) must be a map with a Type")
            return nil
        }
        for key in keys where !Self.keys.contains(key.name) {
            findings.add(key.position, "\(key.name) is not part of a parameter")
        }
        guard let kind = kind(member) else { return nil }
        let parameter = TemplateParameter(
            name: member.name, kind: kind, standard: standard(node), description: node["Description"]?.scalarText,
            isSecret: node["NoEcho"]?.scalarText == "true", position: member.position, allowed: allowed(node),
            pattern: pattern(node),
            lengths: range(Int(number(node, "MinLength") ?? 0), Int(number(node, "MaxLength") ?? 4096)),
            values: range(number(node, "MinValue") ?? -.infinity, number(node, "MaxValue") ?? .infinity),
            hint: node["ConstraintDescription"]?.scalarText)
        checkStandard(parameter, node)
        return parameter
    }

    private mutating func kind(_ member: Node.Member) -> TemplateParameter.Kind? {
        guard let type = member.value["Type"]?.string else {
            findings.add(member.position, "the parameter \(member.name) needs a Type")
            return nil
        }
        guard let kind = TemplateParameter.Kind(rawValue: type) else {
            findings.add(
                member.value["Type"]?.position ?? member.position,
                "the parameter type \(type) is not supported here; use String, Number, CommaDelimitedList or "
                    + "List<Number>"
            )
            return nil
        }
        return kind
    }

    private mutating func standard(_ node: Node) -> String? {
        guard let value = node["Default"] else { return nil }
        if let text = value.scalarText { return text }
        findings.add(value.position, "a parameter's Default must be a plain value, not \(value.kind)")
        return nil
    }

    private mutating func checkStandard(_ parameter: TemplateParameter, _ node: Node) {
        guard let text = parameter.standard else { return }
        do {
            _ = try parameter.value(text)
        } catch {
            findings.add(
                node["Default"]?.position ?? parameter.position,
                "the Default of the parameter \(parameter.name) \(error.message)")
        }
    }

    private mutating func allowed(_ node: Node) -> [String] {
        guard let value = node["AllowedValues"] else { return [] }
        guard let texts = value.list?.compactMap(\.scalarText), !texts.isEmpty, texts.count == value.list?.count else {
            findings.add(value.position, "AllowedValues must be a list of plain values")
            return []
        }
        return texts
    }

    private mutating func pattern(_ node: Node) -> Pattern? {
        guard let value = node["AllowedPattern"] else { return nil }
        guard let text = value.string else {
            findings.add(value.position, "AllowedPattern must be a string")
            return nil
        }
        do {
            return try Pattern(text)
        } catch {
            findings.add(value.position, "the AllowedPattern \(text) cannot be used here: \(error.message)")
            return nil
        }
    }

    private mutating func number(_ node: Node, _ key: String) -> Double? {
        guard let value = node[key] else { return nil }
        if let text = value.scalarText, let number = Double(text), number.isFinite, abs(number) < 1e15 { return number }
        findings.add(value.position, "\(key) must be a number")
        return nil
    }

    private func range<Bound: Comparable>(_ first: Bound, _ last: Bound) -> ClosedRange<Bound> {
        first <= last ? first...last : last...first
    }
}
