/// A compiled regular expression: instructions of a backtracking machine.
struct RegexProgram: Sendable {
    enum Instruction: Sendable {
        case unit(UInt16)
        /// Both cases, canonical.
        case folded(UInt16)
        case set(Int)
        case anyExceptLineEnd
        case lineStart
        case lineEnd
        case wordBoundary(isNegated: Bool)
        case save(Int)
        case clear(Range<Int>)
        case jump(Int)
        /// Goes on at the first; comes back to the second.
        case split(Int, Int)
        case backreference(Int)
        /// Keeps the place where an iteration begins, and refuses one that went nowhere.
        case mark(Int)
        case progress(Int)
        /// Sets a loop's counter, and counts an iteration: on to `body` while below `least`, and so on.
        case resetCounter(Int)
        /// An iteration beyond `least` that went nowhere since `mark` fails.
        case count(Int, least: Int, most: Int, isGreedy: Bool, body: Int, mark: Int)
        case look(isBehind: Bool, isNegated: Bool, end: Int, captures: Range<Int>)
        case accept
    }

    var instructions: [Instruction] = []
    var sets: [RegexSet] = []
    var captureCount = 0
    var markCount = 0
    var counterCount = 0
    var isMultiline = false
    var ignoresCase = false
    /// A state that failed once fails always: no counters, marks, looks, back references.
    var isMemoizable = true
    /// The code unit that every match begins with, where there is one.
    var firstUnit: UInt16?
    /// Matches begin at the beginning of the text only.
    var isAnchored = false
}

/// Writes the instructions.
struct RegexCompiler {
    let ignoresCase: Bool
    let names: [String: Int]
    private var program = RegexProgram()
    /// Looking behind matches backwards.
    private var isBackward = false
    private static let mostInstructions = 20_000

    init(ignoresCase: Bool, isMultiline: Bool, names: [String: Int]) {
        self.ignoresCase = ignoresCase
        self.names = names
        program.isMultiline = isMultiline
        program.ignoresCase = ignoresCase
    }

    mutating func compile(_ syntax: RegexSyntax, captureCount: Int) throws(RegexError) -> RegexProgram {
        program.captureCount = captureCount
        try emit(syntax)
        add(.accept)
        if case .unit(let unit) = program.instructions[0] { program.firstUnit = unit }
        if case .save = program.instructions[0], case .unit(let unit) = program.instructions[1] {
            program.firstUnit = unit
        }
        if case .lineStart = program.instructions[0], !program.isMultiline { program.isAnchored = true }
        return program
    }

    private var here: Int { program.instructions.count }

    private mutating func add(_ instruction: RegexProgram.Instruction) { program.instructions.append(instruction) }

    private mutating func emit(_ syntax: RegexSyntax) throws(RegexError) {
        guard here < Self.mostInstructions else { throw RegexError(reason: "too large") }
        switch syntax {
        case .empty: break
        case .unit(let unit): add(ignoresCase ? .folded(RegexCase.canonical(unit)) : .unit(unit))
        case .set(let set): addSet(set)
        case .anyExceptLineEnd: add(.anyExceptLineEnd)
        case .sequence(let parts): for part in isBackward ? parts.reversed() : parts { try emit(part) }
        case .alternatives(let branches): try emit(branches)
        case .group(let inner, let capture):
            add(.save(capture * 2 + (isBackward ? 1 : 0)))
            try emit(inner)
            add(.save(capture * 2 + (isBackward ? 0 : 1)))
        case .repetition(let inner, let least, let most, let isGreedy, let captures):
            try emit(inner, least, most, isGreedy, captures)
        case .lineStart: add(.lineStart)
        case .lineEnd: add(.lineEnd)
        case .wordBoundary(let isNegated): add(.wordBoundary(isNegated: isNegated))
        case .backreference(let number):
            program.isMemoizable = false
            add(.backreference(number))
        case .namedBackreference(let name):
            guard let number = names[name] else { throw RegexError(reason: "Invalid named reference") }
            try emit(.backreference(number))
        case .look(let inner, let isBehind, let isNegated, let captures):
            try emitLook(inner, isBehind, isNegated, captures)
        }
    }

    private mutating func addSet(_ set: RegexSet) {
        program.sets.append(ignoresCase ? set.ignoringCase() : set)
        add(.set(program.sets.count - 1))
    }

