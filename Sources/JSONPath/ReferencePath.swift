public import JSONModel

/// A path that names exactly one node, so that a value can be stored there (`ResultPath`).
public struct ReferencePath: Sendable, Hashable {
    public let path: Path

    /// Throws for text that is no path, and for a path that is no Reference Path.
    public init(parsing text: String) throws(DefinitionError) {
        let path = try Path(parsing: text)
        guard path.isReferencePath else {
            throw DefinitionError(text: text, message: "a Reference Path must name a single node")
        }
        self.path = path
    }

    public var text: String { path.text }
    public var root: Path.Root { path.root }

    /// `input` with `value` in the place that the path names. Objects that are missing on the way are made; the
    /// path `$` gives `value` itself. Fails with `States.ResultPathMatchFailure` where a node on the way is neither
    /// missing nor a container that has the place.
    public func set(_ value: JSONValue, in input: JSONValue) throws(EvaluationError) -> JSONValue {
        guard let result = store(value, in: input, at: path.steps[...]) else {
            throw EvaluationError(.resultPathConflict(input: input.serialized()), expression: path.text)
        }
        return result
    }

    private func store(_ value: JSONValue, in node: JSONValue?, at steps: ArraySlice<Step>) -> JSONValue? {
        guard let step = steps.first else { return value }
        switch (step, node) {
        case (.member(let name), .object(var object)):
            guard let stored = store(value, in: object[name], at: steps.dropFirst()) else { return nil }
            object[name] = stored
            return .object(object)
        case (.member(let name), nil):
            return store(value, in: nil, at: steps.dropFirst()).map { .object([name: $0]) }
        case (.index(let index), .array(var elements)):
            let effective = index < 0 ? elements.count + index : index
            guard elements.indices.contains(effective),
                let stored = store(value, in: elements[effective], at: steps.dropFirst())
            else { return nil }
            elements[effective] = stored
            return .array(elements)
        default: return nil
        }
    }
}
