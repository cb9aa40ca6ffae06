import ExecutionCore
import ExecutionRuntime
import Foundations
import JSONModel
import ServicePorts
import StatesLanguage

/// Carries out Task states by calling the services of this server.
struct ServiceTaskRunner: TaskRunner {
    let invoker: any ServiceInvoker
    let events: any EventBus
    let activities: ActivityQueue
    let store: any ResourceStore
    let clock: any TimeSource
    /// The most that a state can hold.
    let payloadBytes: Int

    func run(_ call: TaskCall, submitted: @escaping @Sendable (Document) async -> Void) async -> TaskResult {
        switch call.request.resource {
        case .function(let arn): return await invoke(function: arn, call)
        case .activity(let arn):
            offer(call, to: arn)
            return .pending
        case .integration(let integration):
            guard let target = IntegrationTarget(integration) else {
                return .failed(
                    error: "States.Runtime",
                    cause: "The integration \(integration.service):\(integration.resource) is none that AWS has.")
            }
            return await run(integration, target, call, submitted: submitted)
        }
    }

    private func run(
        _ integration: Integration, _ target: IntegrationTarget, _ call: TaskCall,
        submitted: @escaping @Sendable (Document) async -> Void
    ) async -> TaskResult {
        switch integration.pattern {
        case .requestResponse:
            return await answer(target, call).result
        case .waitForTaskToken:
            return await submit(target, call, submitted: submitted) ?? .pending
        case .sync, .sync2:
            guard let job = SyncJob(target, pattern: integration.pattern) else {
                return .failed(
                    error: "States.Runtime",
                    cause: "The integration \(integration.service):\(integration.resource) is not served here.")
            }
            return await run(job, target, call, submitted: submitted)
        }
    }

    /// Calls once; nil where the call was accepted.
    private func submit(
        _ target: IntegrationTarget, _ call: TaskCall, submitted: @Sendable (Document) async -> Void
    ) async -> TaskResult? {
        guard call.request.submitted == nil else { return nil }
        switch await answer(target, call) {
        case .success(let output):
            await submitted(output)
            return nil
        case .failure(let failure): return .failed(error: failure.error, cause: failure.cause)
        }
    }

    /// A task that a worker took before a restart is not offered again.
    private func offer(_ call: TaskCall, to arn: String) {
        guard call.request.submitted == nil, let token = call.request.taskToken else { return }
        activities.offer(
            ActivityQueue.Offer(
                execution: call.execution.executionARN, task: call.request.task, token: token,
                input: call.request.parameters.text), of: arn)
    }

    func activityExists(_ arn: String) async -> Bool {
        guard let name = try? ResourceName.activity(arn, CallContext()) else { return false }
        return (try? await store.get(name.context.key("states", "activity", name.parts[1]))) != nil
    }

    func cancel(_ call: TaskCall) async {
        if case .activity(let arn) = call.request.resource {
            return activities.withdraw(call.request.task, of: call.execution.executionARN, from: arn)
        }
        guard case .integration(let integration) = call.request.resource,
            let target = IntegrationTarget(integration),
            let job = SyncJob(target, pattern: integration.pattern),
            let stop = job.stop(call)
        else { return }
        _ = try? await invoker.call(target.service, stop.operation, stop.input, context: call.context)
    }
}

extension ServiceTaskRunner {
    /// Calls an operation and words its answer as the integration does.
    func answer(_ target: IntegrationTarget, _ call: TaskCall) async -> Result<Document, TaskError> {
        do {
            let request = try target.request(call.request.parameters.value.objectValue ?? [:], call.context)
            let response = try await invoker.invoke(request)
            return try target.output(
                response, body: try await response.body.collected(for: call.request.stateName, most: payloadBytes),
                ResponseMetadata(requestID: call.requestID, time: clock.now))
        } catch let error as TaskError {
            return .failure(error)
        } catch let error as AWSError {
            return .failure(target.failure(error, requestID: call.requestID))
        } catch {
            return .failure(TaskError(error: "States.TaskFailed", cause: "\(error)"))
        }
    }

    /// A Lambda function's ARN as the resource: the input is the payload, the payload the result.
    private func invoke(function arn: String, _ call: TaskCall) async -> TaskResult {
        let request = ServiceRequest(
            "lambda", "Invoke", ["FunctionName": .string(arn), "InvocationType": "RequestResponse"],
            body: .bytes(Array(call.request.parameters.text.utf8)), context: call.context)
        do {
            let response = try await invoker.invoke(request)
            switch try LambdaAnswer(
                response.output, try await response.body.collected(for: call.request.stateName, most: payloadBytes)
            )
            .result
            {
            case .success(let payload): return .succeeded(Document(payload))
            case .failure(let failure): return .failed(error: failure.error, cause: failure.cause)
            }
        } catch let error as AWSError {
            let failure = IntegrationTarget.lambda.failure(error, requestID: call.requestID)
            return .failed(error: failure.error, cause: failure.cause)
        } catch {
            return .failed(error: "Lambda.Unknown", cause: "\(error)")
        }
    }
}

/// How a task failed.
struct TaskError: Error, Sendable {
    var error: String
    var cause: String?
}

extension Result where Success == Document, Failure == TaskError {
    fileprivate var result: TaskResult {
        switch self {
        case .success(let output): .succeeded(output)
        case .failure(let failure): .failed(error: failure.error, cause: failure.cause)
        }
    }
}

extension TaskCall {
    /// Who calls: the machine's role, in the execution's account and region.
    var context: CallContext {
        let parts = execution.executionARN.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        return CallContext(
            account: parts.count > 4 ? parts[4] : "000000000000", region: execution.region,
            principal: execution.roleARN, requestID: requestID, idempotencyKey: idempotencyKey)
    }

    /// Stands for the request in answers: made from what the call is, so that a replay sees the same.
    var requestID: String {
        let name = execution.name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return "\(name)-\(request.task)"
    }
}
