import JSONModel
import JSONPath

extension Compiler {
    mutating func compileRetriers(_ fields: Fields) -> [Retrier] {
        rules("Retry", fields) { compiler, rule in
            rule.refuseUnknown(
                [
                    "ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds",
                    "JitterStrategy", "Comment",
                ], &compiler)
            guard let errors = compiler.errorEquals(rule) else { return nil }
            var retrier = Retrier(errorEquals: errors)
            retrier.intervalSeconds = rule.positiveInteger("IntervalSeconds", &compiler) ?? 1
            retrier.maxAttempts = rule.integer("MaxAttempts", atLeast: 0, &compiler) ?? 3
            retrier.maxDelaySeconds = rule.positiveInteger("MaxDelaySeconds", &compiler)
            retrier.backoffRate = rule.double("BackoffRate", &compiler) ?? 2
            if retrier.backoffRate < 1 {
                compiler.report("Value must be greater than or equal to 1.0", at: rule.pointer("BackoffRate"))
            }
            if let jitter = rule.string("JitterStrategy", &compiler) {
                if jitter != "FULL", jitter != "NONE" {
                    compiler.report("JitterStrategy must be one of: [FULL, NONE]", at: rule.pointer("JitterStrategy"))
                }
                retrier.hasFullJitter = jitter == "FULL"
            }
            return retrier
        }
    }

    mutating func compileCatchers(_ fields: Fields, in scope: BlockScope) -> [Catcher] {
        rules("Catch", fields) { compiler, rule in
            let own = compiler.language == .jsonata ? "Output" : "ResultPath"
            rule.refuseUnknown(["ErrorEquals", "Next", own, "Assign", "Comment"], &compiler)
            let resultPath = compiler.resultPath(rule)
            let assign = compiler.template("Assign", rule)
            let output = compiler.template("Output", rule)
            guard let errors = compiler.errorEquals(rule),
                let name = rule.string("Next", required: true, &compiler),
                let next = compiler.position(of: name, field: "Next", at: rule.pointer("Next"), in: scope)
            else { return nil }
            return Catcher(errorEquals: errors, next: next, resultPath: resultPath, assign: assign, output: output)
        }
    }

    private mutating func rules<Rule>(
        _ name: String, _ fields: Fields, _ compile: (inout Compiler, Fields) -> Rule?
    ) -> [Rule] {
        guard let values = fields.array(name, &self) else { return [] }
        var rules: [Rule] = []
        for (index, value) in values.enumerated() {
            let location = fields.pointer(name) + "[\(index)]"
            guard case .object(let object) = value else {
                report("Expected value of type Object", at: location)
                continue
            }
            let rule = Fields(object, at: location, causeName: "\(name)[\(index)]/")
            checkAll(rule, isLast: index == values.count - 1)
            if let compiled = compile(&self, rule) { rules.append(compiled) }
        }
        return rules
    }

    private mutating func errorEquals(_ rule: Fields) -> [String]? {
        guard let values = rule.array("ErrorEquals", required: true, &self) else { return nil }
        let names = values.compactMap(\.stringValue)
        guard !values.isEmpty, names.count == values.count else {
            report("ErrorEquals must be a non-empty array of error names", at: rule.pointer("ErrorEquals"))
            return nil
        }
        return names
    }

    /// `States.ALL` stands alone in its rule, and its rule is the last.
    private mutating func checkAll(_ rule: Fields, isLast: Bool) {
        guard let names = rule["ErrorEquals"]?.arrayValue, names.contains(.string(StatesError.all)) else { return }
        if names.count > 1 {
            report("States.ALL must appear alone", at: rule.pointer("ErrorEquals"))
        } else if !isLast {
            report("States.ALL must appear in the last rule only", at: rule.pointer("ErrorEquals"))
        }
    }
}
