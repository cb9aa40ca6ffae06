import JSONModel

extension Builtins {
    static let encodings: [Native] = [
        ofString("base64encode") { text throws(JSONataError) in .string(Base64.encode(Latin1.bytes(text))) },
        ofString("base64decode") { text throws(JSONataError) in .string(Latin1.text(Base64.decode(text))) },
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

/// Base64 of RFC 4648 §4; reading is lenient, as Node's is.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let chunk = bytes[index..<min(index + 3, bytes.count)]
            var bits: UInt32 = 0
            for offset in 0..<3 { bits = bits << 8 | (offset < chunk.count ? UInt32(chunk[index + offset]) : 0) }
            for place in 0..<4 {
                let isPadding = place > chunk.count
                result.append(isPadding ? 0x3D : alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)])
            }
            index += 3
        }
        return String(decoding: result, as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text.utf8 {
            if byte == 0x3D { break }
            guard let value = value(byte) else { continue }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x41...0x5A: UInt32(byte - 0x41)
        case 0x61...0x7A: UInt32(byte - 0x61 + 26)
        case 0x30...0x39: UInt32(byte - 0x30 + 52)
        case 0x2B, 0x2D: 62
        case 0x2F, 0x5F: 63
        default: nil
        }
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
