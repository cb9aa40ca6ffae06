import JSONModel

/// One evaluation of a path.
struct PathEvaluation {
    let path: Path
    let root: JSONValue
    private var results: [JSONValue] = []
    private var visited = 0

    /// Nodes that one evaluation may touch, so that `$..*..*` cannot run away.
    static let maxVisited = 5_000_000

    init(path: Path, root: JSONValue) {
        self.path = path
        self.root = root
    }

    private var steps: [Step] { path.steps }

    mutating func run() throws(EvaluationError) -> JSONValue {
        if case .function(let function) = steps.last { return try apply(function) }
        try walk(root, at: 0, definite: true)
        guard path.isDefinite else { return .array(results) }
        guard let result = results.first else { throw missing("No results for path: \(path.normalized(steps.count))") }
        return result
    }

    private func apply(_ function: PathFunction) throws(EvaluationError) -> JSONValue {
        let inner = Path(text: path.text, root: path.root, steps: Array(steps.dropLast()))
        var evaluation = PathEvaluation(path: inner, root: root)
        let value = try evaluation.run()
        guard let result = function.result(of: value) else {
            throw missing("Function \(function.rawValue) cannot be applied to \(JavaText.text(value))")
        }
        return result
    }

    func missing(_ detail: String) -> EvaluationError {
        EvaluationError(.notFound(detail: detail), expression: path.text)
    }

    /// Follows the steps from `position` on. `definite`: no step before could select several nodes, so that a missing
    /// one is an error of its own.
    private mutating func walk(_ node: JSONValue, at position: Int, definite: Bool) throws(EvaluationError) {
        visited += 1
        guard visited <= Self.maxVisited else { throw missing("The path selects too many nodes") }
        guard position < steps.count else {
            results.append(node)
            return
        }
        if !definite, position >= path.plainFrom {
            if let found = path.follow(node, from: position) { results.append(found) }
            return
        }
        let next = position + 1
        switch steps[position] {
        case .member(let name): try walkMember(name, of: node, at: position, definite: definite)
        case .members(let names): try walkMembers(names, of: node, at: position, definite: definite)
        case .index(let index):
            guard let elements = try elements(of: node, at: position, definite: definite) else { return }
            let effective = index < 0 ? elements.count + index : index
            guard elements.indices.contains(effective) else { return }
            try walk(elements[effective], at: next, definite: definite)
        case .indices(let indices):
            guard let elements = try elements(of: node, at: position, definite: definite) else { return }
            for index in indices.map({ $0 < 0 ? elements.count + $0 : $0 }) where elements.indices.contains(index) {
                try walk(elements[index], at: next, definite: false)
            }
        case .slice(let from, let to, let by):
            guard let elements = try elements(of: node, at: position, definite: definite) else { return }
            for index in Self.slice(elements.count, from, to, by) {
                try walk(elements[index], at: next, definite: false)
            }
        case .wildcard:
            try forEachChild(node) { evaluation, child throws(EvaluationError) in
                try evaluation.walk(child, at: next, definite: false)
            }
        case .descendants: try descend(node, at: next)
        case .filter(let filter): try walkFilter(filter, on: node, at: position, definite: definite)
        case .function: results.append(node)
        }
    }

    private mutating func walkMember(
        _ name: String,
        of node: JSONValue,
        at position: Int,
        definite: Bool
    ) throws(EvaluationError) {
        guard case .object(let object) = node else {
            if definite { throw notAnObject(node, at: position) }
            return
        }
        if let value = object[name] { return try walk(value, at: position + 1, definite: definite) }
        if definite, position < steps.count - 1 {
            throw missing("Missing property in path \(path.normalized(position + 1))")
        }
    }

    private mutating func walkMembers(
        _ names: [String],
        of node: JSONValue,
        at position: Int,
        definite: Bool
    ) throws(EvaluationError) {
        guard case .object(let object) = node else {
            if definite { throw notAnObject(node, at: position) }
            return
        }
        if position == steps.count - 1 {
            let merged = names.compactMap { name in object[name].map { (name, $0) } }
            results.append(.object(JSONObject(merged)))
            return
        }
        for name in names {
            if let value = object[name] { try walk(value, at: position + 1, definite: false) }
        }
    }

