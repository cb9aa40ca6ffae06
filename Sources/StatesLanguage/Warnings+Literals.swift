import JSONModel
import JSONPath

// Paths that can't match, where the input is known: it comes from a Pass state's literal Result, and only from there.
extension Survey {
    func literalPaths() -> [Diagnostic] {
        let sources = predecessors()
        return places.indices.flatMap { index -> [Diagnostic] in
            guard places[index].language == .jsonPath, let input = input(of: index, sources, depth: 0) else {
                return []
            }
            return unmatched(in: places[index], input)
        }
    }

    /// For each state, the states whose `Next` or `Default` or rules lead there; -1 for any other way to come.
    private func predecessors() -> [[Int]] {
        var sources = Array(repeating: [Int](), count: places.count)
        for (index, place) in places.enumerated() {
            for name in plainTargets(place.object) {
                if let target = state(name, in: place.block) { sources[target].append(index) }
            }
            for rule in place.object.array("Catch") ?? [] {
                if let target = rule["Next"]?.stringValue.flatMap({ state($0, in: place.block) }) {
                    sources[target].append(-1)
                }
            }
        }
        for (index, block) in blocks.enumerated() {
            if let start = block.object.string("StartAt").flatMap({ state($0, in: index) }) {
                sources[start].append(-1)
            }
        }
        return sources
    }

    private func plainTargets(_ state: JSONObject) -> Set<String> {
        let rules = (state.array("Choices") ?? []).compactMap { $0["Next"]?.stringValue }
        return Set(rules + [state.string("Next"), state.string("Default")].compactMap { $0 })
    }

    private func input(of index: Int, _ sources: [[Int]], depth: Int) -> JSONValue? {
        let from = Set(sources[index])
        guard from.count == 1, let source = from.first, source >= 0, source != index, depth < 100 else { return nil }
        return output(of: source, sources, depth: depth + 1)
    }

    private func output(of index: Int, _ sources: [[Int]], depth: Int) -> JSONValue? {
        let place = places[index]
        guard place.language == .jsonPath, let type = place.type, [.pass, .choice, .wait].contains(type),
            place.object["Parameters"] == nil
        else { return nil }
        var result: JSONValue?
        if type == .pass, let literal = place.object["Result"] {
            guard place.object["ResultPath"] == nil || place.object["ResultPath"] == "$" else { return nil }
            result = literal
        } else {
            guard place.object["ResultPath"] == nil else { return nil }
            result = input(of: index, sources, depth: depth).flatMap { filtered($0, place.object["InputPath"]) }
        }
        return result.flatMap { filtered($0, place.object["OutputPath"]) }
    }

    /// nil where it is not known, or fails.
    private func filtered(_ value: JSONValue, _ field: JSONValue?) -> JSONValue? {
        guard let field else { return value }
        if field.isNull { return [:] }
        guard let path = field.stringValue.flatMap({ try? Path(parsing: $0) }), path.root == .input else { return nil }
        return try? path.evaluate(on: value)
    }

    private func unmatched(in place: Place, _ input: JSONValue) -> [Diagnostic] {
        if let found = unmatched(place.object["InputPath"], input, at: place.pointer("InputPath")) { return [found] }
        guard let seen = filtered(input, place.object["InputPath"]) else { return [] }
        var found: [Diagnostic] = []
        for field in ["ItemsPath", "SecondsPath", "TimestampPath", "TimeoutSecondsPath", "HeartbeatSecondsPath"] {
            found += [unmatched(place.object[field], seen, at: place.pointer(field))].compactMap { $0 }
        }
        for field in ["Parameters", "ItemSelector"] {
            guard let template = place.object[field], place.type != .map || field == "ItemSelector" else { continue }
            found += unmatched(template: template, seen, at: place.pointer(field))
        }
        for (index, rule) in (place.object.array("Choices") ?? []).enumerated() {
            guard let rule = rule.objectValue, rule["IsPresent"] == nil else { continue }
            let location = place.pointer("Choices") + "[\(index)]/Variable"
            found += [unmatched(rule["Variable"], seen, at: location)].compactMap { $0 }
        }
        if place.object["ResultPath"] == nil, place.object["Result"] == nil, place.object["Parameters"] == nil,
            place.type == .pass || place.type == .choice || place.type == .wait || place.type == .succeed
        {
            found += [unmatched(place.object["OutputPath"], seen, at: place.pointer("OutputPath"))].compactMap { $0 }
        }
        return found
    }

    private func unmatched(template: JSONValue, _ input: JSONValue, at location: String) -> [Diagnostic] {
        switch template {
        case .object(let object):
            object.flatMap { name, value -> [Diagnostic] in
                let place = location + "/" + JSONPointer.escaped(name)
                guard name.hasSuffix(".$") else { return unmatched(template: value, input, at: place) }
                return [unmatched(value, input, at: place)].compactMap { $0 }
            }
        case .array(let elements):
            elements.enumerated().flatMap { unmatched(template: $0.element, input, at: location + "[\($0.offset)]") }
        default: []
        }
    }

    /// A definite path into the input that finds nothing there.
    private func unmatched(_ field: JSONValue?, _ input: JSONValue, at location: String) -> Diagnostic? {
        guard let text = field?.stringValue, let expression = try? Expression(parsing: text) else { return nil }
        let path = expression.paths.first { path in
            path.root == .input && path.isDefinite && !path.isPresent(input: input)
        }
        guard let path else { return nil }
        let names = input.objectValue?.keys.joined(separator: ", ")
        return warning(
            "PATH_NEVER_MATCHES",
            "The path '\(path.text)' finds nothing in the input, which is always "
                + String(input.serialized().prefix(120)), at: location,
            hint: names.map { "The input has: \($0)." })
    }
}
