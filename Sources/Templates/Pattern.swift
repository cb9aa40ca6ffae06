/// A regular expression whose matching takes time in proportion to the text, whatever the expression: its states
/// advance together, none is tried again. It knows literals, `.`, classes, `\d \w \s` and their opposites, groups,
/// alternatives, `* + ? {m,n}`, and `^ $` at the ends; what needs looking back or around is refused by name.
struct Pattern: Sendable {
    let source: String
    private let program: [Instruction]

    enum Instruction: Sendable {
        case match
        case take(CharacterSet)
        case split(Int, Int)
        case jump(Int)
    }

    init(_ source: String) throws(Mismatch) {
        self.source = source
        var parser = PatternParser(source)
        let tree = try parser.parse()
        var program: [Instruction] = []
        try Self.emit(tree, into: &program)
        program.append(.match)
        self.program = program
    }

    /// Whether the whole text matches.
    func matches(_ text: String) -> Bool {
        var states = closure(of: [0])
        for scalar in text.unicodeScalars {
            guard !states.isEmpty else { return false }
            states = closure(
                of: states.compactMap { state in
                    if case .take(let set) = program[state], set.contains(scalar) { state + 1 } else { nil }
                })
        }
        return states.contains { if case .match = program[$0] { true } else { false } }
    }

    private func closure(of starts: [Int]) -> [Int] {
        var seen = [Bool](repeating: false, count: program.count)
        var result: [Int] = []
        var waiting = starts
        while let state = waiting.popLast() {
            guard !seen[state] else { continue }
            seen[state] = true
            switch program[state] {
            case .jump(let target): waiting.append(target)
            case .split(let first, let second): waiting += [first, second]
            case .match, .take: result.append(state)
            }
        }
        return result
    }
}

extension Pattern {
    struct CharacterSet: Sendable {
        var ranges: [ClosedRange<UInt32>] = []
        var isNegated = false

        func contains(_ scalar: Unicode.Scalar) -> Bool {
            ranges.contains { $0.contains(scalar.value) } != isNegated
        }
    }

    indirect enum Tree: Sendable {
        case set(CharacterSet)
        case sequence([Tree])
        case alternatives([Tree])
        case repetition(Tree, least: Int, most: Int?)
    }

    private static let limit = 5000

    private static func emit(_ tree: Tree, into program: inout [Instruction]) throws(Mismatch) {
        guard program.count < limit else { throw Mismatch(message: "it is too large") }
        switch tree {
        case .set(let set): program.append(.take(set))
        case .sequence(let parts): for part in parts { try emit(part, into: &program) }
        case .alternatives(let parts): try emit(parts[...], into: &program)
        case .repetition(let inner, let least, let most):
            for _ in 0..<least {
                let start = program.count
                try emit(inner, into: &program)
                if program.count == start { return }
            }
            guard let most else { return try emitLoop(inner, into: &program) }
            for _ in least..<max(least, most) { try emitOptional(inner, into: &program) }
        }
    }

    private static func emit(_ parts: ArraySlice<Tree>, into program: inout [Instruction]) throws(Mismatch) {
        guard let first = parts.first else { return }
        guard parts.count > 1 else { return try emit(first, into: &program) }
        let split = program.count
        program.append(.split(split + 1, 0))
        try emit(first, into: &program)
        let jump = program.count
        program.append(.jump(0))
        program[split] = .split(split + 1, program.count)
        try emit(parts.dropFirst(), into: &program)
        program[jump] = .jump(program.count)
    }

    private static func emitLoop(_ inner: Tree, into program: inout [Instruction]) throws(Mismatch) {
        let split = program.count
        program.append(.split(split + 1, 0))
        try emit(inner, into: &program)
        program.append(.jump(split))
        program[split] = .split(split + 1, program.count)
    }

    private static func emitOptional(_ inner: Tree, into program: inout [Instruction]) throws(Mismatch) {
        let split = program.count
        program.append(.split(split + 1, 0))
        try emit(inner, into: &program)
        program[split] = .split(split + 1, program.count)
    }
}
