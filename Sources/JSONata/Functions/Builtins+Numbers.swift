import JSONModel
import Foundations

extension Builtins {
    static let numbers: [Native] = [
        defined("number", 1, "<(nsb)-:n>") { arguments, _ throws(JSONataError) in
            switch arguments[0] {
            case .number: return arguments[0]
            case .bool(let value): return .number(value ? 1 : 0)
            case .string(let text):
                if let number = NumberReader.number(text) { return .number(number) }
                throw JSONataError(code: "D3030", value: .string(text), index: 1)
            default: throw JSONataError(code: "D3030", value: arguments[0].evidence, index: 1)
            }
        },
        ofNumber("abs") { number throws(JSONataError) in abs(number) },
        ofNumber("floor") { number throws(JSONataError) in number.rounded(.down) },
        ofNumber("ceil") { number throws(JSONataError) in number.rounded(.up) },
        ofNumber("sqrt") { number throws(JSONataError) in
            guard number >= 0 else { throw JSONataError(code: "D3060", value: .double(number), index: 1) }
            return number.squareRoot()
        },
        native("round", 2, "<n-n?:n>") { arguments, _ throws(JSONataError) in
            guard case .number(let number) = arguments.at(0) else { return .undefined }
            return .number(rounded(number, places: arguments.at(1).number ?? 0))
        },
        native("power", 2, "<n-n:n>") { arguments, _ throws(JSONataError) in
            guard case .number(let base) = arguments.at(0), case .number(let exponent) = arguments.at(1) else {
                return .undefined
            }
            let result = Mathematics.power(base, exponent)
            guard result.isFinite else {
                throw JSONataError(
                    code: "D3061", value: arguments[0].evidence, value2: arguments[1].evidence, index: 1)
            }
            return .number(result)
        },
        native("random", 0, "<:n>") { _, site throws(JSONataError) in
            .number(site.machine.environment.random.unitInterval())
        },
        native("formatBase", 2, "<n-n?:s>") { arguments, _ throws(JSONataError) in
            guard case .number(let number) = arguments.at(0) else { return .undefined }
            let radix = rounded(arguments.at(1).number ?? 10, places: 0)
            guard radix >= 2, radix <= 36 else { throw JSONataError(code: "D3100", value: .double(radix), index: 2) }
            return .string(text(rounded(number, places: 0), radix: UInt32(radix)))
        },
        native("formatNumber", 3, "<n-so?:s>") { arguments, _ throws(JSONataError) in
            guard case .number(let number) = arguments.at(0), let picture = arguments.at(1).string else {
                return .undefined
            }
            return .string(try NumberPicture(picture, NumberSymbols(arguments.at(2))).format(number))
        },
        native("formatInteger", 2, "<n-s:s>") { arguments, _ throws(JSONataError) in
            guard case .number(let number) = arguments.at(0), let picture = arguments.at(1).string else {
                return .undefined
            }
            return .string(try IntegerPicture(picture).format(number.rounded(.down)))
        },
        native("parseInteger", 2, "<s-s:n>") { arguments, _ throws(JSONataError) in
            guard case .string(let text) = arguments.at(0), let picture = arguments.at(1).string else {
                return .undefined
            }
            guard let number = try IntegerPicture(picture).parse(text) else { return .undefined }
            return .number(number)
        },
    ]

    /// Half to even, of the shortest decimal text (so that 4.515 to 2 places is 4.52).
    static func rounded(_ number: Double, places: Double) -> Double {
        guard number.isFinite else { return number }
        let shift = Int(max(-400, min(400, places.rounded(.towardZero))))
        let shifted = shift == 0 ? number : scaled(number, by: shift)
        guard shifted.isFinite else { return number }
        var result = shifted.rounded(.toNearestOrEven)
        if shift != 0 { result = scaled(result, by: -shift) }
        return result == 0 ? 0 : result
    }

    private static func scaled(_ number: Double, by shift: Int) -> Double {
        let text = number.description
        guard let mark = text.firstIndex(of: "e") else { return Double(text + "e\(shift)") ?? number }
        let exponent = Int(text[text.index(after: mark)...]) ?? 0
        return Double(text[..<mark] + "e\(exponent + shift)") ?? number
    }

    private static func text(_ number: Double, radix: UInt32) -> String {
        if radix == 10 { return NumberText.text(number) }
        var rest = Natural(whole: abs(number))
        if rest.isZero { return "0" }
        var digits: [UInt8] = []
        while !rest.isZero {
            let digit = UInt8(rest.divide(by: radix))
            digits.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
        if number < 0 { digits.append(0x2D) }
        return String(decoding: digits.reversed(), as: UTF8.self)
    }
}

/// Reads what `$number` takes: JSON's numbers, leading zeros allowed, and `0x`, `0o`, `0b`.
enum NumberReader {
    static func number(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        if bytes.count > 2, bytes[0] == 0x30 {
            switch bytes[1] | 0x20 {
            case 0x78: return whole(bytes[2...], radix: 16)
            case 0x6F: return whole(bytes[2...], radix: 8)
            case 0x62: return whole(bytes[2...], radix: 2)
            default: break
            }
        }
        guard isDecimal(bytes), let value = Double(text), value.isFinite else { return nil }
        return value
    }

    private static func whole(_ digits: ArraySlice<UInt8>, radix: Double) -> Double? {
        var value = 0.0
        for byte in digits {
            guard let digit = Ascii.hexadecimal(UInt16(byte)), Double(digit) < radix else { return nil }
            value = value * radix + Double(digit)
        }
        return value
    }

    private static func isDecimal(_ bytes: [UInt8]) -> Bool {
        var index = 0
        func digits() -> Bool {
            let start = index
            while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 { index += 1 }
            return index > start
        }
        if bytes.first == 0x2D { index += 1 }
        guard digits() else { return false }
        if index < bytes.count, bytes[index] == 0x2E {
            index += 1
            guard digits() else { return false }
        }
        if index < bytes.count, bytes[index] | 0x20 == 0x65 {
            index += 1
            if index < bytes.count, bytes[index] == 0x2B || bytes[index] == 0x2D { index += 1 }
            guard digits() else { return false }
        }
        return index == bytes.count
    }
}
