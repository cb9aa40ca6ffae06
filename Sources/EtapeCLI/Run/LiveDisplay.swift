import Foundations
import Synchronization

/// The list of states on a terminal, redrawn in place, with a spinner beside what runs.
final class LiveDisplay: RunDisplay {
    private struct State {
        var drawnLines = 0
        var frame = 0
    }

    private let terminal: Terminal
    private let state = Mutex(State())

    init(terminal: Terminal) { self.terminal = terminal }

    func changed(_ row: Int, _ progress: RunProgress, now: Timestamp) { draw(progress, now, spins: false) }
    func tick(_ progress: RunProgress, now: Timestamp) { draw(progress, now, spins: true) }
    func finish(_ progress: RunProgress, now: Timestamp) {
        draw(progress, now, spins: false)
        state.withLock { $0.drawnLines = 0 }
    }

    func log(_ text: String) {
        state.withLock { state in
            let shown = text.printable
            terminal.write(Self.erasing(state.drawnLines) + (shown.hasSuffix("\n") ? shown : shown + "\n"))
            state.drawnLines = 0
        }
    }

    private func draw(_ progress: RunProgress, _ now: Timestamp, spins: Bool) {
        state.withLock { state in
            if spins { state.frame += 1 }
            let lines = Self.lines(
                progress, now, frame: state.frame, width: terminal.width, height: terminal.height)
            terminal.write(Self.erasing(state.drawnLines) + lines.map { $0 + "\n" }.joined())
            state.drawnLines = lines.count
        }
    }

    private static func erasing(_ lines: Int) -> String { lines == 0 ? "" : "\u{1B}[\(lines)A\u{1B}[J" }

    /// The list as it stands; the oldest states go where there are more than a screen holds.
    static func lines(
        _ progress: RunProgress, _ now: Timestamp, frame: Int, width: Int, height: Int
    ) -> [String] {
        let rows = progress.rows.suffix(max(1, min(30, height - 1)))
        let nameWidth = min(40, rows.map(\.name.count).max() ?? 0)
        return rows.map { row in
            let name = String(row.name.printableLine.prefix(nameWidth)).padding(to: nameWidth)
            let time = TextFormat.duration(row.duration(now: now))
            let text = "\(name)  \(time.leftPadding(to: 9))  \(notes(row))"
            return mark(row, frame) + " " + String(text.prefix(max(20, width - 3))).trimmedAtEnd
        }
    }

    private static func mark(_ row: RunProgress.Row, _ frame: Int) -> String {
        let spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
        switch row.status {
        case .running: return "\u{1B}[36m\(spinner[frame % spinner.count])\u{1B}[0m"
        case .retrying: return "\u{1B}[33m↻\u{1B}[0m"
        case .succeeded: return "\u{1B}[32m✓\u{1B}[0m"
        case .caught: return "\u{1B}[33m!\u{1B}[0m"
        case .failed, .aborted: return "\u{1B}[31m✗\u{1B}[0m"
        }
    }

    private static func notes(_ row: RunProgress.Row) -> String {
        var notes: [String] = []
        if row.retries > 0 { notes.append("retry \(row.retries)") }
        if let read = row.job.rowsRead { notes.append("\(TextFormat.count(read)) rows read") }
        if let written = row.job.rowsWritten { notes.append("\(TextFormat.count(written)) written") }
        if let bytes = row.job.bytesWritten { notes.append(TextFormat.bytes(bytes)) }
        if let error = row.error, row.status != .succeeded { notes.append(error.printableLine) }
        return notes.joined(separator: ", ")
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    fileprivate func leftPadding(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
