import ExecutionCore
import ExecutionRuntime
import Foundations
import JSONModel
import ServicePorts
import StatesLanguage

extension StepFunctionsService {
    /// Runs one state, with the answers of services or with a mock's.
    /// https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html
    func testState(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        try check(input)
        try TestRules.check(input)
        let (state, block) = try testedState(input)
        let work = try input.object("mock").map { mock throws(AWSError) in try TestMock.work(mock, for: state) }
        try TestRules.check(input, state)
        var trial = try trial(of: state, in: block, input, context)
        if let work {
            trial.run(work)
        } else if trial.needsWork {
            try await call(&trial, context)
        } else {
            trial.run()
        }
        return answer(trial, level: input.string("inspectionLevel") ?? "INFO")
    }

    private func check(_ input: JSONObject) throws(AWSError) {
        if let role = input.string("roleArn") { try checkRole(role) }
        try AWSError.checkMember(input.string("inspectionLevel"), "inspectionLevel", of: ["INFO", "DEBUG", "TRACE"])
    }

    /// The state that is meant: the definition itself, or the one named in a machine.
    private func testedState(_ input: JSONObject) throws -> (State, StatesBlock) {
        let text = input.string("definition") ?? ""
        do {
            if let name = input.string("stateName") {
                guard let found = try machines.machine(text).state(named: name) else {
                    throw AWSError("ValidationException", "State not found in definition: '\(name)'")
                }
                return found
            }
            guard let object = (try? JSONValue(parsing: text))?.objectValue else {
                throw AWSError(
                    "InvalidDefinition",
                    "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON "
                        + "object'")
            }
            let name = Self.testedStateName
            guard let found = try StateMachine(testing: object, name: name).state(named: name) else {
                throw AWSError("InvalidDefinition", "Invalid State Machine Definition")
            }
            return found
        } catch let error as InvalidDefinition {
            throw AWSError("InvalidDefinition", error.description)
        }
    }

    /// The name that AWS gives a state which is tested without a machine.
    private static let testedStateName = "StateName"

    private func trial(
        of state: State, in block: StatesBlock, _ input: JSONObject, _ context: CallContext
    ) throws -> StateTrial {
        let machine = random.uuid()
        let name = random.uuid()
        let role = input.string("roleArn") ?? ""
        let identity = Identity(
            executionARN: context.arn("states", "express:\(machine):\(name):\(random.uuid())"), name: name,
            stateMachineARN: context.arn("states", "stateMachine:\(machine)"), stateMachineName: machine, roleARN: role,
            region: context.region, startTime: clock.now, input: try document(input.string("input") ?? "{}"))
        var trial = StateTrial(
            state, in: block, identity: identity, variables: try Self.object("variables", input) ?? [:],
            context: try Self.object("context", input).map(JSONValue.object),
            retryCount: input.object("stateConfiguration")?.int("retrierRetryCount") ?? 0, seed: random.next())
        trial.failedIterations = input.object("stateConfiguration")?.int("mapIterationFailureCount") ?? 0
        return trial
    }

    /// A member that holds a JSON object's text.
    private static func object(_ name: String, _ input: JSONObject) throws -> JSONObject? {
        guard let text = input.string(name) else { return nil }
        guard let object = (try? JSONValue(parsing: text))?.objectValue else {
            throw AWSError("ValidationException", "The value of '\(name)' must be a JSON object.")
        }
        return object
    }

    /// Calls what a Task names. Work whose end comes later, branches and iterations need a mock.
    private func call(_ trial: inout StateTrial, _ context: CallContext) async throws {
        guard case .task(let task) = trial.state.kind, !task.resource.endsLater else {
            throw AWSError(
                "ValidationException",
                "State type '\(trial.state.type.rawValue)' is only supported when a mock is specified")
        }
        guard let request = trial.request() else { return }
        switch await runner.run(TaskCall(request: request, execution: trial.identity), submitted: { _ in }) {
        case .succeeded(let output): trial.run(.result(output))
        case .failed(let error, let cause): trial.run(.failure(error: error, cause: cause))
        case .pending: trial.run(.failure(error: StatesError.timeout, cause: nil))
        }
    }

    private func answer(_ trial: StateTrial, level: String) -> JSONObject {
        var output: JSONObject = ["status": .string(trial.status.rawValue)]
        output["output"] = trial.output.map { .string($0.text) }
        output["nextState"] = trial.nextState.map(JSONValue.string)
        output["error"] = trial.error.map(JSONValue.string)
        output["cause"] = trial.cause.map(JSONValue.string)
        if level != "INFO" { output["inspectionData"] = .object(trial.inspection) }
        return output
    }
}

extension TaskResource {
    /// Whether its end comes by a token, a worker, or a job.
    var endsLater: Bool {
        switch self {
        case .function: false
        case .activity: true
        case .integration(let integration): integration.pattern != .requestResponse
        }
    }
}
