import JSONModel
import Yams

/// Reads YAML text into nodes: one document, string keys that are unique in their map, aliases expanded within limits.
struct YAMLReader {
    let file: String
    let text: String
    var findings: Findings
    /// Nodes made so far; aliases count as what they stand for.
    private var count = 0
    private let options: Options

    struct Options {
        /// Short tags of CloudFormation's functions; a States Language document has none.
        var allowsFunctions = true
        var maxDepth = 64
        var maxNodes = 200_000
    }

    private struct Overflow: Error {}

    init(text: String, file: String, options: Options = Options()) {
        self.file = file
        self.text = text
        self.options = options
        findings = Findings(file: file)
    }

    /// nil where the text holds no document, or where ``findings`` says why there is none.
    mutating func read() -> Node? {
        guard !hasAliasKeys(), findings.isEmpty, let root = compose(text) else { return nil }
        do {
            return try convert(root, depth: 0)
        } catch {
            return nil
        }
    }

    private mutating func compose(_ text: String) -> Yams.Node? {
        do {
            return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            report(error)
        } catch {
            findings.add(.start, "this cannot be read: \(error)")
        }
        return nil
    }

    /// Yams compares a map's keys while it reads. With aliases in keys that alone can take time without end, so a
    /// text with anchors is first read with its aliases blunted into plain scalars, and keys other than scalars are
    /// refused.
    private mutating func hasAliasKeys() -> Bool {
        guard text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: "*")) else { return false }
        let blunted = String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "*" ? Self.blunt : $0 }))
        guard let root = compose(blunted) else { return false }
        var waiting = [root]
        while let node = waiting.popLast() {
            switch node {
            case .mapping(let mapping):
                for (key, value) in mapping {
                    refuseIfAlias(key)
                    waiting.append(value)
                }
            case .sequence(let sequence): waiting.append(contentsOf: sequence)
            case .scalar, .alias: break
            }
        }
        return !findings.isEmpty
    }

    private static let blunt: Unicode.Scalar = "\u{E02A}"

    private mutating func refuseIfAlias(_ key: Yams.Node) {
        guard case .scalar(let scalar) = key else {
            return findings.add(position(key.mark), "a key must be a plain name, not a list or a map")
        }
        if scalar.style == .plain, scalar.string.unicodeScalars.first == Self.blunt {
            findings.add(position(scalar.mark), "an alias cannot be a key; write the key's name")
        }
    }

    private func position(_ mark: Mark?) -> SourcePosition {
        mark.map { SourcePosition(line: $0.line, column: $0.column) } ?? .start
    }
}

// Yams' nodes to ours.
extension YAMLReader {
    private mutating func convert(_ node: Yams.Node, depth: Int) throws -> Node {
        let place = position(node.mark)
        count += 1
        guard count <= options.maxNodes else {
            findings.add(place, "the template has more than \(options.maxNodes) values, its aliases expanded")
            throw Overflow()
        }
        guard depth <= options.maxDepth else {
            findings.add(place, "nested deeper than \(options.maxDepth) levels")
            throw Overflow()
        }
        return tagged(node.tag.description, try content(node, at: place, depth: depth))
    }

    private mutating func content(_ node: Yams.Node, at place: SourcePosition, depth: Int) throws -> Node {
        switch node {
        case .scalar(let scalar):
            return Node(scalar.style == .plain ? Self.plain(scalar.string) : .string(scalar.string), at: place)
        case .sequence(let sequence):
            return Node(.list(try sequence.map { try convert($0, depth: depth + 1) }), at: place)
        case .mapping(let mapping):
            return Node(.map(try members(mapping, depth: depth)), at: place)
        case .alias:
            findings.add(place, "this alias is not understood; write its value out")
            return Node(.null, at: place)
        }
    }

    private mutating func members(_ mapping: Yams.Node.Mapping, depth: Int) throws -> [Node.Member] {
        var members: [Node.Member] = []
        var names: Set<String> = []
        for (key, value) in mapping {
            let place = position(key.mark)
            guard case .scalar(let scalar) = key else {
                findings.add(place, "a key must be a plain name, not a list or a map")
                continue
            }
            if scalar.string == "<<", scalar.style == .plain {
                findings.add(place, "merge keys (<<) are not part of CloudFormation's YAML; write the members out")
            }
            if !names.insert(scalar.string).inserted {
                findings.add(place, "the key \(scalar.string) stands twice in one map; rename or remove one")
            }
            let node = try convert(value, depth: depth + 1)
            members.append(Node.Member(name: scalar.string, position: place, value: node))
        }
        return members
    }

    private mutating func tagged(_ tag: String, _ node: Node) -> Node {
        if tag.hasPrefix("tag:yaml.org,2002:") {
            let name = tag.dropFirst("tag:yaml.org,2002:".count)
            guard Self.plainTags.contains(String(name)) else {
                findings.add(node.position, "the YAML tag !!\(name) is not part of CloudFormation's YAML")
                return node
            }
            return node
        }
        guard tag.hasPrefix("!"), tag.count > 1 else { return node }
        guard options.allowsFunctions else {
            findings.add(node.position, "the tag \(tag) has no meaning here")
            return node
        }
        return function(String(tag.dropFirst()), node)
    }

    private func function(_ name: String, _ node: Node) -> Node {
        let long = name == "Ref" || name == "Condition" ? name : "Fn::" + name
        return .map([(long, node)], at: node.position)
    }

    private static let plainTags: Set<String> = ["str", "int", "float", "bool", "null", "map", "seq"]

    /// A plain scalar as CloudFormation takes it: YAML 1.1's dates, octal and base-60 numbers, `yes` and `on` stay
    /// the text they are (`2012-10-17`, `0644`, `12:30`), which is what their readers expect.
    static func plain(_ text: String) -> Node.Value {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first),
            text.utf8.count <= 64, case .number(let number)? = try? JSONValue(parsing: text)
        else { return .string(text) }
        return .number(number)
    }
}

// What Yams throws.
extension YAMLReader {
    private mutating func report(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            findings.add(position(mark), "this is not valid YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.joined(separator: ", ")
            findings.add(
                position(context.mark), "the key \(names) stands twice in one map; rename or remove one")
        case .reader(let problem, let offset, _, _):
            findings.add(position(offset: offset ?? 0), "this is not readable text: \(problem)")
        default:
            findings.add(.start, "this cannot be read as YAML: \(error)")
        }
    }

    private func position(offset: Int) -> SourcePosition {
        let before = text.prefix(offset)
        let line = before.count { $0.isNewline } + 1
        let column = before.reversed().prefix { !$0.isNewline }.count + 1
        return SourcePosition(line: line, column: column)
    }
}
