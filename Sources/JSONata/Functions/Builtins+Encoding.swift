import Foundations
import JSONModel

extension Builtins {
    static let encodings: [Native] = [
        ofString("base64encode") { text throws(JSONataError) in .string(Base64.encode(Latin1.bytes(text))) },
        ofString("base64decode") { text throws(JSONataError) in .string(Latin1.text(Base64.lenientlyDecoded(text))) },
        ofString("encodeUrlComponent") { text throws(JSONataError) in
            .string(PercentText.encode(text, keeping: PercentText.component))
        },
        ofString("encodeUrl") { text throws(JSONataError) in
            .string(PercentText.encode(text, keeping: PercentText.component.union(PercentText.reserved)))
        },
        ofString("decodeUrlComponent") { text throws(JSONataError) in
            try decoded(text, keeping: [], "decodeUrlComponent")
        },
        ofString("decodeUrl") { text throws(JSONataError) in
            try decoded(text, keeping: PercentText.reserved, "decodeUrl")
        },
    ]

    private static func decoded(_ text: String, keeping: Set<UInt8>, _ name: String) throws(JSONataError) -> Value {
        if let result = PercentText.decode(text, keeping: keeping) { return .string(result) }
        throw JSONataError(code: "D3140", token: name, value: .string(text))
    }
}

/// Strings whose characters stand for bytes, as `btoa` and `atob` take them; UTF-8 where a character is no byte.
enum Latin1 {
    static func bytes(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard scalar.value <= 0xFF else { return Array(text.utf8) }
            bytes.append(UInt8(scalar.value))
        }
        return bytes
    }

    static func text(_ bytes: [UInt8]) -> String {
        var scalars = String.UnicodeScalarView()
        for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
        return String(scalars)
    }
}

/// Percent-encoding as ECMA-262 §19.2.6 has it.
enum PercentText {
    static let component = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()".utf8)
    static let reserved = Set(";/?:@&=+$,#".utf8)
    private static let digits = Array("0123456789ABCDEF".utf8)

    static func encode(_ text: String, keeping kept: Set<UInt8>) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            if kept.contains(byte) {
                result.append(byte)
            } else {
                result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// nil: malformed. Escapes of `kept` stay escapes.
    static func decode(_ text: String, keeping kept: Set<UInt8>) -> String? {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0x25 else {
                result.append(bytes[index])
                index += 1
                continue
            }
            guard index + 2 < bytes.count, let high = Ascii.hexadecimal(UInt16(bytes[index + 1])),
                let low = Ascii.hexadecimal(UInt16(bytes[index + 2]))
            else { return nil }
            let byte = UInt8(high << 4 | low)
            if kept.contains(byte) { result += bytes[index..<index + 3] } else { result.append(byte) }
            index += 3
        }
        return String(validating: result, as: UTF8.self)
    }
}
