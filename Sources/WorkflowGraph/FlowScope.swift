/// The states that can lead to each other: a state machine's, a Parallel branch's or a Map's.
struct FlowScope {
    struct State {
        var name: String
        var type: StateType
        /// Below the name: what it does, with what.
        var details: [String] = []
        var icon: Icon
        /// The most attempts that its Retry allows; nil without one.
        var retries: Int?
        var tooltip: [String]
        var scopes: [FlowScope] = []
    }

    struct Link {
        enum Kind: Hashable { case next, choice, caught, end }

        var from: Int
        /// nil: the scope's end.
        var to: Int?
        var kind: Kind
        var labels: [String] = []
    }

    var states: [State] = []
    var start = 0
    var links: [Link] = []
}

/// The Type of a state.
public enum StateType: String, Sendable, Hashable, CaseIterable {
    case task = "Task"
    case pass = "Pass"
    case choice = "Choice"
    case wait = "Wait"
    case succeed = "Succeed"
    case fail = "Fail"
    case parallel = "Parallel"
    case map = "Map"
}
