/// One step of a path.
enum Step: Sendable {
    case member(String)
    /// `['a','b']`
    case members([String])
    case index(Int)
    /// `[0,2]`
    case indices([Int])
    /// `[from:to:by]`; `by` is positive.
    case slice(from: Int?, to: Int?, by: Int)
    case wildcard
    /// `..` before its next step.
    case descendants
    case filter(Filter)
    /// `.length()`; always the last step.
    case function(PathFunction)

    /// Whether it selects at most one node of one node. Several names at the end of a path make one object.
    func isDefinite(isLast: Bool) -> Bool {
        switch self {
        case .member, .index, .function: true
        case .members: isLast
        default: false
        }
    }

    /// Whether it is one name or one index.
    var isPlain: Bool {
        switch self {
        case .member, .index: true
        default: false
        }
    }

    var isFunction: Bool { if case .function = self { true } else { false } }

    /// The step in Jayway's normalised form.
    var fragment: String {
        switch self {
        case .member(let name): "['\(name)']"
        case .members(let names): "[" + names.map { "'\($0)'" }.joined(separator: ",") + "]"
        case .index(let index): "[\(index)]"
        case .indices(let indices): "[" + indices.map(String.init).joined(separator: ",") + "]"
        case .slice(let from, let to, _): "[\(from.map(String.init) ?? ""):\(to.map(String.init) ?? "")]"
        case .wildcard: "[*]"
        case .descendants: ".."
        case .filter: "[?]"
        case .function(let function): ".\(function.rawValue)()"
        }
    }
}

/// The functions that may end a path.
enum PathFunction: String, Sendable, CaseIterable {
    case length, keys, min, max, avg, sum, stddev, first, last
}
