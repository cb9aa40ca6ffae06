/// Runs a program over a text: backtracking with a stack of its own and a budget of steps; linear where the program
/// allows, by never trying a state again that has failed.
struct RegexMatcher {
    struct Exhausted: Error {}

    private struct Choice {
        var instruction: Int
        var position: Int
        /// How much of the undo log stood when the choice was made.
        var undo: Int
    }

    private struct Undo {
        var register: Int
        var value: Int
    }

    let program: RegexProgram
    private(set) var text: [UInt16]
    private(set) var steps = 0
    private let budget: Int
    /// Captures (two each; the first is the whole match), then marks, then counters; -1: not set.
    private var registers: [Int]
    private var choices: [Choice] = []
    private var undos: [Undo] = []
    private var visited: [UInt64] = []
    private let marks: Int
    private let counters: Int

    init(_ program: RegexProgram, _ text: [UInt16], budget: Int) {
        self.program = program
        self.text = text
        self.budget = budget
        marks = (program.captureCount + 1) * 2
        counters = marks + program.markCount
        registers = [Int](repeating: -1, count: counters + program.counterCount)
    }

    /// Begins with another text.
    mutating func reset(_ text: [UInt16]) {
        self.text = text
        steps = 0
        choices.removeAll(keepingCapacity: true)
        undos.removeAll(keepingCapacity: true)
    }

    /// Whether there is a match at or behind `start`; the first one's bounds are kept.
    mutating func findFirst(from start: Int) throws(Exhausted) -> Bool {
        visited = []
        var position = start
        while position <= text.count {
            if program.isAnchored, position > 0 { return false }
            if let unit = program.firstUnit {
                guard let next = text[position...].firstIndex(of: unit) else { return false }
                position = next
            }
            for index in registers.indices { registers[index] = -1 }
            undos.removeAll(keepingCapacity: true)
            if let end = try run(0, position, isBackward: false) {
                registers[0] = position
                registers[1] = end
                return true
            }
            position += 1
        }
        return false
    }

    /// The bounds of a group of the last match, 0 for the whole; nil where it took no part.
    @inline(__always)
    func bounds(_ group: Int) -> Range<Int>? {
        let low = registers[group * 2]
        let high = registers[group * 2 + 1]
        return low >= 0 && high >= low ? low..<high : nil
    }

    private mutating func set(_ register: Int, _ value: Int) {
        undos.append(Undo(register: register, value: registers[register]))
        registers[register] = value
    }

    private mutating func undo(to count: Int) {
        while undos.count > count {
            let last = undos.removeLast()
            registers[last.register] = last.value
        }
    }

    /// The end of a match that begins at `instruction` and `position`; nil: none.
    private mutating func run(_ instruction: Int, _ position: Int, isBackward: Bool) throws(Exhausted) -> Int? {
        let base = choices.count
        let undoBase = undos.count
        var current = instruction
        var place = position
        while true {
            steps += 1
            if steps > budget { throw Exhausted() }
            var isAlive = true
            switch program.instructions[current] {
            case .accept:
                choices.removeSubrange(base...)
                return place
            case .jump(let target): current = target
            case .split(let first, let second):
                choices.append(Choice(instruction: second, position: place, undo: undos.count))
                current = first
            case .count(let counter, let least, _, _, _, let mark)
            where registers[counters + counter] >= least && registers[marks + mark] == place:
                isAlive = false
            case .count(let counter, let least, let most, let isGreedy, let body, _):
                count(counter, least, most, isGreedy, body, &current, place)
            case .look(let isBehind, let isNegated, let end, let captures):
                isAlive = try look(current + 1, place, isBehind, isNegated, captures)
                current = end
            default:
                isAlive = step(program.instructions[current], &place, isBackward)
                current += 1
            }
            if isAlive, shouldRemember { isAlive = remember(current, place) }
            if isAlive { continue }
            guard choices.count > base, let choice = choices.popLast() else {
                undo(to: undoBase)
                return nil
            }
            undo(to: choice.undo)
            current = choice.instruction
            place = choice.position
        }
    }

    private mutating func count(
        _ counter: Int, _ least: Int, _ most: Int, _ isGreedy: Bool, _ body: Int, _ current: inout Int, _ place: Int
    ) {
        let done = registers[counters + counter] + 1
        set(counters + counter, done)
        let exit = current + 1
        if done < least {
            current = body
        } else if done >= most {
            current = exit
        } else {
            choices.append(Choice(instruction: isGreedy ? exit : body, position: place, undo: undos.count))
            current = isGreedy ? body : exit
        }
    }

