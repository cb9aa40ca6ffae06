/// An operator or bracket, and how strongly it binds what stands before it (0: not at all).
struct Symbol {
    let text: String
    let power: Int

    private static let mask: (low: UInt64, high: UInt64) = {
        var mask: (low: UInt64, high: UInt64) = (0, 0)
        for unit in ".[]{}(),@#;:?+-*/%|=<>^&!~".utf16 {
            if unit < 64 { mask.low |= 1 << UInt64(unit) } else { mask.high |= 1 << UInt64(unit - 64) }
        }
        return mask
    }()

    @inline(__always)
    static func isSymbol(_ unit: UInt16) -> Bool {
        if unit < 64 { return mask.low >> UInt64(unit) & 1 == 1 }
        return unit < 128 && mask.high >> UInt64(unit - 64) & 1 == 1
    }

    static func pair(_ first: UInt16, _ second: UInt16, _ dialect: Dialect) -> Symbol? {
        switch (UnicodeScalar(first), UnicodeScalar(second)) {
        case (".", "."): Symbol(text: "..", power: 0)
        case (":", "="): Symbol(text: ":=", power: 10)
        case ("!", "="): Symbol(text: "!=", power: 40)
        case (">", "="): Symbol(text: ">=", power: 40)
        case ("<", "="): Symbol(text: "<=", power: 40)
        case ("*", "*"): Symbol(text: "**", power: 0)
        case ("~", ">"): Symbol(text: "~>", power: 40)
        case ("?", ":") where dialect == .standard: Symbol(text: "?:", power: 40)
        case ("?", "?") where dialect == .standard: Symbol(text: "??", power: 40)
        default: nil
        }
    }

    static func single(_ unit: UInt16) -> Symbol {
        let scalar = UnicodeScalar(unit) ?? " "
        return Symbol(text: String(scalar), power: power(scalar))
    }

    private static func power(_ scalar: Unicode.Scalar) -> Int {
        switch scalar {
        case "[", "(", "@", "#": 80
        case ".": 75
        case "{": 70
        case "*", "/", "%": 60
        case "+", "-", "&": 50
        case "=", "<", ">", "^": 40
        case "?": 20
        default: 0
        }
    }
}
