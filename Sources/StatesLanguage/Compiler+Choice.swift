import Foundations
import JSONModel
import JSONPath

extension Compiler {
    mutating func compileChoice(_ fields: Fields, in scope: BlockScope) -> ChoiceDefinition? {
        var otherwise: Int?
        if let name = fields.string("Default", &self) {
            otherwise = position(of: name, field: "Default", at: fields.pointer("Default"), in: scope)
        }
        guard let choices = fields.array("Choices", required: true, &self) else { return nil }
        guard !choices.isEmpty else {
            report("Value cannot be empty", at: fields.pointer("Choices"))
            return nil
        }
        let branches = choices.enumerated().map { index, choice in
            compileBranch(choice, number: index, at: fields.pointer("Choices") + "[\(index)]", in: scope)
        }
        let compiled = branches.compactMap { $0 }
        return compiled.count == branches.count ? ChoiceDefinition(branches: compiled, otherwise: otherwise) : nil
    }

    private mutating func compileBranch(
        _ value: JSONValue, number: Int, at location: String, in scope: BlockScope
    ) -> ChoiceDefinition.Branch? {
        guard case .object(let object) = value else {
            report("Expected value of type Object", at: location)
            return nil
        }
        let fields = Fields(object, at: location, causeName: "Choices[\(number)]/")
        let assign = template("Assign", fields)
        let output = template("Output", fields)
        let name = fields.string("Next", required: true, &self)
        let next = name.flatMap { position(of: $0, field: "Next", at: fields.pointer("Next"), in: scope) }
        let rule =
            language == .jsonata
            ? compileCondition(fields) : compileRule(fields, besides: ["Next", "Assign", "Comment"])
        guard let rule, let next else { return nil }
        return ChoiceDefinition.Branch(rule: rule, next: next, assign: assign, output: output)
    }

    /// `Condition`: a Boolean, or a JSONata expression for one.
    private mutating func compileCondition(_ fields: Fields) -> ChoiceRule? {
        fields.refuseUnknown(["Condition", "Next", "Assign", "Output", "Comment"], &self)
        guard fields["Condition"] != nil else {
            report("These fields are required: [Condition]", at: fields.location)
            return nil
        }
        if let expression = fields.expression("Condition", &self) { return .condition(.jsonata(expression)) }
        return fields.bool("Condition", &self).map { .condition(.literal($0)) }
    }

    private mutating func compileRule(_ fields: Fields, besides: Set<String>) -> ChoiceRule? {
        if fields["Condition"] != nil || fields["Output"] != nil {
            fields.refuseUnknown(Set(fields.object.keys).subtracting(["Condition", "Output"]), &self)
            return nil
        }
        let operators = fields.object.keys.filter { $0 != "Variable" && !besides.contains($0) }
        guard operators.count == 1, let name = operators.first else {
            report("A choice rule must have exactly one comparison operator", at: fields.location)
            return nil
        }
        switch name {
        case "And": return compileRules(name, fields).map(ChoiceRule.all)
        case "Or": return compileRules(name, fields).map(ChoiceRule.any)
        case "Not":
            guard let object = fields.object(name, &self) else { return nil }
            return compileRule(Fields(object, at: fields.pointer(name)), besides: ["Comment"]).map(ChoiceRule.not)
        default:
            guard fields["Variable"] != nil else {
                report("These fields are required: [Variable]", at: fields.location)
                return nil
            }
            guard let variable = referencePath("Variable", fields), let comparison = compileComparison(name, fields)
            else { return nil }
            return .comparison(variable: variable, comparison)
        }
    }

    private mutating func compileRules(_ name: String, _ fields: Fields) -> [ChoiceRule]? {
        guard let values = fields.array(name, &self) else { return nil }
        guard !values.isEmpty else {
            report("Value cannot be empty", at: fields.pointer(name))
            return nil
        }
        var rules: [ChoiceRule] = []
        for (index, value) in values.enumerated() {
            let location = fields.pointer(name) + "[\(index)]"
            guard case .object(let object) = value else {
                report("Expected value of type Object", at: location)
                continue
            }
            if let rule = compileRule(Fields(object, at: location), besides: ["Comment"]) { rules.append(rule) }
        }
        return rules.count == values.count ? rules : nil
    }

    private mutating func compileComparison(_ name: String, _ fields: Fields) -> Comparison? {
        switch name {
        case "IsNull": return fields.bool(name, &self).map(Comparison.isNull)
        case "IsPresent": return fields.bool(name, &self).map(Comparison.isPresent)
        case "IsNumeric": return fields.bool(name, &self).map(Comparison.isNumeric)
        case "IsString": return fields.bool(name, &self).map(Comparison.isString)
        case "IsBoolean": return fields.bool(name, &self).map(Comparison.isBoolean)
        case "IsTimestamp": return fields.bool(name, &self).map(Comparison.isTimestamp)
        case "StringMatches": return fields.string(name, &self).map { .matches(StringPattern($0)) }
        case "BooleanEquals": return fields.bool(name, &self).map { .boolean(.literal($0)) }
        case "BooleanEqualsPath": return referencePath(name, fields).map { .boolean(.path($0)) }
        default: return compileOrdering(name, fields)
        }
    }

    /// `StringLessThanEqualsPath` is String, LessThanEquals, Path.
    private mutating func compileOrdering(_ name: String, _ fields: Fields) -> Comparison? {
        let byPath = name.hasSuffix("Path")
        let stem = byPath ? String(name.dropLast(4)) : name
        for (type, orders) in Self.orderings {
            guard let order = orders[stem] else { continue }
            if byPath {
                guard let path = referencePath(name, fields) else { return nil }
                return type == "String"
                    ? .string(order, .path(path))
                    : type == "Numeric" ? .numeric(order, .path(path)) : .timestamp(order, .path(path))
            }
            return compileLiteral(type, order, name, fields)
        }
        report("Field '\(name)' is not supported", at: fields.pointer(name))
        return nil
    }

    private mutating func compileLiteral(
        _ type: String, _ order: Comparison.Order, _ name: String, _ fields: Fields
    ) -> Comparison? {
        switch type {
        case "String": return fields.string(name, &self).map { .string(order, .literal($0)) }
        case "Numeric": return fields.double(name, &self).map { .numeric(order, .literal($0)) }
        default:
            guard let text = fields.string(name, &self) else { return nil }
            guard let moment = Timestamp(rfc3339: text) else {
                report("String does not match RFC3339 timestamp", at: fields.pointer(name))
                return nil
            }
            return .timestamp(order, .literal(moment))
        }
    }

    private static let orderings: [(String, [String: Comparison.Order])] = ["String", "Numeric", "Timestamp"].map {
        type in
        (
            type,
            [
                type + "Equals": .equals, type + "LessThan": .less, type + "GreaterThan": .greater,
                type + "LessThanEquals": .lessEquals, type + "GreaterThanEquals": .greaterEquals,
            ]
        )
    }
}