    private mutating func look(
        _ start: Int, _ place: Int, _ isBehind: Bool, _ isNegated: Bool, _ captures: Range<Int>
    ) throws(Exhausted) -> Bool {
        let undoBase = undos.count
        let found = try run(start, place, isBackward: isBehind) != nil
        if isNegated, found { undo(to: undoBase) }
        return found != isNegated
    }

    // MARK: Linear time

    private var shouldRemember: Bool {
        program.isMemoizable && steps > 2_000 && program.instructions.count * text.count < 512_000_000
    }

    /// Notes the state; false where it was tried before.
    private mutating func remember(_ instruction: Int, _ place: Int) -> Bool {
        guard case .split = program.instructions[instruction] else { return true }
        if visited.isEmpty {
            visited = [UInt64](repeating: 0, count: program.instructions.count * (text.count + 1) / 64 + 1)
        }
        let bit = instruction * (text.count + 1) + place
        if visited[bit / 64] & (1 << UInt64(bit % 64)) != 0 { return false }
        visited[bit / 64] |= 1 << UInt64(bit % 64)
        return true
    }

    // MARK: Single steps

    @inline(__always)
    private mutating func step(
        _ instruction: RegexProgram.Instruction, _ place: inout Int, _ isBackward: Bool
    ) -> Bool {
        switch instruction {
        case .unit(let unit): return consume(&place, isBackward) { $0 == unit }
        case .folded(let unit): return consume(&place, isBackward) { RegexCase.canonical($0) == unit }
        case .set(let number):
            guard let unit = next(place, isBackward), program.sets[number].contains(unit) else { return false }
            place += isBackward ? -1 : 1
            return true
        case .anyExceptLineEnd: return consume(&place, isBackward) { !Self.isLineEnd($0) }
        case .save(let register): set(register, place)
        case .clear(let captures): for capture in captures { clear(capture) }
        case .mark(let mark): set(marks + mark, place)
        case .progress(let mark): return registers[marks + mark] != place
        case .resetCounter(let counter): set(counters + counter, -1)
        case .backreference(let number): return repeats(number, &place, isBackward)
        default: return holds(instruction, place)
        }
        return true
    }

    private mutating func clear(_ capture: Int) {
        set(capture * 2, -1)
        set(capture * 2 + 1, -1)
    }

    private func next(_ place: Int, _ isBackward: Bool) -> UInt16? {
        if isBackward { return place > 0 ? text[place - 1] : nil }
        return place < text.count ? text[place] : nil
    }

    @inline(__always)
    private func consume(_ place: inout Int, _ isBackward: Bool, _ matches: (UInt16) -> Bool) -> Bool {
        guard let unit = next(place, isBackward), matches(unit) else { return false }
        place += isBackward ? -1 : 1
        return true
    }

    private func holds(_ assertion: RegexProgram.Instruction, _ place: Int) -> Bool {
        switch assertion {
        case .lineStart: place == 0 || program.isMultiline && Self.isLineEnd(text[place - 1])
        case .lineEnd: place == text.count || program.isMultiline && Self.isLineEnd(text[place])
        case .wordBoundary(let isNegated): (isWord(place - 1) != isWord(place)) != isNegated
        default: true
        }
    }

    private func isWord(_ place: Int) -> Bool {
        guard text.indices.contains(place) else { return false }
        let unit = text[place]
        return Ascii.isDigit(unit) || unit == 0x5F || (unit | 0x20 >= 0x61 && unit | 0x20 <= 0x7A)
    }

    private static func isLineEnd(_ unit: UInt16) -> Bool {
        unit == 0x0A || unit == 0x0D || unit == 0x2028 || unit == 0x2029
    }

    /// A group that took no part matches the empty text.
    private func repeats(_ number: Int, _ place: inout Int, _ isBackward: Bool) -> Bool {
        let low = registers[number * 2]
        let high = registers[number * 2 + 1]
        guard low >= 0, high >= low else { return true }
        let start = isBackward ? place - (high - low) : place
        guard start >= 0, start + (high - low) <= text.count else { return false }
        for offset in 0..<(high - low) where !same(text[low + offset], text[start + offset]) { return false }
        place = isBackward ? start : start + (high - low)
        return true
    }

    private func same(_ left: UInt16, _ right: UInt16) -> Bool {
        left == right || program.ignoresCase && RegexCase.canonical(left) == RegexCase.canonical(right)
    }
}
