import JSONModel

/// Values as `$string` writes them: JSON, numbers to 15 digits, functions as empty strings.
struct ValuePrinter {
    private let isPretty: Bool
    private var bytes: [UInt8] = []

    private init(isPretty: Bool) { self.isPretty = isPretty }

    /// A string is its own text; undefined is empty.
    static func text(of value: Value, isPretty: Bool = false) throws(JSONataError) -> String {
        switch value {
        case .string(let text): return text
        case .undefined, .unbound, .function: return ""
        case .bool(let value): return value ? "true" : "false"
        case .null: return "null"
        case .number(let number):
            guard number.isFinite else { throw JSONataError(code: "D3001", value: value.evidence) }
            return NumberText.roundedText(number)
        default:
            var printer = ValuePrinter(isPretty: isPretty)
            try printer.print(value.unwrapped, depth: 0)
            return String(decoding: printer.bytes, as: UTF8.self)
        }
    }

    private mutating func print(_ value: Value, depth: Int) throws(JSONataError) {
        switch value {
        case .undefined, .unbound, .null: append("null")
        case .function: append("\"\"")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let number):
            guard number.isFinite else { throw JSONataError(code: "D1001", value: value.evidence) }
            append(NumberText.roundedText(number))
        case .string(let text): print(text)
        case .array, .inputArray: try print(List(value), depth: depth)
        case .tuples(let stream): try print(List(.list(stream.tuples.map(\.context))), depth: depth)
        case .object, .inputObject: try printMembers(value, depth: depth)
        }
    }

    private mutating func print(_ list: List, depth: Int) throws(JSONataError) {
        guard list.count > 0 else { return append("[]") }
        append("[")
        for index in 0..<list.count {
            if index > 0 { append(",") }
            newline(depth + 1)
            try print(list[index], depth: depth + 1)
        }
        newline(depth)
        append("]")
    }

    private mutating func printMembers(_ value: Value, depth: Int) throws(JSONataError) {
        guard let members = Members(value), members.count > 0 else { return append("{}") }
        append("{")
        for index in 0..<members.count {
            if index > 0 { append(",") }
            newline(depth + 1)
            print(members.names[index])
            append(isPretty ? ": " : ":")
            try print(members.values[index], depth: depth + 1)
        }
        newline(depth)
        append("}")
    }

    private mutating func print(_ text: String) { bytes += JSONValue.string(text).serializedBytes() }

    private mutating func newline(_ depth: Int) {
        guard isPretty else { return }
        bytes.append(0x0A)
        bytes += repeatElement(0x20, count: depth * 2)
    }

    private mutating func append(_ text: String) { bytes += text.utf8 }
}
