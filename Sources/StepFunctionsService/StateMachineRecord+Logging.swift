import ExecutionCore
import JSONModel
import ServicePorts

extension StateMachineRecord {
    /// The `loggingConfiguration` of the machine or version that an execution runs; null where it is gone.
    static func loggingConfiguration(of identity: Identity, in store: any ResourceStore) async -> JSONValue {
        let arn = identity.versionARN ?? identity.stateMachineARN
        guard let name = try? ResourceName.stateMachine(arn, CallContext()) else { return .null }
        guard identity.versionARN != nil else {
            // `MACHINE/LABEL` names a Map state, whose child executions are logged as the machine says.
            let machine = String(name.parts[1].prefix { $0 != "/" })
            let key = name.context.key("states", "stateMachine", machine)
            return (try? await store.get(key))?["loggingConfiguration"] ?? .null
        }
        let id = name.parts[1...].joined(separator: ":")
        let version = try? await store.get(name.context.key("states", "stateMachineVersion", id))
        return version?["machine"]?["loggingConfiguration"] ?? .null
    }
}
