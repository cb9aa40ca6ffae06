/// `a.b[0].c`: each step is evaluated for each item that the step before gave.
final class PathNode: Node {
    enum Stage: Sendable {
        case filter(any Node)
        /// `#$i`: numbers the tuples.
        case index(slot: Int)
    }

    /// A class, so that passing it on copies one reference.
    final class Step: Sendable {
        let node: any Node
        /// The field, where the step is nothing but a name.
        let name: FieldName?
        let sort: SortStep?
        let stages: [Stage]
        let isArrayConstructor: Bool
        let isTuple: Bool
        /// Slots of the tuples: the context's name, the position's, the parent's.
        let bindings: Bindings

        init(
            _ node: any Node, name: FieldName?, sort: SortStep?, stages: [Stage], isArrayConstructor: Bool,
            isTuple: Bool,
            bindings: Bindings
        ) {
            self.node = node
            self.name = name
            self.sort = sort
            self.stages = stages
            self.isArrayConstructor = isArrayConstructor
            self.isTuple = isTuple
            self.bindings = bindings
        }

        var isPlain: Bool { stages.isEmpty && sort == nil && !isArrayConstructor }

        /// The step's value for one item, before its predicates.
        @inline(__always)
        func value(of item: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
            if let name, item.isObject { return name.value(in: item) }
            return try machine.run(node, item, frame)
        }
    }

    struct Bindings: Sendable {
        var focus: Int?
        var index: Int?
        var ancestor: Int?
    }

    let steps: [Step]
    let keepsSingleton: Bool
    let keepsArray: Bool
    /// Begins with a variable: then an array as context is one item.
    let isAbsolute: Bool
    let group: GroupNode?
    /// The names that its tuples carry; nil where no step binds any.
    let layout: Layout?
    /// Its tuples are wanted by the path around it.
    let givesTuples: Bool
    /// One value, then nothing but names, without predicates: the names behind the first step.
    let fields: [FieldName]?

    init(
        _ steps: [Step], keepsSingleton: Bool, keepsArray: Bool, isAbsolute: Bool, group: GroupNode?, layout: Layout?,
        givesTuples: Bool
    ) {
        self.steps = steps
        self.keepsSingleton = keepsSingleton
        self.keepsArray = keepsArray
        self.isAbsolute = isAbsolute
        self.group = group
        self.layout = layout
        self.givesTuples = givesTuples
        let isPlain = group == nil && layout == nil && !keepsSingleton && steps[0].isPlain
        let names = steps.dropFirst().compactMap { $0.isPlain ? $0.name : nil }
        fields = isPlain && names.count == steps.count - 1 ? names : nil
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        if let fields, isAbsolute || !input.isArray { return try walk(fields, input, frame, machine) }
        var result: Value
        if let layout {
            result = try evaluateTuples(input, frame, machine, layout)
            if case .tuples = result, givesTuples { return result }
        } else {
            result = try evaluateSteps(input, frame, machine)
        }
        if keepsSingleton { result = result.keepingSingleton() }
        return result.finished(keepsArray: keepsArray)
    }

    /// The usual case: names on objects. Where an array comes in the way, the long way goes on from there.
    private func walk(
        _ fields: [FieldName], _ input: Value, _ frame: Frame?, _ machine: Machine
    ) throws(JSONataError) -> Value {
        var current = try steps[0].value(of: input, frame, machine)
        for index in fields.indices {
            switch current {
            case .inputObject, .object: current = fields[index].value(in: current)
            case .undefined: return .undefined
            default:
                var collector = Collector()
                collector.add(current)
                let sequence = collector.result(isLast: false)
                return try evaluateSteps(sequence, from: index + 1, frame, machine).finished(keepsArray: keepsArray)
            }
        }
        return current.finished(keepsArray: keepsArray)
    }

    private func evaluateSteps(
        _ input: Value, from start: Int = 0, _ frame: Frame?, _ machine: Machine
    ) throws(JSONataError) -> Value {
        var current = input
        var isSingle = start == 0 && (!input.isArray || isAbsolute)
        var result = Value.undefined
        for number in start..<steps.count {
            let step = steps[number]
            if number == 0, step.isArrayConstructor {
                result = try machine.run(step.node, input, frame)
                // The reference steps through elements only: what is no array here has none.
                if !result.isArray, steps.count > 1 { result = .undefined }
            } else {
                let isLast = number == steps.count - 1
                result = try evaluate(step, current, isSingle: isSingle, isLast: isLast, frame, machine)
            }
            if result.isUndefined || (result.isArray && List(result).count == 0) { break }
            current = result
            isSingle = false
        }
        if let group { result = try group.evaluate(result, frame, machine) }
        return result
    }

    /// One step for each item; arrays among the results are flattened.
    func evaluate(
        _ step: Step, _ items: Value, isSingle: Bool, isLast: Bool, _ frame: Frame?, _ machine: Machine
    ) throws(JSONataError) -> Value {
        if let sort = step.sort {
            let sorted = try sort.sorted(isSingle ? .sequence([items]) : items, frame, machine)
            return try filtered(sorted, step.stages, frame, machine)
        }
        var collector = Collector()
        if isSingle {
            collector.add(try result(of: step, items, frame, machine))
        } else {
            let list = List(items)
            for index in 0..<list.count { collector.add(try result(of: step, list[index], frame, machine)) }
        }
        try machine.admit(count: collector.count)
        return collector.result(isLast: isLast)
    }

    @inline(__always)
    private func result(
        of step: Step, _ item: Value, _ frame: Frame?, _ machine: Machine
    ) throws(JSONataError) -> Value {
        let value = try step.value(of: item, frame, machine)
        return step.stages.isEmpty ? value : try filtered(value, step.stages, frame, machine)
    }

    private func filtered(
        _ value: Value, _ stages: [Stage], _ frame: Frame?, _ machine: Machine
    ) throws(JSONataError) -> Value {
        var result = value
        for case .filter(let predicate) in stages { result = try machine.filter(result, by: predicate, frame) }
        return result
    }

    /// The results of a step, flattened as they come.
    struct Collector {
        private var elements: [Value] = []
        private var only: Value?
        private var results = 0

        var count: Int { elements.count }

        @inline(__always)
        mutating func add(_ value: Value) {
            switch value {
            case .undefined, .unbound: return
            case .array(let array):
                note(value)
                if array.flags.contains(.constructed) { elements.append(value) } else { elements += array.elements }
            case .inputArray(let input):
                note(value)
                for element in input { elements.append(Value(element)) }
            default:
                results += 1
                elements.append(value)
            }
        }

        private mutating func note(_ value: Value) {
            only = results == 0 ? value : nil
            results += 1
        }

        /// The flattened sequence; the array itself where the last step gave just one that is no sequence.
        func result(isLast: Bool) -> Value {
            if isLast, results == 1, let only {
                guard case .array(let array) = only, array.flags.contains(.sequence) else { return only }
            }
            return .sequence(elements)
        }
    }
}

extension Value {
    /// Marks a sequence to stay an array; an array constructor's array becomes the one element of a sequence.
    func keepingSingleton() -> Value {
        guard case .array(var array) = self else { return self }
        if array.flags.contains(.constructed), !array.flags.contains(.sequence) {
            return .sequence([self], .keepsSingleton)
        }
        array.flags.insert(.keepsSingleton)
        return .array(array)
    }
}
