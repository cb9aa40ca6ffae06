import ExecutionCore
import JSONModel
import ServicePorts

extension StateMachineRecord {
    /// The `loggingConfiguration` of the machine or version that an execution runs; null where it is gone.
    static func loggingConfiguration(of identity: Identity, in store: any ResourceStore) async -> JSONValue {
        let arn = identity.versionARN ?? identity.stateMachineARN
        guard let name = try? ResourceName.stateMachine(arn, CallContext()) else { return .null }
        guard identity.versionARN != nil else {
            let key = name.context.key("states", "stateMachine", name.parts[1])
            return (try? await store.get(key))?["loggingConfiguration"] ?? .null
        }
        let id = name.parts[1...].joined(separator: ":")
        let version = try? await store.get(name.context.key("states", "stateMachineVersion", id))
        return version?["machine"]?["loggingConfiguration"] ?? .null
    }
}
