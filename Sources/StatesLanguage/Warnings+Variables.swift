import JSONModel

// Variables that are read before any state can have assigned them, and those that nobody reads.
// https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
extension Survey {
    func variables() -> [Diagnostic] {
        let assigned = assignedBefore()
        var found: [Diagnostic] = []
        for (index, place) in places.enumerated() {
            guard let known = assigned[index] else { continue }
            for name in (references[place.name] ?? []).sorted() where !known.contains(name) {
                found.append(
                    warning(
                        "VARIABLE_NOT_ASSIGNED", "The variable '$\(name)' is read, and no state before has assigned it",
                        at: place.location,
                        hint: Spelling.nearest(to: name, among: known.sorted()).map { "Did you mean '$\($0)'?" }))
            }
        }
        return found + unread()
    }

    private func unread() -> [Diagnostic] {
        let read = references.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        return places.flatMap { place in
            assignments(place).filter { !read.contains($0.name) }.map {
                warning(
                    "VARIABLE_NOT_READ", "The variable '$\($0.name)' is assigned, and no state reads it",
                    at: $0.location)
            }
        }
    }

    /// What a state assigns: itself, in its rules and in its catchers, with where it goes then.
    private func assignments(_ place: Place) -> [(name: String, location: String)] {
        var found = names(place.object["Assign"]).map { ($0, place.pointer("Assign")) }
        for field in ["Catch", "Choices"] {
            for (index, rule) in (place.object.array(field) ?? []).enumerated() {
                found += names(rule["Assign"]).map { ($0, place.pointer(field) + "[\(index)]/Assign") }
            }
        }
        return found
    }

    private func names(_ assign: JSONValue?) -> [String] {
        (assign?.objectValue?.keys ?? []).map { $0.hasSuffix(".$") ? String($0.dropLast(2)) : $0 }
    }

    /// For each state that can be reached, what may be assigned when it is entered.
    private func assignedBefore() -> [Int: Set<String>] {
        var known: [Int: Set<String>] = [:]
        var pending: [Int] = []
        func reach(_ name: String?, in block: Int, with variables: Set<String>) {
            guard let index = name.flatMap({ state($0, in: block) }) else { return }
            let before = known[index]
            let after = (before ?? []).union(variables)
            guard before != after else { return }
            known[index] = after
            pending.append(index)
        }
        reach(blocks.first?.object.string("StartAt"), in: 0, with: [])
        while let index = pending.popLast() {
            let place = places[index]
            let before = known[index] ?? []
            for (number, block) in blocks.enumerated() where block.owner == index {
                reach(block.object.string("StartAt"), in: number, with: before)
            }
            for edge in edges(place) {
                reach(edge.to, in: place.block, with: before.union(names(edge.assign)))
            }
        }
        return known
    }

    private func edges(_ place: Place) -> [(to: String?, assign: JSONValue?)] {
        var edges = [
            (place.object.string("Next"), place.object["Assign"]),
            (place.object.string("Default"), place.object["Assign"]),
        ]
        for field in ["Catch", "Choices"] {
            edges += (place.object.array(field) ?? []).map { ($0["Next"]?.stringValue, $0["Assign"]) }
        }
        return edges
    }
}
