public import JSONModel

extension StateMachine {
    /// Compiles a machine around one state, as `TestState` takes it: the states that it names as next stand for
    /// themselves.
    public convenience init(testing state: JSONObject, name: String) throws(InvalidDefinition) {
        var states: JSONObject = [name: .object(state)]
        for target in Self.targets(of: state) where states[target] == nil {
            states[target] = ["Type": "Succeed"]
        }
        let machine: JSONValue = ["StartAt": .string(name), "States": .object(states)]
        try self.init(definition: machine.serialized())
    }

    /// `Next`, `Default`, and the `Next` of each rule.
    private static func targets(of state: JSONObject) -> [String] {
        var targets = [state.string("Next"), state.string("Default")].compactMap { $0 }
        for rules in ["Choices", "Catch"] {
            targets += (state.array(rules) ?? []).compactMap { $0["Next"]?.stringValue }
        }
        return targets
    }

    /// The state of that name, at any depth, with the block it stands in.
    public func state(named name: String) -> (state: State, block: StatesBlock)? { root.state(named: name) }
}

extension StatesBlock {
    fileprivate func state(named name: String) -> (state: State, block: StatesBlock)? {
        for state in states {
            if state.name == name { return (state, self) }
            for block in state.blocks {
                if let found = block.state(named: name) { return found }
            }
        }
        return nil
    }
}

extension State {
    /// The blocks that a Parallel or Map state runs.
    fileprivate var blocks: [StatesBlock] {
        switch kind {
        case .parallel(let branches): branches
        case .map(let map): [map.processor]
        default: []
        }
    }
}
