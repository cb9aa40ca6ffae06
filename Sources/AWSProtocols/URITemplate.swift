/// A request URI of a REST model: `/{Bucket}/{Key+}?tagging`.
struct URITemplate: Sendable {
    enum Segment: Sendable, Hashable {
        case literal(String)
        case label(String)
        /// `{Key+}`: the rest of the path, slashes included.
        case greedy(String)
    }

    var segments: [Segment]
    /// Constants of the query: `list-type` → `2`, `tagging` → nil.
    var constants: [(name: String, value: String?)]

    init(_ text: String) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        segments = parts[0].split(separator: "/").map { piece in
            guard piece.hasPrefix("{"), piece.hasSuffix("}") else { return .literal(String(piece)) }
            let name = piece.dropFirst().dropLast()
            return name.hasSuffix("+") ? .greedy(String(name.dropLast())) : .label(String(name))
        }
        let query = parts.count > 1 ? parts[1] : ""
        constants = query.split(separator: "&").map { piece in
            let pair = piece.split(separator: "=", maxSplits: 1)
            return (String(pair[0]), pair.count > 1 ? String(pair[1]) : nil)
        }
    }

    /// The labels' raw texts where the path fits; nil where it does not. One `/` at the end is passed over.
    func match(_ path: String) -> [String: Substring]? {
        guard path.hasPrefix("/") else { return nil }
        var rest = path.dropFirst()
        var labels: [String: Substring] = [:]
        for segment in segments {
            if case .greedy(let name) = segment {
                guard !rest.isEmpty else { return nil }
                labels[name] = rest
                return labels
            }
            let piece = rest.prefix { $0 != "/" }
            guard !piece.isEmpty else { return nil }
            switch segment {
            case .literal(let text): guard text == piece else { return nil }
            case .label(let name), .greedy(let name): labels[name] = piece
            }
            rest = rest.dropFirst(piece.count)
            if rest.first == "/" { rest = rest.dropFirst() }
        }
        return rest.isEmpty ? labels : nil
    }

    /// How much the template says: of two that fit, the one that says more is meant.
    var weight: Int {
        constants.count * 16 + segments.reduce(0) { if case .literal = $1 { $0 + 1 } else { $0 } }
    }
}
