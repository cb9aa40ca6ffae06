extension JSONValue {
    /// The value as JSON text: compact, or with two spaces of indent a level.
    public func serialized(pretty: Bool = false) -> String {
        var printer = JSONPrinter(pretty: pretty)
        printer.print(self, depth: 0)
        return printer.text
    }

    /// The value as UTF-8 JSON text.
    public func serializedBytes(pretty: Bool = false) -> [UInt8] {
        var printer = JSONPrinter(pretty: pretty)
        printer.print(self, depth: 0)
        return printer.bytes
    }
}

struct JSONPrinter: ~Copyable {
    let pretty: Bool
    var output = ByteOutput()

    init(pretty: Bool) { self.pretty = pretty }

    var bytes: [UInt8] { Array(output.written) }
    var text: String { String(decoding: output.written, as: UTF8.self) }

    mutating func print(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: output.append("null")
        case .bool(let value): output.append(value ? "true" : "false")
        case .number(let number): print(number)
        case .string(let text): print(text)
        case .array(let elements): print(elements, depth: depth)
        case .object(let object): print(object, depth: depth)
        }
    }

    private mutating func print(_ elements: [JSONValue], depth: Int) {
        guard !elements.isEmpty else { return output.append("[]") }
        output.append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            if pretty { output.newline(depth + 1) }
            print(element, depth: depth + 1)
        }
        if pretty { output.newline(depth) }
        output.append(UInt8(ascii: "]"))
    }

    private mutating func print(_ object: JSONObject, depth: Int) {
        guard !object.isEmpty else { return output.append("{}") }
        output.append(UInt8(ascii: "{"))
        object.withMembers { names, values in
            for position in names.indices {
                if position > 0 { output.append(UInt8(ascii: ",")) }
                if pretty { output.newline(depth + 1) }
                print(names[position])
                output.append(UInt8(ascii: ":"))
                if pretty { output.append(UInt8(ascii: " ")) }
                print(values[position], depth: depth + 1)
            }
        }
        if pretty { output.newline(depth) }
        output.append(UInt8(ascii: "}"))
    }

    private mutating func print(_ number: JSONNumber) {
        switch number.storage {
        case .integer(let value): output.append(value, scale: 0)
        case .decimal(let digits, let scale): output.append(digits, scale: Int(scale))
        case .double, .literal: output.append(number.description)
        }
    }

    private mutating func print(_ text: String) {
        var text = text
        text.withUTF8 { output.appendQuoted($0) }
    }
}
