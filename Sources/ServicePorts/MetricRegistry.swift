import Synchronization

/// Counters and durations of one process, told in Prometheus's text format. Names are CloudWatch's
/// (`ExecutionsStarted`); Prometheus gets them as `aws_states_executions_started_total`, durations in seconds.
/// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
public final class MetricRegistry: Sendable {
    /// The upper bounds of a duration's buckets, in seconds.
    private static let bounds = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300, 3600, 86_400]

    private struct Durations {
        var sum = 0.0
        var buckets = Array(repeating: 0, count: bounds.count)
        var count = 0
    }

    private struct State {
        var counters: [String: [String: Int]] = [:]
        var durations: [String: [String: Durations]] = [:]
    }

    private let prefix: String
    private let state = Mutex(State())

    /// `prefix`: what stands before all names, `aws_states`.
    public init(prefix: String) { self.prefix = prefix }

    /// Adds to a counter. `labels`: names in snake case and their values; adding 0 makes the counter known.
    public func count(_ name: String, _ labels: KeyValuePairs<String, String>, by number: Int = 1) {
        let labels = Self.text(labels)
        state.withLock { $0.counters[name, default: [:]][labels, default: 0] += number }
    }

    /// Notes a duration, in milliseconds.
    public func observe(_ name: String, _ labels: KeyValuePairs<String, String>, milliseconds: Int64) {
        let seconds = Double(max(0, milliseconds)) / 1000
        let labels = Self.text(labels)
        state.withLock { state in
            var durations = state.durations[name]?[labels] ?? Durations()
            durations.sum += seconds
            durations.count += 1
            if let bucket = Self.bounds.firstIndex(where: { seconds <= $0 }) { durations.buckets[bucket] += 1 }
            state.durations[name, default: [:]][labels] = durations
        }
    }

    /// All of them, by name.
    public var text: String {
        let (counters, durations) = state.withLock { ($0.counters, $0.durations) }
        var lines: [String] = []
        for (name, series) in counters.sorted(by: { $0.key < $1.key }) {
            let full = "\(prefix)_\(Self.snakeCase(name))_total"
            lines += ["# HELP \(full) CloudWatch's \(name).", "# TYPE \(full) counter"]
            lines += series.sorted { $0.key < $1.key }.map { "\(full)\(Self.braces($0.key)) \($0.value)" }
        }
        for (name, series) in durations.sorted(by: { $0.key < $1.key }) {
            let full = "\(prefix)_\(Self.snakeCase(name))_seconds"
            lines += ["# HELP \(full) CloudWatch's \(name), in seconds.", "# TYPE \(full) histogram"]
            for (labels, durations) in series.sorted(by: { $0.key < $1.key }) {
                lines += Self.lines(full, labels, durations)
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func lines(_ name: String, _ labels: String, _ durations: Durations) -> [String] {
        var lines: [String] = []
        var sum = 0
        for (bound, count) in zip(bounds, durations.buckets) {
            sum += count
            lines.append("\(name)_bucket\(braces(labels, #"le="\#(bound)""#)) \(sum)")
        }
        lines.append("\(name)_bucket\(braces(labels, #"le="+Inf""#)) \(durations.count)")
        lines.append("\(name)_sum\(braces(labels)) \(durations.sum)")
        lines.append("\(name)_count\(braces(labels)) \(durations.count)")
        return lines
    }

    private static func braces(_ labels: String...) -> String {
        let present = labels.filter { !$0.isEmpty }
        return present.isEmpty ? "" : "{\(present.joined(separator: ","))}"
    }

    private static func text(_ labels: KeyValuePairs<String, String>) -> String {
        labels.map { #"\#($0.key)="\#(escaped($0.value))""# }.joined(separator: ",")
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    /// `ExecutionsStarted` → `executions_started`
    private static func snakeCase(_ name: String) -> String {
        var text = ""
        for character in name {
            if character.isUppercase, !text.isEmpty { text += "_" }
            text += character.lowercased()
        }
        return text
    }
}
