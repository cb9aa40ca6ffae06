import Foundations
import ServicePorts

/// The environments that wait for work, by function. A value: the host carries out what it returns.
struct EnvironmentPool<Environment: Sendable> {
    private struct Idle {
        var deadline: Timestamp
        var function: FunctionDefinition
        var environment: Environment
    }

    private var idle: [String: [Idle]] = [:]

    /// The environment that was used last, for it is the warmest; and those of other revisions, which are to end.
    mutating func take(for function: FunctionDefinition) -> (found: Environment?, outdated: [Environment]) {
        var waiting = idle[function.arn] ?? []
        let outdated = waiting.filter { $0.function != function }.map(\.environment)
        waiting.removeAll { $0.function != function }
        let found = waiting.popLast()?.environment
        idle[function.arn] = waiting.isEmpty ? nil : waiting
        return (found, outdated)
    }

    /// Keeps an environment until `deadline`, if nothing takes it before.
    mutating func keep(_ environment: Environment, for function: FunctionDefinition, until deadline: Timestamp) {
        idle[function.arn, default: []].append(
            Idle(deadline: deadline, function: function, environment: environment))
    }

    /// When the next environment has waited long enough; nil where none waits.
    var nextDeadline: Timestamp? { idle.values.joined().map(\.deadline).min() }

    mutating func removeExpired(at now: Timestamp) -> [Environment] {
        let expired = idle.values.joined().filter { $0.deadline <= now }.map(\.environment)
        idle = idle.mapValues { $0.filter { $0.deadline > now } }.filter { !$0.value.isEmpty }
        return expired
    }

    mutating func removeAll(of arn: String) -> [Environment] {
        (idle.removeValue(forKey: arn) ?? []).map(\.environment)
    }
}
