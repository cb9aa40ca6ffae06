extension PathNode {
    /// The steps of a path that binds contexts, positions or parents: from the first of them on, frames are passed on.
    func evaluateTuples(
        _ input: Value, _ frame: Frame?, _ machine: Machine, _ layout: Layout
    ) throws(JSONataError) -> Value {
        var current = input
        var isSingle = !input.isArray || isAbsolute
        var tuples: [Frame]?
        var hasBegun = false
        for (number, step) in steps.enumerated() {
            hasBegun = hasBegun || step.isTuple
            if number == 0, step.isArrayConstructor {
                // As in the reference, an array constructor at the beginning binds neither focus nor position.
                let array = try machine.run(step.node, input, frame)
                if step.bindings.focus == nil { (current, isSingle) = (array, !array.isArray) }
                if hasBegun { continue }
            } else if hasBegun {
                tuples = try evaluate(step, tuples, current, isSingle, frame, machine, layout)
                continue
            } else {
                let isLast = number == steps.count - 1
                current = try evaluate(step, current, isSingle: isSingle, isLast: isLast, frame, machine)
            }
            if current.isUndefined || (current.isArray && List(current).count == 0) {
                return try grouped(current, frame, machine)
            }
            isSingle = false
        }
        let stream = TupleStream(tuples ?? [])
        if givesTuples { return .tuples(stream) }
        if let group { return try group.evaluate(.tuples(stream), frame, machine) }
        return .sequence(stream.tuples.map(\.context))
    }

    private func grouped(_ value: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        guard let group, let layout else { return value }
        let names = Frame(parent: frame, layout: layout)
        return try group.evaluate(value, names, machine)
    }

    private func contexts(_ value: Value, _ isSingle: Bool) -> [Value] { isSingle ? [value] : List(value).values }

    private func numbered(
        _ values: [Value], _ step: Step, _ frame: Frame?, _ layout: Layout, _ machine: Machine
    ) throws(JSONataError) -> [Frame] {
        var tuples: [Frame] = []
        for (number, value) in values.enumerated() {
            let tuple = Frame(parent: frame, layout: layout)
            bind(step, value, number, under: tuple)
            tuples.append(tuple)
        }
        return try staged(tuples, step, machine)
    }

    private func evaluate(
        _ step: Step, _ tuples: [Frame]?, _ items: Value, _ isSingle: Bool, _ frame: Frame?, _ machine: Machine,
        _ layout: Layout
    ) throws(JSONataError) -> [Frame] {
        if let sort = step.sort {
            return try sorted(sort, step, tuples, isSingle ? .sequence([items]) : items, frame, machine, layout)
        }
        let sources =
            tuples
            ?? contexts(items, isSingle).map { item in
                let tuple = Frame(parent: frame, layout: layout)
                tuple.context = item
                return tuple
            }
        var result: [Frame] = []
        for source in sources {
            let value = try machine.run(step.node, source.context, source)
            if value.isUndefined { continue }
            extend(source, with: value, step, frame, &result)
            try machine.admit(count: result.count)
        }
        return try staged(result, step, machine)
    }

    private func sorted(
        _ sort: SortStep, _ step: Step, _ tuples: [Frame]?, _ items: Value, _ frame: Frame?, _ machine: Machine,
        _ layout: Layout
    ) throws(JSONataError) -> [Frame] {
        if let tuples { return try staged(try sort.sorted(tuples, machine), step, machine) }
        let values = List(try sort.sorted(items, frame, machine)).values
        return try numbered(values, step, frame, layout, machine)
    }

    private func extend(
        _ source: Frame, with value: Value, _ step: Step, _ frame: Frame?, _ result: inout [Frame]
    ) {
        if case .tuples(let inner) = value {
            for tuple in inner.tuples { result.append(Self.merged(source, tuple, frame)) }
            return
        }
        let list = List(value)
        for index in 0..<list.count {
            let tuple = Frame(copying: source, parent: frame)
            if let ancestor = step.bindings.ancestor { tuple.bind(ancestor, source.context) }
            bind(step, list[index], index, under: tuple)
            result.append(tuple)
        }
    }

    private func bind(_ step: Step, _ value: Value, _ number: Int, under tuple: Frame) {
        if let focus = step.bindings.focus { tuple.bind(focus, value) } else { tuple.context = value }
        if let index = step.bindings.index { tuple.bind(index, .number(Double(number))) }
    }

    /// The tuple of a path inside a step, with what it bound, in this path's names.
    private static func merged(_ source: Frame, _ inner: Frame, _ frame: Frame?) -> Frame {
        let tuple = Frame(copying: source, parent: frame)
        tuple.context = inner.context
        for (place, name) in inner.layout.names.enumerated() {
            let value = inner.value(place)
            if case .unbound = value { continue }
            if let slot = tuple.layout.names.firstIndex(of: name) { tuple.bind(slot, value) }
        }
        return tuple
    }

    private func staged(_ tuples: [Frame], _ step: Step, _ machine: Machine) throws(JSONataError) -> [Frame] {
        var result = tuples
        for stage in step.stages {
            switch stage {
            case .filter(let predicate): result = try machine.filter(result, by: predicate)
            case .index(let slot):
                for (number, tuple) in result.enumerated() { tuple.bind(slot, .number(Double(number))) }
            }
        }
        return result
    }
}
