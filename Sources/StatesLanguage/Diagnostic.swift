/// One finding about a definition, as `ValidateStateMachineDefinition` gives it.
public struct Diagnostic: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable { case error = "ERROR", warning = "WARNING" }

    public var severity: Severity
    /// AWS's code: `SCHEMA_VALIDATION_FAILED`, `MISSING_TRANSITION_TARGET` …
    public var code: String
    public var message: String
    /// JSON pointer into the definition: `/States/Job1/Next`; nil where the text is no definition at all.
    public var location: String?
    /// What may be meant or done, in one sentence; AWS has none.
    public var hint: String?

    public init(
        _ severity: Severity = .error, code: String, message: String, location: String?, hint: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.location = location
        self.hint = hint
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `SCHEMA_VALIDATION_FAILED: These fields are required: [StartAt] at /`, as `InvalidDefinition` words it.
    public var description: String {
        // A flow without an end has no place, and AWS says so in its own way.
        "\(code): \(message)" + (location.map { " at \($0)" } ?? (code == "MISSING_END_STATE" ? " at null" : ""))
    }
}

/// A definition that AWS would refuse, with everything that is wrong with it.
public struct InvalidDefinition: Error, Sendable, Hashable, CustomStringConvertible {
    public var diagnostics: [Diagnostic]

    /// The message of AWS's `InvalidDefinition` exception.
    public var description: String {
        let findings = diagnostics.map { "'\($0)'" }.joined(separator: ", ")
        return "Invalid State Machine Definition: \(findings)"
    }
}
