import JSONModel

/// a, b, … z, aa, ab, …
enum Letters {
    static func text(_ value: Double, isUpper: Bool) throws(JSONataError) -> String {
        guard let number = UInt64(exactly: value) else { throw JSONataError(code: "D3130", value: .double(value)) }
        let first: UInt8 = isUpper ? 0x41 : 0x61
        var rest = number
        var letters: [UInt8] = []
        while rest > 0 {
            letters.append(first + UInt8((rest - 1) % 26))
            rest = (rest - 1) / 26
        }
        return String(decoding: letters.reversed(), as: UTF8.self)
    }

    static func number(_ text: String) -> Double? {
        var value = 0.0
        for byte in text.utf8 {
            let letter = byte | 0x20
            guard letter >= 0x61, letter <= 0x7A else { return nil }
            value = value * 26 + Double(letter - 0x60)
        }
        return value
    }
}

/// I, II, … M.
enum Roman {
    private static let numerals: [(Int, String)] = [
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
        (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ]

    static func text(_ value: Double, isUpper: Bool) throws(JSONataError) -> String {
        guard value < 1_000_000, var rest = Int(exactly: value) else {
            throw JSONataError(code: "D3130", value: .double(value))
        }
        var text = ""
        for (amount, letters) in numerals {
            while rest >= amount {
                text += letters
                rest -= amount
            }
        }
        return isUpper ? text.uppercased() : text
    }

    static func number(_ text: String) -> Double? {
        let values: [Character: Int] = ["m": 1000, "d": 500, "c": 100, "l": 50, "x": 10, "v": 5, "i": 1]
        var total = 0
        var largest = 0
        for letter in text.lowercased().reversed() {
            guard let value = values[letter] else { return nil }
            if value < largest { total -= value } else { total += value }
            largest = max(largest, value)
        }
        return Double(total)
    }
}