    private mutating func emit(_ branches: [RegexSyntax]) throws(RegexError) {
        var jumps: [Int] = []
        for branch in branches.dropLast() {
            let split = here
            add(.split(0, 0))
            try emit(branch)
            jumps.append(here)
            add(.jump(0))
            program.instructions[split] = .split(split + 1, here)
        }
        if let last = branches.last { try emit(last) }
        for jump in jumps { program.instructions[jump] = .jump(here) }
    }

    private mutating func emitLook(
        _ inner: RegexSyntax, _ isBehind: Bool, _ isNegated: Bool, _ captures: Range<Int>
    ) throws(RegexError) {
        program.isMemoizable = false
        let look = here
        add(.look(isBehind: isBehind, isNegated: isNegated, end: 0, captures: captures))
        let outer = isBackward
        isBackward = isBehind
        try emit(inner)
        isBackward = outer
        add(.accept)
        program.instructions[look] = .look(isBehind: isBehind, isNegated: isNegated, end: here, captures: captures)
    }

    private mutating func emit(
        _ inner: RegexSyntax, _ least: Int, _ most: Int?, _ isGreedy: Bool, _ captures: Range<Int>
    ) throws(RegexError) {
        let isSmall = inner.isSingle && least <= 16 && (most ?? 0) <= 16 || least <= 1 && (most ?? 1) <= 1
        if !isSmall { return try emitCounted(inner, least, most, isGreedy, captures) }
        for _ in 0..<least { try emitOnce(inner, captures) }
        guard let most else { return try emitLoop(inner, isGreedy, captures) }
        var splits: [Int] = []
        for _ in least..<max(least, most) {
            splits.append(here)
            add(.split(0, 0))
            try emitIteration(inner, captures)
        }
        for split in splits { setSplit(split, body: split + 1, exit: here, isGreedy) }
    }

    private mutating func emitOnce(_ inner: RegexSyntax, _ captures: Range<Int>) throws(RegexError) {
        if !captures.isEmpty { add(.clear(captures)) }
        try emit(inner)
    }

    /// An iteration that is not required must get on.
    private mutating func emitIteration(_ inner: RegexSyntax, _ captures: Range<Int>) throws(RegexError) {
        guard inner.canBeEmpty else { return try emitOnce(inner, captures) }
        program.isMemoizable = false
        let mark = program.markCount
        program.markCount += 1
        add(.mark(mark))
        try emitOnce(inner, captures)
        add(.progress(mark))
    }

    private mutating func emitLoop(
        _ inner: RegexSyntax, _ isGreedy: Bool, _ captures: Range<Int>
    ) throws(RegexError) {
        let split = here
        add(.split(0, 0))
        try emitIteration(inner, captures)
        add(.jump(split))
        setSplit(split, body: split + 1, exit: here, isGreedy)
    }

    private mutating func setSplit(_ split: Int, body: Int, exit: Int, _ isGreedy: Bool) {
        program.instructions[split] = isGreedy ? .split(body, exit) : .split(exit, body)
    }

    private mutating func emitCounted(
        _ inner: RegexSyntax, _ least: Int, _ most: Int?, _ isGreedy: Bool, _ captures: Range<Int>
    ) throws(RegexError) {
        program.isMemoizable = false
        let counter = program.counterCount
        program.counterCount += 1
        let mark = program.markCount
        program.markCount += 1
        add(.resetCounter(counter))
        let jump = here
        add(.jump(0))
        let body = here
        add(.mark(mark))
        try emitOnce(inner, captures)
        program.instructions[jump] = .jump(here)
        add(.count(counter, least: least, most: most ?? Int.max, isGreedy: isGreedy, body: body, mark: mark))
    }
}

extension RegexSyntax {
    /// Matches exactly one code unit.
    var isSingle: Bool {
        switch self {
        case .unit, .set, .anyExceptLineEnd: true
        case .sequence(let parts): parts.count == 1 && parts[0].isSingle
        default: false
        }
    }

    var canBeEmpty: Bool {
        switch self {
        case .unit, .set, .anyExceptLineEnd: false
        case .sequence(let parts): parts.allSatisfy(\.canBeEmpty)
        case .alternatives(let branches): branches.contains(where: \.canBeEmpty)
        case .group(let inner, _): inner.canBeEmpty
        case .repetition(let inner, let least, _, _, _): least == 0 || inner.canBeEmpty
        default: true
        }
    }
}
