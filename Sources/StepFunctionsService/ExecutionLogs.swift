import ExecutionCore
import Foundations
import JSONModel
import ServicePorts

/// Writes executions' events to the Logs service, as the machines' `loggingConfiguration` says.
struct ExecutionLogs: Sendable {
    private struct Line {
        var time: Int64
        var message: String
    }

    /// The open stream of a machine: `states/MACHINE/2026-01-31-12-00/1f0c9ad2`, a new one each day.
    private struct Stream {
        var name: String
        var day: Int64
    }

    private struct Destination: Hashable {
        var machine: String
        var logging: ExecutionLogging
    }

    let invoker: any ServiceInvoker
    let clock: any TimeSource
    let random: any RandomSource
    /// The configuration of the machine or version that an execution runs.
    let configuration: @Sendable (Identity) async -> JSONValue
    let registry: MetricRegistry

    private var known: [String: ExecutionLogging?] = [:]
    private var streams: [Destination: Stream] = [:]
    private var redrives: [String: Int] = [:]

    init(
        invoker: any ServiceInvoker, clock: any TimeSource, random: any RandomSource, registry: MetricRegistry,
        configuration: @escaping @Sendable (Identity) async -> JSONValue
    ) {
        self.invoker = invoker
        self.clock = clock
        self.random = random
        self.registry = registry
        self.configuration = configuration
    }

    mutating func forget(_ machine: String) { known[machine] = nil }

    mutating func write(_ commits: [ExecutionTelemetry.Commit]) async {
        var lines: [Destination: [Line]] = [:]
        for commit in commits {
            guard let logging = await logging(commit.identity) else { continue }
            let destination = Destination(machine: commit.identity.stateMachineName, logging: logging)
            lines[destination, default: []] += self.lines(commit, logging)
        }
        for (destination, lines) in lines where !lines.isEmpty {
            await write(lines.sorted { $0.time < $1.time }, to: destination)
        }
    }

    private mutating func logging(_ identity: Identity) async -> ExecutionLogging? {
        let key = identity.versionARN ?? identity.stateMachineARN
        if let logging = known[key] { return logging }
        let logging = ExecutionLogging(await configuration(identity))
        known[key] = .some(logging)
        return logging
    }

    private mutating func lines(_ commit: ExecutionTelemetry.Commit, _ logging: ExecutionLogging) -> [Line] {
        let execution = commit.identity.executionARN
        var lines: [Line] = []
        for event in commit.events {
            if event.type == "ExecutionRedriven" {
                let count = event.details?.fields["redriveCount"]?.intValue
                redrives[execution] = count ?? redrives[execution, default: 0] + 1
            }
            guard logging.logs(event.type) else { continue }
            let message = logging.message(event, of: execution, redriveCount: redrives[execution] ?? 0)
            lines.append(Line(time: event.time.milliseconds, message: message))
        }
        if commit.outcome != nil { redrives[execution] = nil }
        return lines
    }

    /// In batches as the Logs service takes them: 10,000 events, 1 MiB, one day.
    private mutating func write(_ lines: [Line], to destination: Destination) async {
        var batch: [Line] = []
        var size = 0
        for line in lines {
            let added = line.message.utf8.count + 26
            if let first = batch.first,
                batch.count == 10_000 || size + added > 1_000_000 || line.time - first.time > 86_000_000
            {
                await put(batch, to: destination)
                (batch, size) = ([], 0)
            }
            batch.append(line)
            size += added
        }
        await put(batch, to: destination)
    }

    /// Tries again where the Logs service cannot write (a full disk), ten times with pauses; what is lost then is
    /// counted.
    private mutating func put(_ batch: [Line], to destination: Destination) async {
        for attempt in 1...10 {
            do {
                let stream = try await stream(of: destination)
                _ = try await invoker.call(
                    "logs", "PutLogEvents",
                    [
                        "logGroupName": .string(destination.logging.group), "logStreamName": .string(stream),
                        "logEvents": .array(
                            batch.map { ["timestamp": .int(Int($0.time)), "message": .string($0.message)] }),
                    ], context: destination.logging.context)
                return
            } catch {
                streams[destination] = nil
                guard attempt > 1 else { continue }
                guard (try? await clock.sleep(for: .seconds(1))) != nil else { break }
            }
        }
        registry.count("LogEventsLost", ["log_group": destination.logging.group], by: batch.count)
    }

    private mutating func stream(of destination: Destination) async throws(AWSError) -> String {
        let now = clock.now
        let day = now.milliseconds / 86_400_000
        if let stream = streams[destination], stream.day == day { return stream.name }
        let minute = now.iso8601.prefix(16).map { $0 == "T" || $0 == ":" ? "-" : $0 }
        let name = "states/\(destination.machine)/\(String(minute))/\(random.uuid().prefix(8))"
        let group: JSONObject = ["logGroupName": .string(destination.logging.group)]
        try await create("CreateLogGroup", group, destination.logging.context)
        var stream = group
        stream["logStreamName"] = .string(name)
        try await create("CreateLogStream", stream, destination.logging.context)
        streams[destination] = Stream(name: name, day: day)
        return name
    }

    private func create(_ operation: String, _ input: JSONObject, _ context: CallContext) async throws(AWSError) {
        do {
            _ = try await invoker.call("logs", operation, input, context: context)
        } catch  where error.code == "ResourceAlreadyExistsException" {
            return
        }
    }
}
