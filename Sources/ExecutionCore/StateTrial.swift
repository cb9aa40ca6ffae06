import Foundations
public import JSONModel
public import StatesLanguage

/// One state on its own, as `TestState` runs it: its data flow step by step, without an execution around it.
/// https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
public struct StateTrial: Sendable {
    /// What a state's work came to, given from outside: a mock, or the answer of the service that a Task called.
    public enum Work: Sendable {
        case result(Document)
        case failure(error: String?, cause: String?)
    }

    public enum Status: String, Sendable {
        case succeeded = "SUCCEEDED"
        case failed = "FAILED"
        case retriable = "RETRIABLE"
        case caughtError = "CAUGHT_ERROR"
    }

    public let state: State
    let block: StatesBlock
    private(set) var scope: Scope
    /// Retries made already, by all retriers that match.
    var retryCount = 0
    /// Iterations of a Map state that are said to have failed.
    public var failedIterations = 0
    /// What its items' failures are compared with; nil where nothing is tolerated or limited.
    var tolerance: (settings: MapRunSettings, items: Int)?

    public internal(set) var status = Status.succeeded
    public internal(set) var output: Document?
    public internal(set) var error: String?
    public internal(set) var cause: String?
    public internal(set) var nextState: String?
    /// The members of `InspectionData`, texts as they are.
    public internal(set) var inspection: JSONObject

    /// `context` nil for the Context object of the execution that `identity` tells of.
    public init(
        _ state: State, in block: StatesBlock, identity: Identity, variables: JSONObject, context: JSONValue?,
        retryCount: Int, seed: UInt64
    ) {
        self.state = state
        self.block = block
        self.retryCount = retryCount
        let position = block.states.firstIndex { $0.name == state.name } ?? block.startAt
        var frame = Frame(
            id: 1, parent: nil, block: block, position: position, last: 0, input: identity.input,
            variables: variables)
        frame.entered = (0, identity.startTime)
        frame.retryCount = retryCount
        scope = Scope(
            frame: frame, identity: identity, time: identity.startTime, random: TurnRandomness(seed: seed),
            taskToken: context?["Task"]?["Token"]?.stringValue, item: nil, givenContext: context)
        scope.contextName = "StateName"
        inspection = ["input": .string(identity.input.text)]
    }

    public var identity: Identity { scope.identity }

    /// Whether the state's result comes from outside.
    public var needsWork: Bool {
        switch state.kind {
        case .task, .parallel, .map: true
        default: false
        }
    }

    /// What a Task would call, after `InputPath` and `Parameters`; nil after a failure, which is noted.
    public mutating func request() -> TaskRequest? {
        guard case .task(let task) = state.kind else { return nil }
        do throws(Failure) {
            let parameters = try taskParameters()
            return TaskRequest(
                task: 1, stateName: state.name, resource: task.resource,
                parameters: scope.document(parameters, unlessEqualTo: scope.frame.input), taskToken: scope.taskToken,
                submitted: nil, credentials: nil)
        } catch {
            fail(error)
            return nil
        }
    }

    /// Runs a state that does its work itself.
    public mutating func run() {
        do throws(Failure) {
            try runAlone()
        } catch {
            fail(error)
        }
    }

    /// Runs the state with a result from outside.
    public mutating func run(_ work: Work) {
        do throws(Failure) {
            try prepare()
            switch work {
            case .result(let result):
                try checkFailedIterations()
                try finish(result.value, showsResult: state.type == .task)
            case .failure(let error, let cause):
                throw Failure(error: error, cause: cause, isOfTask: state.type == .task)
            }
        } catch {
            fail(error)
        }
    }

    mutating func note(_ name: String, _ value: JSONValue) { inspection[name] = .string(value.serialized()) }

    var raw: JSONValue { scope.frame.input.value }
}
