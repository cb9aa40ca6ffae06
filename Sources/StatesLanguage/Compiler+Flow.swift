extension Compiler {
    /// Every state of a block must be reachable, and one of them must end it.
    mutating func checkFlow(of states: [State], from start: Int, in scope: BlockScope) {
        var reached: Set<Int> = [start]
        var pending = [start]
        while let position = pending.popLast() {
            for target in states[position].targets where reached.insert(target).inserted { pending.append(target) }
        }
        for (position, state) in states.enumerated() where !reached.contains(position) {
            report(
                "State \"\(state.name)\" is not reachable.", code: "MISSING_TRANSITION_TARGET",
                at: scope.location + "/" + pointerEscaped(state.name))
        }
        guard !reached.contains(where: { states[$0].isTerminal }) else { return }
        report("No state ends the flow", code: "MISSING_END_STATE", at: scope.location)
    }
}

extension State {
    /// Positions to which control can go from here.
    fileprivate var targets: [Int] {
        var targets = catchers.map(\.next)
        if case .next(let position)? = transition { targets.append(position) }
        if case .choice(let choice) = kind {
            targets += choice.branches.map(\.next)
            if let otherwise = choice.otherwise { targets.append(otherwise) }
        }
        return targets
    }

    fileprivate var isTerminal: Bool {
        if case .fail = kind { return true }
        return transition == .end
    }
}
