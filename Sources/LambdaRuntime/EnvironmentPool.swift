import ServicePorts

/// The environments that wait for work, by function. A value: the host carries out what it returns.
struct EnvironmentPool<Environment: Sendable> {
    private struct Idle {
        var ticket: Int
        var function: FunctionDefinition
        var environment: Environment
    }

    private var idle: [String: [Idle]] = [:]
    private var lastTicket = 0

    /// The environment that was used last, for it is the warmest; and those of other revisions, which are to end.
    mutating func take(for function: FunctionDefinition) -> (found: Environment?, outdated: [Environment]) {
        var waiting = idle[function.arn] ?? []
        let outdated = waiting.filter { $0.function != function }.map(\.environment)
        waiting.removeAll { $0.function != function }
        let found = waiting.popLast()?.environment
        idle[function.arn] = waiting.isEmpty ? nil : waiting
        return (found, outdated)
    }

    /// Keeps an environment; the ticket tells this stay from later ones.
    mutating func keep(_ environment: Environment, for function: FunctionDefinition) -> Int {
        lastTicket += 1
        idle[function.arn, default: []].append(
            Idle(ticket: lastTicket, function: function, environment: environment))
        return lastTicket
    }

    /// The environment of that stay, if it is still waiting; it is taken out.
    mutating func expire(_ ticket: Int, of function: FunctionDefinition) -> Environment? {
        guard let position = idle[function.arn]?.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        return idle[function.arn]?.remove(at: position).environment
    }

    mutating func removeAll(of arn: String) -> [Environment] {
        (idle.removeValue(forKey: arn) ?? []).map(\.environment)
    }
}
