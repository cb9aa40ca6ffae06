import ExecutionCore
import ExecutionRuntime
import JSONModel
import ServicePorts
import StatesLanguage

/// Work that a `.sync` integration starts and waits for: how to know it, ask for its state, and end it.
struct SyncJob: Sendable {
    enum Kind: Sendable { case jobRun, execution(parsesOutput: Bool) }

    enum State: Sendable {
        case running
        case ended(TaskResult)
    }

    var kind: Kind
    /// Of the events that tell of its end.
    var eventSource: String
    var eventMember: String

    /// nil where no such work is known for the operation.
    init?(_ target: IntegrationTarget, pattern: Integration.Pattern) {
        guard pattern == .sync || pattern == .sync2 else { return nil }
        switch (target.service, target.operation, target.isSDK) {
        case ("glue", "StartJobRun", false) where pattern == .sync:
            kind = .jobRun
            eventSource = "aws.glue"
            eventMember = "jobRunId"
        case ("states", "StartExecution", false):
            kind = .execution(parsesOutput: pattern == .sync2)
            eventSource = "aws.states"
            eventMember = "executionArn"
        default: return nil
        }
    }

    private var idMember: String {
        switch kind {
        case .jobRun: "JobRunId"
        case .execution: "ExecutionArn"
        }
    }

    func id(of submitted: Document) -> String? { submitted.value[idMember]?.stringValue }

    /// The call that tells its state.
    func description(_ id: String, _ call: TaskCall) -> (operation: String, input: JSONObject) {
        switch kind {
        case .jobRun:
            let job = call.request.parameters.value["JobName"] ?? ""
            return ("GetJobRun", ["JobName": job, "RunId": .string(id)])
        case .execution: return ("DescribeExecution", ["executionArn": .string(id)])
        }
    }

    /// The call that ends it; nil where it was not submitted.
    func stop(_ call: TaskCall) -> (operation: String, input: JSONObject)? {
        guard let id = call.request.submitted.flatMap(id(of:)) else { return nil }
        switch kind {
        case .jobRun:
            let job = call.request.parameters.value["JobName"] ?? ""
            return ("BatchStopJobRun", ["JobName": job, "JobRunIds": [.string(id)]])
        case .execution: return ("StopExecution", ["executionArn": .string(id)])
        }
    }

    func state(_ description: JSONObject) -> State {
        switch kind {
        case .jobRun: return Self.jobRun(description.object("JobRun") ?? [:])
        case .execution(let parsesOutput): return Self.execution(description, parsesOutput: parsesOutput)
        }
    }

    private static func jobRun(_ run: JSONObject) -> State {
        var output = run
        for (key, value) in run where ["StartedOn", "LastModifiedOn", "CompletedOn"].contains(key) {
            output[key] = value.doubleValue.map { .int(Int(($0 * 1000).rounded())) }
        }
        switch run.string("JobRunState") {
        case "SUCCEEDED": return .ended(.succeeded(Document(.object(output))))
        case "FAILED", "STOPPED", "TIMEOUT", "ERROR", "EXPIRED":
            return .ended(.failed(error: "States.TaskFailed", cause: JSONValue.object(output).serialized()))
        default: return .running
        }
    }

    private static func execution(_ description: JSONObject, parsesOutput: Bool) -> State {
        var output: JSONObject = [:]
        // AWS tells of redriving only with executions that succeeded.
        let succeeded = description.string("status") == "SUCCEEDED"
        for (key, value) in description.sorted(by: { $0.key < $1.key })
        where succeeded || !key.hasPrefix("redrive") {
            let name = key.prefix(1).uppercased() + key.dropFirst()
            switch key {
            case "startDate", "stopDate": output[name] = .int(Int(((value.doubleValue ?? 0) * 1000).rounded()))
            case "inputDetails", "outputDetails": output[name] = ["Included": true]
            default:
                let isData = parsesOutput && (key == "input" || key == "output")
                output[name] = isData ? value.stringValue.flatMap { try? JSONValue(parsing: $0) } ?? value : value
            }
        }
        switch description.string("status") {
        case "RUNNING": return .running
        case "SUCCEEDED": return .ended(.succeeded(Document(.object(output))))
        default: return .ended(.failed(error: "States.TaskFailed", cause: JSONValue.object(output).serialized()))
        }
    }
}

extension ServiceTaskRunner {
    /// Submits, then waits for the event that tells of the end. Events are not durable: who waits listens first and
    /// then asks once.
    func run(
        _ job: SyncJob, _ target: IntegrationTarget, _ call: TaskCall,
        submitted: @escaping @Sendable (Document) async -> Void
    ) async -> TaskResult {
        let told = events.subscribe()
        let accepted: Document
        if let known = call.request.submitted {
            accepted = known
        } else {
            switch await answer(target, call) {
            case .failure(let failure): return .failed(error: failure.error, cause: failure.cause)
            case .success(let output):
                await submitted(output)
                accepted = output
            }
        }
        guard let id = job.id(of: accepted) else {
            return .failed(error: "States.Runtime", cause: "The answer names no job: \(accepted.text)")
        }
        return await wait(for: id, job, target, call, told)
    }

    private func wait(
        for id: String, _ job: SyncJob, _ target: IntegrationTarget, _ call: TaskCall,
        _ told: AsyncStream<ServiceEvent>
    ) async -> TaskResult {
        if let result = await ended(id, job, target, call) { return result }
        for await event in told
        where event.source == job.eventSource && event.detail.string(job.eventMember) == id {
            if let result = await ended(id, job, target, call) { return result }
        }
        return .pending
    }

    private func ended(
        _ id: String, _ job: SyncJob, _ target: IntegrationTarget, _ call: TaskCall
    ) async -> TaskResult? {
        let description = job.description(id, call)
        do {
            let answer = try await invoker.call(
                target.service, description.operation, description.input, context: call.context)
            guard case .ended(let result) = job.state(answer) else { return nil }
            return result
        } catch {
            let failure = target.failure(error, requestID: call.requestID)
            return .failed(error: failure.error, cause: failure.cause)
        }
    }
}