    private mutating func walkFilter(
        _ filter: Filter,
        on node: JSONValue,
        at position: Int,
        definite: Bool
    ) throws(EvaluationError) {
        switch node {
        case .array(let elements):
            for element in elements where filter.accepts(element, root: root) {
                try walk(element, at: position + 1, definite: false)
            }
        case .object:
            if filter.accepts(node, root: root) { try walk(node, at: position + 1, definite: false) }
        default:
            guard definite else { return }
            throw missing("Filter: [?] can not be applied to primitives. Current context is: \(JavaText.text(node))")
        }
    }

    /// Applies the step after `..` to the node and to everything below it, in document order.
    private mutating func descend(_ node: JSONValue, at position: Int) throws(EvaluationError) {
        guard node.arrayValue != nil || node.objectValue != nil else { return }
        if position < steps.count, case .filter(let filter) = steps[position] {
            if filter.accepts(node, root: root) { try walk(node, at: position + 1, definite: false) }
        } else if !isSkipped(node, at: position) {
            try walk(node, at: position, definite: false)
        }
        try forEachChild(node) { evaluation, child throws(EvaluationError) in
            try evaluation.descend(child, at: position)
        }
    }

    /// The elements of an array or the members' values of an object; none for anything else.
    private mutating func forEachChild(
        _ node: JSONValue,
        _ body: (inout PathEvaluation, JSONValue) throws(EvaluationError) -> Void
    ) throws(EvaluationError) {
        switch node {
        case .array(let elements): for element in elements { try body(&self, element) }
        case .object(let object): for (_, value) in object { try body(&self, value) }
        default: break
        }
    }

    /// Several names at the end of a path select only objects that have them all, when they follow `..`.
    private func isSkipped(_ node: JSONValue, at position: Int) -> Bool {
        guard position < steps.count, case .members(let names) = steps[position] else { return false }
        return !names.allSatisfy { node[$0] != nil }
    }

    private func elements(
        of node: JSONValue,
        at position: Int,
        definite: Bool
    ) throws(EvaluationError) -> [JSONValue]? {
        if case .array(let elements) = node { return elements }
        guard definite else { return nil }
        if node.isNull { throw missing("The path \(path.normalized(position)) is null") }
        throw missing(
            "Filter: \(steps[position].fragment) can only be applied to arrays. "
                + "Current context is: \(JavaText.text(node))"
        )
    }

    private func notAnObject(_ node: JSONValue, at position: Int) -> EvaluationError {
        missing(
            "Expected to find an object with property \(steps[position].fragment) in path "
                + "\(path.normalized(position)) but found '\(JavaText.className(node))'. This is not a json object "
                + "according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'."
        )
    }

    static func slice(_ count: Int, _ from: Int?, _ to: Int?, _ by: Int) -> StrideTo<Int> {
        func clamp(_ bound: Int) -> Int { min(max(bound < 0 ? count + bound : bound, 0), count) }
        return stride(from: clamp(from ?? 0), to: clamp(to ?? count), by: by)
    }
}

extension PathFunction {
    /// The function's result; nil where the value does not suit it.
    func result(of value: JSONValue) -> JSONValue? {
        switch self {
        case .length:
            return value.arrayValue.map { .int($0.count) } ?? value.objectValue.map { .int($0.count) }
        case .keys: return value.objectValue.map { .array($0.keys.map(JSONValue.string)) }
        case .first: return value.arrayValue?.first
        case .last: return value.arrayValue?.last
        case .min, .max, .avg, .sum, .stddev: return aggregate(value.arrayValue?.compactMap(\.doubleValue) ?? [])
        }
    }

    private func aggregate(_ numbers: [Double]) -> JSONValue? {
        guard let least = numbers.min(), let greatest = numbers.max() else { return nil }
        let count = Double(numbers.count)
        let sum = numbers.reduce(0, +)
        let result: Double =
            switch self {
            case .min: least
            case .max: greatest
            case .sum: sum
            case .stddev: (numbers.reduce(0) { $0 + $1 * $1 } / count - sum * sum / count / count).squareRoot()
            default: sum / count
            }
        return result.isFinite ? .double(result) : nil
    }
}
