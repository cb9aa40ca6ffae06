public import JSONModel

/// A definition of the Amazon States Language, compiled: names resolved to positions, paths and templates parsed.
/// Immutable; one is shared by all its executions.
public final class StateMachine: Sendable {
    public let comment: String?
    /// Seconds an execution may take; nil for no limit of its own.
    public let timeoutSeconds: Int?
    public let root: StatesBlock

    /// The variables that each state's expressions read, sorted; states that read none are left out.
    public let variableReferences: [String: [String]]

    init(comment: String?, timeoutSeconds: Int?, root: StatesBlock, references: [String: Set<String>]) {
        self.comment = comment
        self.timeoutSeconds = timeoutSeconds
        self.root = root
        variableReferences = references.mapValues { $0.sorted() }
    }
}

/// A `StartAt` with its `States`: the machine's own, a Parallel state's branch, a Map state's processor.
public final class StatesBlock: Sendable {
    public let startAt: Int
    public let states: [State]

    init(startAt: Int, states: [State]) {
        self.startAt = startAt
        self.states = states
    }
}

/// A state's type, by the specification's name.
public enum StateType: String, Sendable, CaseIterable {
    case pass = "Pass"
    case task = "Task"
    case choice = "Choice"
    case wait = "Wait"
    case succeed = "Succeed"
    case fail = "Fail"
    case parallel = "Parallel"
    case map = "Map"
}

/// Where control goes after a state.
public enum Transition: Sendable, Hashable {
    /// To the state at this position of the same block.
    case next(Int)
    case end
}

public struct State: Sendable {
    public var name: String
    public var queryLanguage: QueryLanguage
    public var flow: DataFlow
    public var kind: StateKind
    /// nil for Choice and Fail, which have none.
    public var transition: Transition?
    public var retriers: [Retrier]
    public var catchers: [Catcher]

    /// Whether its type has `Retry`.
    public var canRetry: Bool {
        switch kind {
        case .task, .parallel, .map: true
        default: false
        }
    }

    public var type: StateType {
        switch kind {
        case .pass: .pass
        case .task: .task
        case .choice: .choice
        case .wait: .wait
        case .succeed: .succeed
        case .fail: .fail
        case .parallel: .parallel
        case .map: .map
        }
    }
}

public enum StateKind: Sendable {
    case pass(result: JSONValue?)
    case task(TaskDefinition)
    case choice(ChoiceDefinition)
    case wait(WaitDefinition)
    case succeed
    case fail(FailDefinition)
    case parallel([StatesBlock])
    case map(MapDefinition)
}
