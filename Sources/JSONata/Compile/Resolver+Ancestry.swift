extension Resolver {
    /// The parent operators that `part` could not place become `tree`'s to place.
    func adoptAncestry(_ tree: Tree, _ part: Tree) {
        tree.seekingParent += part.seekingParent
        if case .parent(let slot) = part.kind { tree.seekingParent.append(slot) }
    }

    /// Places the parent operators of a path's last step on the steps before it.
    func resolveAncestry(_ path: Tree) throws(JSONataError) {
        guard let steps = path.steps, let last = steps.last else { return }
        var slots = last.seekingParent
        if case .parent(let slot) = last.kind { slots.append(slot) }
        for slot in slots {
            var index = steps.count - 2
            while slot.level > 0 {
                guard index >= 0 else {
                    path.seekingParent.append(slot)
                    break
                }
                var step = steps[index]
                index -= 1
                // Contiguous steps that bind their focus stand on the same level.
                while index >= 0, step.focus != nil, steps[index].focus != nil {
                    step = steps[index]
                    index -= 1
                }
                try seekParent(step, slot)
            }
        }
    }

    /// One step up: the level falls where the step is one that descends.
    func seekParent(_ tree: Tree, _ slot: ParentSlot) throws(JSONataError) {
        switch tree.kind {
        case .name, .wildcard:
            slot.level -= 1
            if slot.level == 0 { settle(slot, on: tree) }
        case .parent:
            slot.level += 1
        case .block(let expressions):
            guard let last = expressions.last else { return }
            tree.isTuple = true
            try seekParent(last, slot)
        case .path(let steps):
            tree.isTuple = true
            var index = steps.count - 1
            repeat {
                try seekParent(steps[index], slot)
                index -= 1
            } while slot.level > 0 && index >= 0
        default:
            throw JSONataError(code: "S0217", position: tree.position, token: tree.tokenText)
        }
    }

    private func settle(_ slot: ParentSlot, on step: Tree) {
        if let earlier = step.ancestor { slot.label = earlier.label } else { step.ancestor = slot }
        step.isTuple = true
    }
}

extension Tree {
    /// What errors call this part.
    var tokenText: String {
        switch kind {
        case .path: "path"
        case .name(let text), .variable(let text), .string(let text): text
        case .number(let value): NumberText.text(value)
        case .parent: "parent"
        case .block: "block"
        case .call, .partial: "function"
        case .binary(let symbol, _, _): symbol.rawValue
        case .array: "["
        case .object: "{"
        case .sort: "sort"
        default: "expression"
        }
    }
}
