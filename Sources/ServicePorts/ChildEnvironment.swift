import Synchronization

/// What every process that runs a user's code gets: this server's address as AWS's, a region, and credentials that
/// mean something to this server only. The composition root sets the address once the gateway listens.
public final class ChildEnvironment: Sendable {
    private struct State {
        var endpoint: String?
        var inherited: [String: String]
    }

    private let state: Mutex<State>

    /// `inherited`: variables of this process that children may see (`PATH`, `HOME`, `LANG`, `JAVA_HOME` …).
    public init(inherited: [String: String] = [:]) { state = Mutex(State(inherited: inherited)) }

    /// `http://127.0.0.1:4566`; nil before the gateway listens.
    public var endpoint: String? {
        get { state.withLock { $0.endpoint } }
        set { state.withLock { $0.endpoint = newValue } }
    }

    public func variables(for context: CallContext) -> [String: String] {
        let (endpoint, inherited) = state.withLock { ($0.endpoint, $0.inherited) }
        var variables = inherited
        variables["AWS_ENDPOINT_URL"] = endpoint
        variables["AWS_REGION"] = context.region
        variables["AWS_DEFAULT_REGION"] = context.region
        variables["AWS_ACCESS_KEY_ID"] = "etape"
        variables["AWS_SECRET_ACCESS_KEY"] = "etape"
        variables["AWS_EC2_METADATA_DISABLED"] = "true"
        variables["PYTHONUNBUFFERED"] = "1"
        return variables
    }
}
