import Foundations

/// Shows an execution while it runs.
protocol RunDisplay: Sendable {
    func changed(_ row: Int, _ progress: RunProgress, now: Timestamp)
    func log(_ text: String)
    /// A moment has passed: elapsed times move on.
    func tick(_ progress: RunProgress, now: Timestamp)
    func finish(_ progress: RunProgress, now: Timestamp)
}

/// Says nothing: `--json`.
struct SilentDisplay: RunDisplay {
    func changed(_ row: Int, _ progress: RunProgress, now: Timestamp) {}
    func log(_ text: String) {}
    func tick(_ progress: RunProgress, now: Timestamp) {}
    func finish(_ progress: RunProgress, now: Timestamp) {}
}

/// One line a change, for logs and pipes.
struct PlainDisplay: RunDisplay {
    let terminal: Terminal

    func changed(_ row: Int, _ progress: RunProgress, now: Timestamp) {
        let row = progress.rows[row]
        guard row.ended != nil || row.status != .running || row.attempts <= 1 else {
            return terminal.line("\(TextFormat.time(now))  \(row.name.printableLine): attempt \(row.attempts)")
        }
        switch row.status {
        case .running where row.ended == nil && row.jobRunID == nil && row.attempts == 0:
            terminal.line("\(TextFormat.time(now))  \(row.name.printableLine): started")
        case .running: break
        case .retrying:
            terminal.line(
                "\(TextFormat.time(now))  \(row.name.printableLine): \((row.error ?? "an error").printableLine)")
        case .succeeded, .caught, .failed, .aborted:
            let took = TextFormat.duration(row.duration(now: now))
            terminal.line(
                "\(TextFormat.time(now))  \(row.name.printableLine): \(row.status.rawValue.lowercased()) after \(took)")
        }
    }

    func log(_ text: String) { terminal.line(text.hasSuffix("\n") ? String(text.dropLast()) : text) }
    func tick(_ progress: RunProgress, now: Timestamp) {}
    func finish(_ progress: RunProgress, now: Timestamp) {}
}
