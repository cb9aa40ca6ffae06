import JSONModel

/// A choice rule as a person would write it: `$.status == "FAILED" and $.tries < 3`.
enum ChoiceText {
    private static let comparators = [
        "LessThanEquals": "≤", "GreaterThanEquals": "≥", "LessThan": "<", "GreaterThan": ">", "Equals": "==",
        "Matches": "matches",
    ]
    private static let tests = [
        "IsNull": ("is null", "is not null"), "IsPresent": ("is present", "is absent"),
        "IsNumeric": ("is a number", "is no number"), "IsString": ("is a string", "is no string"),
        "IsBoolean": ("is a boolean", "is no boolean"), "IsTimestamp": ("is a timestamp", "is no timestamp"),
    ]

    static func text(_ rule: JSONValue, depth: Int = 0) -> String {
        guard let fields = rule.objectValue, depth < DefinitionReader.deepest else { return "…" }
        if let condition = fields["Condition"] { return plain(condition) }
        if let rules = fields.array("And") { return joined(rules, "and", depth) }
        if let rules = fields.array("Or") { return joined(rules, "or", depth) }
        if let rule = fields["Not"] { return "not (" + text(rule, depth: depth + 1) + ")" }
        return comparison(fields)
    }

    private static func joined(_ rules: [JSONValue], _ word: String, _ depth: Int) -> String {
        let texts = rules.map { rule in
            let text = text(rule, depth: depth + 1)
            let isGroup = rule["And"] != nil || rule["Or"] != nil
            return isGroup && rules.count > 1 ? "(\(text))" : text
        }
        return texts.joined(separator: " \(word) ")
    }

    private static func comparison(_ fields: JSONObject) -> String {
        let variable = fields.string("Variable") ?? "?"
        for (name, value) in fields {
            if let test = tests[name] { return "\(variable) \(value.boolValue == false ? test.1 : test.0)" }
            if let sign = comparator(name) { return "\(variable) \(sign) \(operand(value, name))" }
        }
        return variable
    }

    private static func comparator(_ name: String) -> String? {
        let base = name.hasSuffix("Path") ? name.dropLast(4) : name[...]
        for type in ["String", "Numeric", "Boolean", "Timestamp"] where base.hasPrefix(type) {
            return comparators[String(base.dropFirst(type.count))]
        }
        return nil
    }

    private static func operand(_ value: JSONValue, _ name: String) -> String {
        if name.hasSuffix("Path") || name.hasPrefix("Timestamp"), let text = value.stringValue { return text }
        return value.serialized()
    }

    /// A JSONata expression without its `{% %}`; anything else as JSON.
    static func plain(_ value: JSONValue) -> String {
        guard let text = value.stringValue else { return value.serialized() }
        guard text.hasPrefix("{%"), text.hasSuffix("%}"), text.count >= 4 else { return text }
        return oneLine(String(text.dropFirst(2).dropLast(2)))
    }

    static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
