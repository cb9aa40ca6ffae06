import EngineTestKit
import JSONModel

/// Grows paths whose meaning it knows, intrinsic calls, and values, from a seed.
struct PathGarden {
    private let random: SeededRandomness

    init(seed: UInt64) { random = SeededRandomness(seed: seed) }

    func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    /// A step, as Goessner defines it over lists of nodes.
    indirect enum Step {
        case name(String)
        case index(Int)
        case indices([Int])
        case slice(Int?, Int?, Int)
        case wildcard
        /// `..name`, `..[0]`, `..*`
        case below(Step)
        case filter(name: String, comparison: String, number: Int)

        var text: String {
            switch self {
            case .name(let name): "['\(name)']"
            case .index(let index): "[\(index)]"
            case .indices(let indices): "[" + indices.map(String.init).joined(separator: ", ") + "]"
            case .slice(let from, let to, let by):
                "[\(from.map(String.init) ?? ""):\(to.map(String.init) ?? "")" + (by == 1 ? "]" : ":\(by)]")
            case .wildcard: "[*]"
            case .below(let step): ".." + step.text
            case .filter(let name, let comparison, let number): "[?(@.\(name) \(comparison) \(number))]"
            }
        }

        func select(_ node: JSONValue) -> [JSONValue] {
            switch self {
            case .name(let name): return node[name].map { [$0] } ?? []
            case .index(let index): return element(index, node)
            case .indices(let indices): return indices.flatMap { element($0, node) }
            case .wildcard: return Self.children(node)
            case .below(let step): return Self.selfAndBelow(node).flatMap(step.select)
            case .slice(let from, let to, let by): return slice(node.arrayValue ?? [], from, to, by)
            case .filter(let name, let comparison, let number):
                let tested = node.arrayValue ?? (node.objectValue == nil ? [] : [node])
                return tested.filter { holds($0[name], comparison, number) }
            }
        }

        private func element(_ index: Int, _ node: JSONValue) -> [JSONValue] {
            let elements = node.arrayValue ?? []
            return node[index < 0 ? index + elements.count : index].map { [$0] } ?? []
        }

        private func slice(_ elements: [JSONValue], _ from: Int?, _ to: Int?, _ by: Int) -> [JSONValue] {
            let first = from.map { $0 < 0 ? $0 + elements.count : $0 } ?? 0
            let end = to.map { $0 < 0 ? $0 + elements.count : $0 } ?? elements.count
            return elements.indices.filter { $0 >= first && $0 < end && ($0 - max(first, 0)) % by == 0 }
                .map { elements[$0] }
        }

        private func holds(_ value: JSONValue?, _ comparison: String, _ number: Int) -> Bool {
            guard let value = value?.doubleValue else { return comparison == "!=" }
            return switch comparison {
            case "<": value < Double(number)
            case ">=": value >= Double(number)
            case "==": value == Double(number)
            default: value != Double(number)
            }
        }

        static func children(_ node: JSONValue) -> [JSONValue] {
            node.arrayValue ?? node.objectValue?.values ?? []
        }

        /// Arrays and objects, the node first.
        static func selfAndBelow(_ node: JSONValue) -> [JSONValue] {
            guard node.arrayValue != nil || node.objectValue != nil else { return [] }
            return [node] + children(node).flatMap(selfAndBelow)
        }
    }

    static let names = ["a", "b", "c", "d e", "é"]

    func step() -> Step {
        switch below(12) {
        case 0...4: .name(pick(Self.names))
        case 5: .index(below(5) - 2)
        case 6: .indices((0...below(2) + 1).map { _ in below(5) - 2 })
        case 7: .slice(pick([nil, 0, 1, -2]), pick([nil, 2, 3, -1]), pick([1, 2]))
        case 8: .wildcard
        case 9: .below(pick([.name(pick(Self.names)), .index(below(2)), .wildcard]))
        default: .filter(name: pick(["a", "b", "c"]), comparison: pick(["<", ">=", "==", "!="]), number: below(5))
        }
    }

    func value(_ depth: Int) -> JSONValue {
        switch depth > 0 ? below(9) : below(3) {
        case 0: .int(below(6))
        case 1: pick([nil, true, "x", 2.5, "é", -1])
        case 2, 3: .array((0..<below(5)).map { _ in value(depth - 1) })
        default: .object(JSONObject((0..<below(6)).map { _ in (pick(Self.names), value(depth - 1)) }))
        }
    }

    private static let functions = [
        "Format", "StringToJson", "JsonToString", "Array", "ArrayPartition", "ArrayContains", "ArrayRange",
        "ArrayGetItem", "ArrayLength", "ArrayUnique", "Base64Encode", "Base64Decode", "Hash", "JsonMerge", "MathRandom",
        "MathAdd", "StringSplit", "UUID", "Nope",
    ]
    private static let leaves = [
        "$.a", "$", "$$.a", "$v", "'x'", "'{} {}'", "'a\\'b'", "1", "-3", "2.5", "1e3", "true", "null", "'SHA-256'",
        "$.a[0]",
        "'W10='", "'[1,2]'", "99999999999",
    ]

    func call(_ depth: Int) -> String {
        let arguments = (0..<below(4)).map { _ in depth > 0 && below(3) == 0 ? call(depth - 1) : pick(Self.leaves) }
        return "States.\(pick(Self.functions))(" + arguments.joined(separator: pick([", ", ",", " , "])) + ")"
    }

    func broken(_ text: String) -> String {
        var characters = Array(text)
        for _ in 0...below(2) where !characters.isEmpty {
            let place = below(characters.count)
            switch below(4) {
            case 0: characters.remove(at: place)
            case 1: characters.insert(characters[below(characters.count)], at: place)
            case 2: characters[place] = pick(Array("$.[]()'\"*?@,:-0129ab<>=!&|~ \\é{}"))
            default: characters.removeSubrange(place...)
            }
        }
        return String(characters)
    }
}
