import JSONModel

/// The condition of `[?( … )]`.
indirect enum Filter: Sendable {
    case or(Filter, Filter)
    case and(Filter, Filter)
    case not(Filter)
    case exists(Operand)
    case comparison(Operand, Comparison, Operand)

    enum Operand: Sendable {
        case literal(JSONValue)
        /// `@…`: from the node that is tested.
        case node(Path)
        /// `$…`: from the path's root.
        case root(Path)
    }

    enum Comparison: String, Sendable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case less = "<"
        case greaterOrEqual = ">="
        case greater = ">"
        case isIn = "in"
        case isNotIn = "nin"
        case subsetOf = "subsetof"
        case anyOf = "anyof"
        case noneOf = "noneof"
        case size = "size"
        case empty = "empty"
    }
}

extension Filter {
    func accepts(_ node: JSONValue, root: JSONValue) -> Bool {
        switch self {
        case .or(let left, let right): left.accepts(node, root: root) || right.accepts(node, root: root)
        case .and(let left, let right): left.accepts(node, root: root) && right.accepts(node, root: root)
        case .not(let inner): !inner.accepts(node, root: root)
        case .exists(let operand): operand.value(node, root: root) != nil
        case .comparison(let left, let comparison, let right):
            comparison.holds(left.value(node, root: root), right.value(node, root: root))
        }
    }
}

extension Filter.Operand {
    /// The operand's value; nil where its path selects nothing.
    func value(_ node: JSONValue, root: JSONValue) -> JSONValue? {
        switch self {
        case .literal(let value): value
        case .node(let path): select(path, on: node)
        case .root(let path): select(path, on: root)
        }
    }

    private func select(_ path: Path, on value: JSONValue) -> JSONValue? {
        if path.plainFrom == 0 { return path.follow(value, from: 0) }
        guard let result = try? path.evaluate(on: value) else { return nil }
        return !path.isDefinite && result.arrayValue?.isEmpty == true ? nil : result
    }
}

extension Filter.Comparison {
    func holds(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
        switch self {
        case .equal: return left == right
        case .notEqual: return left != right
        case .less:
            return ordered(left, right) {
                $0 < $1
            } _: {
                $0 < $1
            }
        case .lessOrEqual:
            return ordered(left, right) {
                $0 <= $1
            } _: {
                $0 <= $1
            }
        case .greater:
            return ordered(left, right) {
                $0 > $1
            } _: {
                $0 > $1
            }
        case .greaterOrEqual:
            return ordered(left, right) {
                $0 >= $1
            } _: {
                $0 >= $1
            }
        default: break
        }
        guard let left, let right else { return false }
        return self == .size || self == .empty ? measures(left, right) : relates(left, right)
    }

    private func ordered(
        _ left: JSONValue?,
        _ right: JSONValue?,
        _ numbers: (Double, Double) -> Bool,
        _ texts: (String, String) -> Bool
    ) -> Bool {
        if let left = left?.doubleValue, let right = right?.doubleValue { return numbers(left, right) }
        if let left = left?.stringValue, let right = right?.stringValue { return texts(left, right) }
        return false
    }

    private func measures(_ left: JSONValue, _ right: JSONValue) -> Bool {
        let count: Int? =
            switch left {
            case .array(let elements): elements.count
            case .object(let object): object.count
            case .string(let text): text.utf16.count
            default: nil
            }
        guard let count else { return false }
        return self == .size ? right.intValue == count : right.boolValue == (count == 0)
    }

    private func relates(_ left: JSONValue, _ right: JSONValue) -> Bool {
        guard let set = right.arrayValue else { return false }
        switch self {
        case .isIn: return set.contains(left)
        case .isNotIn: return !set.contains(left)
        default: break
        }
        guard let elements = left.arrayValue else { return false }
        switch self {
        case .subsetOf: return elements.allSatisfy(set.contains)
        case .anyOf: return elements.contains(where: set.contains)
        default: return !elements.contains(where: set.contains)
        }
    }
}
