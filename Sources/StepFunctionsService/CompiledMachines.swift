import StatesLanguage
import Synchronization

/// Definitions compiled once and shared by all executions that run them.
final class CompiledMachines: Sendable {
    private let machines = Mutex<[String: StateMachine]>([:])

    /// The machine of a definition's text.
    func machine(_ definition: String) throws(InvalidDefinition) -> StateMachine {
        if let known = machines.withLock({ $0[definition] }) { return known }
        let machine = try StateMachine(definition: definition)
        machines.withLock { machines in
            if machines.count >= Self.capacity { machines.removeAll() }
            machines[definition] = machine
        }
        return machine
    }

    private static let capacity = 500
}
