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

        /// Its only predicate, where that is a number: rounded down.
        var position: Int? {
            guard stages.count == 1, case .filter(let node) = stages[0], let literal = node as? NumberNode else {
                return nil
            }
            return Int(exactly: literal.value.rounded(.down))
        }

        /// It may stand in a chain that is walked without collecting.
        fileprivate var isLink: Bool { isPlain || sort == nil && !isArrayConstructor && position != nil }

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
    /// A name behind the first step of a chain, and the position of its element that is meant.
    private struct Link: Sendable {
        let name: FieldName
        let position: Int?
    }

    /// One value, then nothing but names, with a number as predicate at the most: what stands behind the first step.
    private let links: [Link]?
    private let firstPosition: Int?

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
        let isPlain = group == nil && layout == nil && !keepsSingleton && steps[0].isLink
        let links = steps.dropFirst().compactMap { step in
            step.isLink ? step.name.map { Link(name: $0, position: step.position) } : nil
        }
        let isChain = isPlain && links.count == steps.count - 1
        let hasPositions = steps.contains { !$0.stages.isEmpty }
        self.links = isChain && !(hasPositions && keepsArray) ? links : nil
        firstPosition = steps[0].position
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        if let links, isAbsolute || !input.isArray { return try walk(links, input, frame, machine) }
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
        _ links: [Link], _ input: Value, _ frame: Frame?, _ machine: Machine
    ) throws(JSONataError) -> Value {
        var current = try steps[0].value(of: input, frame, machine)
        if let firstPosition { current = current.element(firstPosition) }
        for index in links.indices {
            switch current {
            case .inputObject, .object: current = links[index].name.value(in: current)
            case .undefined: return .undefined
            default:
                var collector = Collector()
                collector.add(current)
                let sequence = collector.result(isLast: false)
                return try evaluateSteps(sequence, from: index + 1, frame, machine).finished(keepsArray: keepsArray)
            }
            if let position = links[index].position { current = current.element(position) }
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

extension Value {
    /// The element at a position, from the end where it is negative; anything but an array is its own only element.
    @inline(__always)
    func element(_ position: Int) -> Value {
        switch self {
        case .inputArray(let elements):
            let index = position < 0 ? elements.count + position : position
            return elements.indices.contains(index) ? Value(elements[index]) : .undefined
        case .array(let array):
            let index = position < 0 ? array.elements.count + position : position
            return array.elements.indices.contains(index) ? array.elements[index] : .undefined
        default: return position == 0 || position == -1 ? self : .undefined
        }
    }
}
