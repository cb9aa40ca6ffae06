/// Reads a regular expression into its tree.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ source: String) { scalars = Array(source.unicodeScalars) }

    mutating func parse() throws(Mismatch) -> Pattern.Tree {
        if current == "^" { position += 1 }
        let tree = try alternatives()
        guard position == scalars.count else { throw Mismatch(message: "a ) without its (") }
        return tree
    }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func next() throws(Mismatch) -> Unicode.Scalar {
        guard let scalar = current else { throw Mismatch(message: "it ends too early") }
        position += 1
        return scalar
    }

    private mutating func alternatives() throws(Mismatch) -> Pattern.Tree {
        var parts = [try sequence()]
        while current == "|" {
            position += 1
            parts.append(try sequence())
        }
        return parts.count == 1 ? parts[0] : .alternatives(parts)
    }

    private mutating func sequence() throws(Mismatch) -> Pattern.Tree {
        var parts: [Pattern.Tree] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            if scalar == "$", position == scalars.count - 1 {
                position += 1
            } else {
                parts.append(try repeated(try atom()))
            }
        }
        return .sequence(parts)
    }

    private mutating func atom() throws(Mismatch) -> Pattern.Tree {
        switch try next() {
        case "(": return try group()
        case "[": return .set(try characterClass())
        case ".": return .set(Pattern.CharacterSet(ranges: [0x0A...0x0A, 0x0D...0x0D], isNegated: true))
        case "\\": return .set(try escape())
        case "^", "$": throw Mismatch(message: "^ and $ can stand at its ends only")
        case "*", "+", "?", "{": throw Mismatch(message: "a repetition of nothing")
        case let scalar: return .set(.one(scalar))
        }
    }

    private mutating func group() throws(Mismatch) -> Pattern.Tree {
        depth += 1
        guard depth <= 50 else { throw Mismatch(message: "its groups are nested too deeply") }
        if current == "?" {
            position += 1
            guard try next() == ":" else {
                throw Mismatch(message: "groups of the form (?… are not supported, except (?:…)")
            }
        }
        let tree = try alternatives()
        guard current == ")" else { throw Mismatch(message: "a ( without its )") }
        position += 1
        depth -= 1
        return tree
    }

    private mutating func repeated(_ tree: Pattern.Tree) throws(Mismatch) -> Pattern.Tree {
        let result: Pattern.Tree
        switch current {
        case "*": result = .repetition(tree, least: 0, most: nil)
        case "+": result = .repetition(tree, least: 1, most: nil)
        case "?": result = .repetition(tree, least: 0, most: 1)
        case "{":
            position += 1
            return try end(of: try counted(tree))
        default: return tree
        }
        position += 1
        return try end(of: result)
    }

    /// A lazy repetition matches the same whole texts.
    private mutating func end(of tree: Pattern.Tree) throws(Mismatch) -> Pattern.Tree {
        if current == "?" { position += 1 }
        if current == "+" || current == "*" || current == "{" {
            throw Mismatch(message: "possessive and repeated repetitions are not supported")
        }
        return tree
    }

    private mutating func counted(_ tree: Pattern.Tree) throws(Mismatch) -> Pattern.Tree {
        let least = try count()
        var most: Int? = least
        if current == "," {
            position += 1
            most = current == "}" ? nil : try count()
        }
        guard try next() == "}", most.map({ $0 >= least }) ?? true else {
            throw Mismatch(message: "a repetition must be {n}, {n,} or {n,m}")
        }
        return .repetition(tree, least: least, most: most)
    }

    private mutating func count() throws(Mismatch) -> Int {
        var value = 0
        var digits = 0
        while let scalar = current, ("0"..."9").contains(scalar) {
            value = value * 10 + Int(scalar.value - 0x30)
            digits += 1
            position += 1
            guard value <= 4096 else { throw Mismatch(message: "a repetition above 4096") }
        }
        guard digits > 0 else { throw Mismatch(message: "a repetition must be {n}, {n,} or {n,m}") }
        return value
    }
}

// Classes.
extension PatternParser {
    private mutating func characterClass() throws(Mismatch) -> Pattern.CharacterSet {
        var set = Pattern.CharacterSet()
        if current == "^" {
            position += 1
            set.isNegated = true
        }
        var isFirst = true
        while let scalar = current, scalar != "]" || isFirst {
            isFirst = false
            position += 1
            if scalar == "[" || (scalar == "&" && current == "&") {
                throw Mismatch(message: "a class within a class is not supported")
            }
            let part = scalar == "\\" ? try escape() : .one(scalar)
            set.ranges += try range(from: part).ranges
        }
        _ = try next()
        return set
    }

    /// `part`, or the range that it begins.
    private mutating func range(from part: Pattern.CharacterSet) throws(Mismatch) -> Pattern.CharacterSet {
        guard !part.isNegated else { throw Mismatch(message: "\\D, \\W and \\S within a class are not supported") }
        guard current == "-", position + 1 < scalars.count, scalars[position + 1] != "]",
            let first = part.single
        else { return part }
        position += 1
        let scalar = try next()
        let end = scalar == "\\" ? try escape() : .one(scalar)
        guard let last = end.single, first <= last else { throw Mismatch(message: "a range in a class runs backwards") }
        return Pattern.CharacterSet(ranges: [first...last])
    }

    private mutating func escape() throws(Mismatch) -> Pattern.CharacterSet {
        let scalar = try next()
        switch scalar {
        case "d": return .digits
        case "D": return .digits.negated
        case "w": return .word
        case "W": return .word.negated
        case "s": return .space
        case "S": return .space.negated
        case "n": return .one("\n")
        case "r": return .one("\r")
        case "t": return .one("\t")
        default: break
        }
        guard !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar) else {
            throw Mismatch(message: "the escape \\\(scalar) is not supported")
        }
        return .one(scalar)
    }
}

extension Pattern.CharacterSet {
    static func one(_ scalar: Unicode.Scalar) -> Self { Self(ranges: [scalar.value...scalar.value]) }
    static let digits = Self(ranges: [0x30...0x39])
    static let word = Self(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = Self(ranges: [0x09...0x0D, 0x20...0x20])

    var negated: Self { Self(ranges: ranges, isNegated: !isNegated) }

    /// The only character in it.
    var single: UInt32? {
        guard ranges.count == 1, let range = ranges.first, range.count == 1, !isNegated else { return nil }
        return range.lowerBound
    }
}
