import JSONModel

/// The recursive descent over a partition expression. What it does not understand it refuses, with the place.
struct PartitionParser {
    typealias Node = PartitionPredicate.Node

    private let tokens: [PartitionToken]
    private let keys: [String: PartitionPredicate.Key]
    private var position = 0
    private var depth = 0

    private static let numeric: Set<String> = [
        "tinyint", "smallint", "int", "integer", "bigint", "long", "float", "double", "decimal",
    ]

    init(tokens: [PartitionToken], keys: [JSONValue]) {
        self.tokens = tokens
        var known: [String: PartitionPredicate.Key] = [:]
        for (position, key) in keys.enumerated() {
            let type = (key["Type"]?.stringValue ?? "string").lowercased()
            let base = String(type.prefix { $0 != "(" })
            known[(key["Name"]?.stringValue ?? "").lowercased()] = .init(
                position: position, isNumeric: Self.numeric.contains(base))
        }
        self.keys = known
    }

    mutating func parse() throws -> Node {
        let node = try disjunction()
        guard position == tokens.count else { throw refused() }
        return node
    }

    private mutating func disjunction() throws -> Node {
        var node = try conjunction()
        while keyword("OR") { node = .or(node, try conjunction()) }
        return node
    }

    private mutating func conjunction() throws -> Node {
        var node = try negation()
        while keyword("AND") { node = .and(node, try negation()) }
        return node
    }

    private mutating func negation() throws -> Node {
        depth += 1
        defer { depth -= 1 }
        guard depth < 100 else { throw GlueService.invalid("Expression is nested too deeply.") }
        if keyword("NOT") { return .not(try negation()) }
        if symbol("(") {
            let node = try disjunction()
            guard symbol(")") else { throw refused() }
            return node
        }
        return try condition()
    }

    private mutating func condition() throws -> Node {
        let key = try key()
        if keyword("IS") {
            let isNegated = keyword("NOT")
            guard keyword("NULL") else { throw refused() }
            return isNegated ? .not(.isNull(key)) : .isNull(key)
        }
        if keyword("NOT") { return .not(try membership(key)) }
        if case .symbol(let symbol)? = next, ["=", "<>", "!=", "<", "<=", ">", ">="].contains(symbol) {
            position += 1
            return .compare(key, symbol, try constant())
        }
        return try membership(key)
    }

    private mutating func membership(_ key: PartitionPredicate.Key) throws -> Node {
        if keyword("LIKE") { return .like(key, try constant()) }
        if keyword("BETWEEN") {
            let lower = try constant()
            guard keyword("AND") else { throw refused() }
            return .and(.compare(key, ">=", lower), .compare(key, "<=", try constant()))
        }
        guard keyword("IN"), symbol("(") else { throw refused() }
        var node = Node.compare(key, "=", try constant())
        while symbol(",") { node = .or(node, .compare(key, "=", try constant())) }
        guard symbol(")") else { throw refused() }
        return node
    }

    private mutating func key() throws -> PartitionPredicate.Key {
        guard case .word(let name)? = next else { throw refused() }
        guard let key = keys[name.lowercased()] else { throw GlueService.invalid("\(name) is no partition key.") }
        position += 1
        return key
    }

    private mutating func constant() throws -> String {
        switch next {
        case .text(let text)?, .number(let text)?:
            position += 1
            return text
        default: throw refused()
        }
    }

    // MARK: Tokens

    private var next: PartitionToken? { position < tokens.count ? tokens[position] : nil }

    private mutating func keyword(_ word: String) -> Bool {
        guard case .word(let found)? = next, found.uppercased() == word else { return false }
        position += 1
        return true
    }

    private mutating func symbol(_ symbol: String) -> Bool {
        guard next == .symbol(symbol) else { return false }
        position += 1
        return true
    }

    private func refused() -> any Error {
        guard let next else { return GlueService.invalid("Expression ends too early.") }
        return GlueService.invalid("Expression is not understood at \(next).")
    }
}
