import Foundations
import JSONModel
import JSONPath
import StatesLanguage

/// What the expressions of a frame's state see: its input, the Context object, its variables.
struct Scope: Sendable {
    let frame: Frame
    let identity: Identity
    let time: Timestamp
    let random: TurnRandomness
    /// `$$.Task.Token`
    var taskToken: String?
    /// `$states.result`
    var result: JSONValue?
    /// `$states.errorOutput`
    var errorOutput: JSONValue?
    /// `$$.Map.Item`
    var item: JSONValue?
    /// `$$.Execution.RedriveCount`, `$$.Execution.RedriveTime`
    var redrives: (count: Int, time: Timestamp?) = (0, nil)
    /// What the Context object calls the state, where that is not its name: a state tested alone.
    var contextName: String?
    /// Stands for the whole Context object, where a test gives it.
    var givenContext: JSONValue?

    init(
        frame: Frame, identity: Identity, time: Timestamp, random: TurnRandomness, taskToken: String?,
        item: JSONValue?, givenContext: JSONValue?
    ) {
        self.frame = frame
        self.identity = identity
        self.time = time
        self.random = random
        self.taskToken = taskToken
        self.item = item
        self.givenContext = givenContext
    }

    init(_ frame: Frame, _ execution: Execution) {
        self.frame = frame
        item = frame.item
        identity = execution.identity
        time = execution.turn.time
        random = execution.turn.random
        redrives = (execution.redriveCount, execution.redriveTime)
    }

    var state: State { frame.state }

    /// How AWS begins the cause of an error in a state's own fields.
    var prefix: String {
        "An error occurred while executing the state '\(state.name)' (entered at the event id #\(frame.entered.event)). "
    }

    /// The Context object.
    /// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
    var context: JSONValue {
        if let givenContext { return givenContext }
        var execution: JSONObject = [
            "Id": .string(identity.executionARN), "Input": identity.input.value,
            "StartTime": .string(identity.startTime.iso8601), "Name": .string(identity.name),
            // Only a state that is tested alone may have no role.
            "RoleArn": identity.roleARN.isEmpty ? .null : .string(identity.roleARN),
        ]
        if !identity.isExpress { execution["RedriveCount"] = .int(redrives.count) }
        if let time = redrives.time { execution["RedriveTime"] = .string(time.iso8601) }
        var context: JSONObject = [
            "Execution": .object(execution),
            "StateMachine": ["Id": .string(identity.stateMachineARN), "Name": .string(identity.stateMachineName)],
            "State": ["Name": .string(contextName ?? state.name), "EnteredTime": .string(frame.entered.time.iso8601)],
        ]
        if state.canRetry, var object = context.object("State") {
            object["RetryCount"] = .int(frame.retryCount)
            context["State"] = .object(object)
        }
        if let item { context["Map"] = ["Item": item] }
        if let taskToken { context["Task"] = ["Token": .string(taskToken)] }
        return .object(context)
    }

    func failure(_ error: EvaluationError, input: JSONValue) -> Failure {
        Failure(error: error.errorName, cause: prefix + error.cause(input: input.serialized()))
    }

    func value(_ path: Path, on input: JSONValue, field: String) throws(Failure) -> JSONValue {
        do {
            return try path.evaluate(
                input: input, context: path.root == .context ? context : .null, variables: frame.variables)
        } catch {
            throw failure(error.specified(for: field), input: input)
        }
    }

    func template(_ template: Template?, on input: JSONValue, field: String) throws(Failure) -> JSONValue? {
        switch template {
        case nil: return nil
        case .jsonata(let template): return try value(template)
        case .payload(let payload, let usesContext):
            do {
                return try payload.evaluate(
                    input: input, context: usesContext ? context : .null, variables: frame.variables, random: random)
            } catch {
                throw failure(error, input: input)
            }
        }
    }

    func assignments(_ template: Template?, on input: JSONValue) throws(Failure) -> JSONObject {
        try self.template(template, on: input, field: "Assign")?.objectValue ?? [:]
    }

    /// `InputPath`, `OutputPath`.
    func select(_ field: PathField, from input: JSONValue, field name: String) throws(Failure) -> JSONValue {
        switch field {
        case .whole: return input
        case .discard: return [:]
        case .path(let path):
            do {
                return try path.evaluate(
                    input: input, context: path.root == .context ? context : .null, variables: frame.variables)
            } catch {
                throw Failure(error: error.errorName, cause: prefix + error.invalidPathCause)
            }
        }
    }

    /// The input after `InputPath` and `Parameters`.
    func effectiveInput(_ flow: DataFlow) throws(Failure) -> JSONValue {
        let input = try select(flow.inputPath, from: frame.input.value, field: "InputPath")
        return try template(flow.parameters, on: input, field: "Parameters") ?? input
    }

    /// `ResultPath`: a result put into the state's raw input.
    func place(_ result: JSONValue, by path: ResultPath) throws(Failure) -> JSONValue {
        switch path {
        case .replace: return result
        case .discard: return frame.input.value
        case .at(let reference):
            do {
                return try reference.set(result, in: frame.input.value)
            } catch {
                throw failure(error, input: frame.input.value)
            }
        }
    }

    func text(_ field: Field<String>?, field name: String) throws(Failure) -> String? {
        switch field {
        case nil: return nil
        case .literal(let text): return text
        case .jsonata(let expression): return try value(expression, expecting: "string").stringValue
        case .path(let path): return try text(value(path, on: frame.input.value, field: name), path.text, name)
        case .intrinsic(let intrinsic):
            return try text(value(intrinsic, field: name), intrinsic.text, name)
        }
    }

    private func value(_ intrinsic: Intrinsic, field: String) throws(Failure) -> JSONValue {
        do {
            return try intrinsic.evaluate(
                input: frame.input.value, context: context, variables: frame.variables, random: random)
        } catch {
            throw failure(error.specified(for: field), input: frame.input.value)
        }
    }

    private func text(_ value: JSONValue, _ expression: String, _ field: String) throws(Failure) -> String {
        if let text = value.stringValue { return text }
        throw Failure(
            error: StatesError.runtime,
            cause: prefix + "The \(field) parameter does not reference a valid string value: \(expression) == "
                + value.serialized())
    }

    /// The document of a value; the one at hand where the value did not change.
    func document(_ value: JSONValue, unlessEqualTo known: Document) -> Document {
        value.isIdentical(to: known.value) ? known : Document(value)
    }
}

extension JSONValue {
    /// Whether the values are the same to the last member's order and the last digit.
    func isIdentical(to other: JSONValue) -> Bool {
        switch (self, other) {
        case (.object(let left), .object(let right)):
            left.count == right.count
                && zip(left, right).allSatisfy { $0.key == $1.key && $0.value.isIdentical(to: $1.value) }
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isIdentical(to: $1) }
        case (.number(let left), .number(let right)): left.description == right.description
        default: self == other
        }
    }
}
