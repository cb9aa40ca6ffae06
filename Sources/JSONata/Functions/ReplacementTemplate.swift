/// `$0`, `$1` … and `$$` in the text that replaces a match.
enum ReplacementTemplate {
    private static let dollar: UInt8 = 0x24

    /// Adds the template's text to `result`, filled for a match with so many groups; `group` adds one, 0 for the whole.
    static func fill(
        _ template: [UInt8], groups count: Int, into result: inout [UInt8], _ group: (Int, inout [UInt8]) -> Void
    ) {
        var index = 0
        while index < template.count {
            if template[index] == dollar {
                index += 1
                fillReference(template, &index, count, &result, group)
            } else {
                result.append(template[index])
                index += 1
            }
        }
    }

    /// What stands for the `$` before `index`.
    private static func fillReference(
        _ template: [UInt8], _ index: inout Int, _ count: Int, _ result: inout [UInt8],
        _ group: (Int, inout [UInt8]) -> Void
    ) {
        guard index < template.count else { return result.append(dollar) }
        if template[index] == dollar || template[index] == 0x30 {
            if template[index] == dollar { result.append(dollar) } else { group(0, &result) }
            index += 1
            return
        }
        let digits = count < 10 ? 1 : (count < 100 ? 2 : String(count).utf8.count)
        guard var number = number(template, index, digits) else { return result.append(dollar) }
        if digits > 1, number > count { number = self.number(template, index, digits - 1) ?? number }
        index += number < 10 ? 1 : (number < 100 ? 2 : String(number).utf8.count)
        if number >= 1, number <= count { group(number, &result) }
    }

    /// The number of at most so many digits.
    private static func number(_ template: [UInt8], _ index: Int, _ most: Int) -> Int? {
        var value: Int?
        for byte in template[index..<min(template.count, index + most)] {
            guard byte >= 0x30, byte <= 0x39 else { break }
            value = (value ?? 0) * 10 + Int(byte - 0x30)
        }
        return value
    }
}
