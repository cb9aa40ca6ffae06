import Foundations
import JSONModel
import ServicePorts

/// The two log streams of a run, `/aws-glue/jobs/output` and `/aws-glue/jobs/error`, one event a line.
struct RunLog {
    let record: JobRunRecord
    let invoker: any ServiceInvoker
    let events: any EventBus
    let clock: any TimeSource
    /// The first reason for which a line could not be written.
    private(set) var trouble: String?
    private var rests: [JobStream: [UInt8]] = [:]
    private var created: Set<JobStream> = []

    /// A line's length at most; what is longer is cut. CloudWatch's old limit of 256 KiB keeps batches small.
    private static let lineLimit = 262_118
    private static let batchLimit = 1_000_000

    init(record: JobRunRecord, invoker: any ServiceInvoker, events: any EventBus, clock: any TimeSource) {
        self.record = record
        self.invoker = invoker
        self.events = events
        self.clock = clock
    }

    mutating func take(_ events: [JobEvent], started: @Sendable () async -> Void) async {
        var lines: [JobStream: [String]] = [:]
        for event in events {
            switch event {
            case .started: await started()
            case .log(let stream, let bytes): lines[stream, default: []] += split(stream, bytes)
            case .progress(let totals): publish("Etape Job Progress", totals)
            }
        }
        for stream in [JobStream.out, .err] { await write(stream, lines[stream] ?? []) }
    }

    /// Writes what the last lines without an end hold.
    mutating func finish() async {
        for stream in [JobStream.out, .err] {
            guard let rest = rests[stream], !rest.isEmpty else { continue }
            rests[stream] = []
            await write(stream, [String(decoding: rest, as: UTF8.self)])
        }
    }

    private mutating func split(_ stream: JobStream, _ bytes: [UInt8]) -> [String] {
        var text = rests[stream] ?? []
        var lines: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || text.count >= Self.lineLimit {
                lines.append(String(decoding: text, as: UTF8.self))
                text = []
            }
            if byte != UInt8(ascii: "\n") { text.append(byte) }
        }
        rests[stream] = text
        return lines
    }

    private mutating func write(_ stream: JobStream, _ lines: [String]) async {
        guard !lines.isEmpty else { return }
        publish("Etape Job Log", ["stream": .string(stream.rawValue), "text": .string(lines.joined(separator: "\n"))])
        let written = lines.filter { !$0.isEmpty }
        var start = 0
        while start < written.count {
            let end = Self.batchEnd(written, from: start)
            await put(stream, written[start..<end])
            start = end
        }
    }

    private static func batchEnd(_ lines: [String], from start: Int) -> Int {
        var size = 0
        var end = start
        while end < lines.count, end - start < 10_000 {
            size += lines[end].utf8.count + 26
            if size > batchLimit, end > start { break }
            end += 1
        }
        return end
    }

    private mutating func put(_ stream: JobStream, _ lines: ArraySlice<String>) async {
        let now = JSONValue.int(Int(clock.now.milliseconds))
        let group = stream == .out ? "/aws-glue/jobs/output" : "/aws-glue/jobs/error"
        let place: JSONObject = ["logGroupName": .string(group), "logStreamName": .string(record.id)]
        let entries = lines.map { JSONValue.object(["timestamp": now, "message": .string($0)]) }
        do {
            if created.insert(stream).inserted { try await create(place, group: group) }
            _ = try await invoker.call(
                "logs", "PutLogEvents", place.merging(["logEvents": .array(entries)]), context: record.context)
        } catch {
            trouble = trouble ?? "\(error)"
        }
    }

    private func create(_ place: JSONObject, group: String) async throws(AWSError) {
        try await create("CreateLogGroup", ["logGroupName": .string(group)])
        try await create("CreateLogStream", place)
    }

    private func create(_ operation: String, _ input: JSONObject) async throws(AWSError) {
        do {
            _ = try await invoker.call("logs", operation, input, context: record.context)
        } catch {
            guard error.code == "ResourceAlreadyExistsException" else { throw error }
        }
    }

    private func publish(_ type: String, _ members: JSONObject) {
        let detail = JSONObject([("jobName", .string(record.jobName)), ("jobRunId", .string(record.id))])
        events.publish(
            ServiceEvent(
                source: "etape.glue", detailType: type, time: clock.now, context: record.context,
                detail: detail.merging(members)))
    }
}
