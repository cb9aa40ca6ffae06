import JSONModel

/// A partition expression: `year = '2013' AND month IN (1, 2)`.
///
/// The grammar that `GetPartitions` documents: comparisons (`=`, `<>`, `!=`, `<`, `<=`, `>`, `>=`), `AND`, `OR`,
/// `NOT`, `IN`, `BETWEEN`, `LIKE`, `IS NULL` and parentheses, over partition keys and constants.
/// https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html
struct PartitionPredicate: Sendable {
    indirect enum Node: Sendable {
        case all
        case and(Node, Node)
        case or(Node, Node)
        case not(Node)
        /// Position and type of a key, operator, constant.
        case compare(Key, String, String)
        case like(Key, String)
        case isNull(Key)
    }

    struct Key: Sendable {
        var position: Int
        var isNumeric: Bool
    }

    private let node: Node

    /// `keys`: the table's `PartitionKeys`.
    init(_ expression: String?, keys: [JSONValue]) throws {
        guard let expression, !expression.allSatisfy(\.isWhitespace) else {
            node = .all
            return
        }
        var parser = PartitionParser(tokens: try PartitionToken.tokens(of: expression), keys: keys)
        node = try parser.parse()
    }

    func matches(_ values: [JSONValue]) throws -> Bool { try Self.matches(node, values.map { $0.stringValue ?? "" }) }

    private static func matches(_ node: Node, _ values: [String]) throws -> Bool {
        switch node {
        case .all: true
        case .and(let left, let right): try matches(left, values) && matches(right, values)
        case .or(let left, let right): try matches(left, values) || matches(right, values)
        case .not(let inner): try !matches(inner, values)
        case .compare(let key, let symbol, let constant): try compare(value(key, values), symbol, constant, key)
        case .like(let key, let pattern): like(Array(value(key, values)), Array(pattern))
        case .isNull(let key): value(key, values) == "__HIVE_DEFAULT_PARTITION__"
        }
    }

    private static func value(_ key: Key, _ values: [String]) -> String {
        values.indices.contains(key.position) ? values[key.position] : ""
    }

    private static func compare(_ value: String, _ symbol: String, _ constant: String, _ key: Key) throws -> Bool {
        guard key.isNumeric else { return ordered(value, symbol, constant) }
        guard let right = Double(constant) else {
            throw GlueService.invalid("\(constant) is no number, as the partition key's type asks for.")
        }
        guard let left = Double(value) else { return false }
        return ordered(left, symbol, right)
    }

    private static func ordered<Value: Comparable>(_ left: Value, _ symbol: String, _ right: Value) -> Bool {
        switch symbol {
        case "=": left == right
        case "<": left < right
        case "<=": left <= right
        case ">": left > right
        case ">=": left >= right
        default: left != right
        }
    }

    /// `%` is any text, `_` any character.
    private static func like(_ text: [Character], _ pattern: [Character]) -> Bool {
        var reach: Set<Int> = [0]
        for part in pattern {
            if part == "%" {
                reach = Set((reach.min() ?? text.count + 1)...max(text.count, reach.min() ?? 0))
            } else {
                reach = Set(reach.filter { $0 < text.count && (part == "_" || text[$0] == part) }.map { $0 + 1 })
            }
            if reach.isEmpty { return false }
        }
        return reach.contains(text.count)
    }
}
