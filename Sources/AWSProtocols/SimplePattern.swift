/// The regular expressions of AWS's models that are a sequence of characters and character classes with repetitions,
/// matched whole in linear time. Groups, alternatives, look-around and the rest are not evaluated.
struct SimplePattern {
    private struct Piece {
        var ranges: [ClosedRange<UInt32>]
        var isNegated = false
        var minimum = 1
        var maximum: Int?

        func contains(_ scalar: Unicode.Scalar) -> Bool {
            ranges.contains { $0.contains(scalar.value) } != isNegated
        }
    }

    private var pieces: [Piece] = []

    /// Nil where the pattern is more than that.
    init?(_ pattern: String) {
        var reader = PatternReader(pattern)
        reader.dropAnchors()
        while !reader.isAtEnd {
            guard let (ranges, isNegated) = reader.readClass() else { return nil }
            guard let (minimum, maximum) = reader.readRepetition() else { return nil }
            pieces.append(Piece(ranges: ranges, isNegated: isNegated, minimum: minimum, maximum: maximum))
        }
        // With one repetition at most, of the last piece, no choice is ever open.
        guard pieces.dropLast().allSatisfy({ $0.minimum == $0.maximum }) else { return nil }
    }

    func matches(_ text: String) -> Bool {
        var rest = text.unicodeScalars[...]
        for piece in pieces {
            var count = 0
            while let scalar = rest.first, count < piece.maximum ?? .max, piece.contains(scalar) {
                rest = rest.dropFirst()
                count += 1
            }
            guard count >= piece.minimum else { return false }
        }
        return rest.isEmpty
    }
}

private struct PatternReader {
    private var scalars: [Unicode.Scalar]
    private var position = 0

    init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

    var isAtEnd: Bool { position >= scalars.count }

    mutating func dropAnchors() {
        if scalars.first == "^" { scalars.removeFirst() }
        if scalars.last == "$", scalars.dropLast().last != "\\" { scalars.removeLast() }
    }

    private mutating func next() -> Unicode.Scalar? {
        guard !isAtEnd else { return nil }
        position += 1
        return scalars[position - 1]
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard !isAtEnd, scalars[position] == scalar else { return false }
        position += 1
        return true
    }

    mutating func readClass() -> (ranges: [ClosedRange<UInt32>], isNegated: Bool)? {
        guard let scalar = next() else { return nil }
        switch scalar {
        case "[": return readBrackets()
        case "\\": return readEscape().map { ($0, false) }
        case ".": return ([0x0A...0x0A, 0x0D...0x0D], true)
        case "(", ")", "|", "*", "+", "?", "{", "^", "$": return nil
        default: return ([scalar.value...scalar.value], false)
        }
    }

    private mutating func readBrackets() -> (ranges: [ClosedRange<UInt32>], isNegated: Bool)? {
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        while let scalar = next() {
            if scalar == "]" { return ranges.isEmpty ? nil : (ranges, isNegated) }
            // Nested classes and intersections are Java's own.
            if scalar == "[" || scalar == "&" && !isAtEnd && scalars[position] == "&" { return nil }
            guard let low = scalar == "\\" ? readEscape() : [scalar.value...scalar.value] else { return nil }
            guard position + 1 < scalars.count, scalars[position] == "-", scalars[position + 1] != "]" else {
                ranges += low
                continue
            }
            position += 1
            guard let first = low.first, low.count == 1, first.count == 1, let end = next() else { return nil }
            guard let high = end == "\\" ? readEscape() : [end.value...end.value], let last = high.first,
                high.count == 1,
                first.lowerBound <= last.upperBound
            else { return nil }
            ranges.append(first.lowerBound...last.upperBound)
        }
        return nil
    }

    private mutating func readEscape() -> [ClosedRange<UInt32>]? {
        guard let scalar = next() else { return nil }
        switch scalar {
        case "d": return [0x30...0x39]
        case "w": return [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
        case "s": return [0x09...0x0D, 0x20...0x20]
        case "t": return [0x09...0x09]
        case "n": return [0x0A...0x0A]
        case "r": return [0x0D...0x0D]
        case "u": return readCode().map { [$0...$0] }
        case "0"..."9", "a"..."z", "A"..."Z": return nil
        default: return [scalar.value...scalar.value]
        }
    }

    /// `\uD800\uDC00` is one scalar, as Java reads it.
    private mutating func readCode() -> UInt32? {
        guard let unit = readUnit() else { return nil }
        guard (0xD800..<0xDC00).contains(unit) else { return unit }
        guard take("\\"), take("u"), let low = readUnit(), (0xDC00..<0xE000).contains(low) else { return nil }
        return 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
    }

    private mutating func readUnit() -> UInt32? {
        guard position + 4 <= scalars.count else { return nil }
        let digits = String(String.UnicodeScalarView(scalars[position..<(position + 4)]))
        position += 4
        return UInt32(digits, radix: 16)
    }

    mutating func readRepetition() -> (minimum: Int, maximum: Int?)? {
        let result: (Int, Int?)?
        if take("*") {
            result = (0, nil)
        } else if take("+") {
            result = (1, nil)
        } else if take("?") {
            result = (0, 1)
        } else if take("{") {
            result = readCounts()
        } else {
            return (1, 1)
        }
        // Possessive and reluctant repetitions are not evaluated.
        return take("+") || take("?") ? nil : result
    }

    private mutating func readCounts() -> (Int, Int?)? {
        guard let end = scalars[position...].firstIndex(of: "}") else { return nil }
        let text = String(String.UnicodeScalarView(scalars[position..<end]))
        position = end + 1
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard let minimum = Int(parts[0]) else { return nil }
        if parts.count == 1 { return (minimum, minimum) }
        if parts[1].isEmpty { return (minimum, nil) }
        return Int(parts[1]).map { (minimum, $0) }
    }
}
