import Foundations
import JSONModel
import JSONPath

extension Compiler {
    mutating func compileWait(_ fields: Fields) -> WaitDefinition? {
        let forms = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"].filter { fields[$0] != nil }
        guard forms.count == 1, let form = forms.first else {
            report(
                "A Wait state must contain exactly one of: [Seconds, SecondsPath, Timestamp, TimestampPath]",
                at: fields.location)
            return nil
        }
        switch form {
        case "Seconds": return fields.integerField(form, atLeast: 0, &self).map(WaitDefinition.seconds)
        case "SecondsPath": return referencePath(form, fields).map { .seconds(.path($0)) }
        case "TimestampPath": return referencePath(form, fields).map { .timestamp(.path($0)) }
        default: return compileTimestamp(fields)
        }
    }

    private mutating func compileTimestamp(_ fields: Fields) -> WaitDefinition? {
        if let expression = fields.expression("Timestamp", &self) { return .timestamp(.jsonata(expression)) }
        guard let text = fields.string("Timestamp", &self) else { return nil }
        guard Timestamp(rfc3339: text) != nil else {
            report("String does not match RFC3339 timestamp", at: fields.pointer("Timestamp"))
            return nil
        }
        return .timestamp(.literal(text))
    }

    mutating func compileFail(_ fields: Fields) -> FailDefinition {
        FailDefinition(error: text("Error", fields), cause: text("Cause", fields))
    }

    /// `NAME`, or `NAMEPath` with a path or an intrinsic function.
    private mutating func text(_ name: String, _ fields: Fields) -> Field<String>? {
        let pathName = name + "Path"
        if fields[name] != nil, fields[pathName] != nil {
            report("Only one of the fields '\(name)' and '\(pathName)' can be set", at: fields.location)
            return nil
        }
        guard let text = fields.string(pathName, &self) else { return fields.textField(name, &self) }
        guard text.hasPrefix("States.") else { return path(pathName, fields).map(Field.path) }
        do {
            let intrinsic = try Intrinsic(parsing: text)
            note(intrinsic.paths)
            return .intrinsic(intrinsic)
        } catch {
            report(error.diagnostic, at: fields.pointer(pathName))
            return nil
        }
    }
}
