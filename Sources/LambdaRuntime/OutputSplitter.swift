/// Cuts an environment's output into lines, and finds the fences in it.
///
/// A fence is what the process writes before it posts an answer, `\u{1E}TOKEN KIB\u{1E}`: all that the handler
/// printed stands before it. KIB is the most memory that the process had resident so far.
struct OutputSplitter {
    enum Piece: Hashable {
        case line(String)
        case fence(peakMemory: Int)
    }

    /// A longer line is cut: what CloudWatch Logs takes as one event, less its overhead.
    static let longestLine = 256 * 1024 - 26
    private static let mark: UInt8 = 0x1E

    private let opening: [UInt8]
    private var line: [UInt8] = []
    private var rest: [UInt8] = []

    init(token: String) { opening = [Self.mark] + Array("\(token) ".utf8) }

    mutating func feed(_ bytes: some Sequence<UInt8>) -> [Piece] {
        rest.append(contentsOf: bytes)
        var pieces: [Piece] = []
        var position = 0
        while position < rest.count {
            if rest[position] == Self.mark {
                guard let fence = fence(at: position) else { break }
                take(fence, at: &position, into: &pieces)
            } else {
                append(rest[position], into: &pieces)
                position += 1
            }
        }
        rest.removeFirst(position)
        return pieces
    }

    /// What is left when the output has ended.
    mutating func finish() -> [Piece] {
        line.append(contentsOf: rest)
        rest = []
        var pieces: [Piece] = []
        flush(into: &pieces)
        return pieces
    }

    private enum Fence {
        case fence(peakMemory: Int, length: Int)
        case ordinary
    }

    /// What begins with the mark at `position`; nil where more bytes are needed to tell.
    private func fence(at position: Int) -> Fence? {
        let candidate = rest[position...]
        guard candidate.starts(with: opening) else {
            return candidate.count < opening.count && opening.starts(with: candidate) ? nil : .ordinary
        }
        let digits = candidate.dropFirst(opening.count).prefix(20)
        guard let end = digits.firstIndex(of: Self.mark) else { return digits.count < 20 ? nil : .ordinary }
        guard let peak = Int(String(decoding: digits[..<end], as: UTF8.self)) else { return .ordinary }
        return .fence(peakMemory: peak, length: end + 1 - position)
    }

    private mutating func take(_ fence: Fence, at position: inout Int, into pieces: inout [Piece]) {
        switch fence {
        case .fence(let peakMemory, let length):
            flush(into: &pieces)
            pieces.append(.fence(peakMemory: peakMemory))
            position += length
        case .ordinary:
            append(rest[position], into: &pieces)
            position += 1
        }
    }

    private mutating func append(_ byte: UInt8, into pieces: inout [Piece]) {
        if byte == UInt8(ascii: "\n") {
            pieces.append(.line(String(decoding: line, as: UTF8.self)))
            line.removeAll(keepingCapacity: true)
        } else {
            line.append(byte)
            if line.count >= Self.longestLine { flush(into: &pieces) }
        }
    }

    private mutating func flush(into pieces: inout [Piece]) {
        guard !line.isEmpty else { return }
        pieces.append(.line(String(decoding: line, as: UTF8.self)))
        line.removeAll(keepingCapacity: true)
    }
}
