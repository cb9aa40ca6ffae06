/// Code units that the scanners look for.
enum Ascii {
    static let quote: UInt16 = 0x22
    static let dollar: UInt16 = 0x24
    static let apostrophe: UInt16 = 0x27
    static let asterisk: UInt16 = 0x2A
    static let plus: UInt16 = 0x2B
    static let minus: UInt16 = 0x2D
    static let dot: UInt16 = 0x2E
    static let slash: UInt16 = 0x2F
    static let zero: UInt16 = 0x30
    static let backslash: UInt16 = 0x5C
    static let backquote: UInt16 = 0x60
    static let e: UInt16 = 0x65

    static func isDigit(_ unit: UInt16) -> Bool { unit >= 0x30 && unit <= 0x39 }

    static func hexadecimal(_ unit: UInt16) -> UInt16? {
        switch unit {
        case 0x30...0x39: unit - 0x30
        case 0x41...0x46: unit - 0x41 + 10
        case 0x61...0x66: unit - 0x61 + 10
        default: nil
        }
    }
}
