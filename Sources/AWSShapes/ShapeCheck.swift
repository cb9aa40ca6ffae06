public import JSONModel

/// Compares JSON with a structure, in the words in which `TestState` refuses a mocked result.
/// https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html#mock-validation-modes
///
/// What the structure does not have is not looked at. Timestamps and bytes are texts.
public struct ShapeCheck: Sendable {
    private let shapes: ServiceShapes
    private let naming: ShapeNaming
    /// Whether what is required must be there.
    private let needsRequired: Bool
    /// Members of the outermost structure that hold JSON of any kind where the API has a text or bytes.
    private let free: Set<String>

    public init(_ shapes: ServiceShapes, _ naming: ShapeNaming, needsRequired: Bool, free: Set<String> = []) {
        self.shapes = shapes
        self.naming = naming
        self.needsRequired = needsRequired
        self.free = free
    }

    /// The first thing that is wrong, as `Field 'StatusCode' must be a number`; nil where nothing is.
    public func problem(in value: JSONValue, structure position: Int) -> String? {
        guard let object = value.objectValue else { return "Result must be an object" }
        return problem(in: object, shapes.structure(position), free: free)
    }

    private func problem(in object: JSONObject, _ members: ShapeStructure, free: Set<String> = []) -> String? {
        let names = members.map { naming.name(of: $0.name) }
        if needsRequired {
            for (member, name) in zip(members, names) where member.isRequired && object[name]?.isNull != false {
                return "Required field '\(name)' is missing"
            }
        }
        for (member, name) in zip(members, names) where !free.contains(name) {
            guard let value = object[name], !value.isNull else { continue }
            if let problem = problem(of: name, value, member.type) { return problem }
        }
        return nil
    }

    private func problem(of name: String, _ value: JSONValue, _ type: ShapeType) -> String? {
        switch type {
        case .any: return nil
        case .boolean: return value.boolValue == nil ? mismatch(name, "a boolean") : nil
        case .timestamp: return value.stringValue == nil ? mismatch(name, "a string") : nil
        case .integer(let bounds), .decimal(let bounds):
            guard let number = value.doubleValue else { return mismatch(name, "a number") }
            return outside(name, number, bounds, "value")
        case .string(let bounds), .blob(let bounds, _):
            guard let text = value.stringValue else { return mismatch(name, "a string") }
            return bounds.isNone ? nil : outside(name, Double(text.unicodeScalars.count), bounds, "length")
        case .list(let element, let bounds):
            guard let elements = value.arrayValue else { return mismatch(name, "an array") }
            return outside(name, Double(elements.count), bounds, "length")
                ?? elements.lazy.compactMap { problem(of: name, $0, element) }.first
        case .map(let element, let bounds):
            guard let entries = value.objectValue else { return mismatch(name, "an object") }
            return outside(name, Double(entries.count), bounds, "length")
                ?? entries.lazy.compactMap { problem(of: $0.key, $0.value, element) }.first
        case .structure(let position):
            guard let object = value.objectValue else { return mismatch(name, "an object") }
            return problem(in: object, shapes.structure(position))
        }
    }

    private func mismatch(_ name: String, _ wanted: String) -> String { "Field '\(name)' must be \(wanted)" }

    private func outside(_ name: String, _ size: Double, _ bounds: ShapeType.Bounds, _ measure: String) -> String? {
        if let least = bounds.least, size < least {
            return "Field '\(name)' is smaller than the minimum \(measure)"
        }
        if let greatest = bounds.greatest, size > greatest {
            return "Field '\(name)' exceeds the maximum \(measure)"
        }
        return nil
    }
}
