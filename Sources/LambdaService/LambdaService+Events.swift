import Foundations
import JSONModel
import ServicePorts
import Synchronization

/// Asynchronous invocation: accepted means stored, and stored means that it is run, whatever happens to the server.
extension LambdaService {
    func accept(_ payload: [UInt8], _ name: String, _ request: ServiceRequest) async throws -> ServiceResponse {
        let event = QueuedEvent(
            functionName: name, requestID: requestID(request.context),
            payload: String(decoding: payload, as: UTF8.self),
            accepted: clock.now)
        let key = request.context.key("lambda", "event", request.context.idempotencyKey ?? random.uuid())
        do {
            try await store.create(key, event.value)
            start(key)
        } catch is ResourceExists {
            // The same call again: it is accepted already.
        }
        return ServiceResponse(["StatusCode": 202], httpStatus: 202)
    }

    func start(_ key: ResourceKey) {
        events.withLock { events in
            events[key] = Task {
                // A store that fails leaves the event where it is: the next start takes it up.
                try? await self.work(key)
                self.events.withLock { $0[key] = nil }
            }
        }
    }

    private func work(_ key: ResourceKey) async throws {
        while let value = try await store.get(key), let event = QueuedEvent(value) {
            try await clock.sleep(until: event.notBefore)
            guard let next = try await attempt(event, key) else { return try await store.delete(key) }
            try await store.put(key, next.value)
        }
    }

    /// Runs the function once. What is to be stored instead of the event; nil where it is over.
    private func attempt(_ event: QueuedEvent, _ key: ResourceKey) async throws -> QueuedEvent? {
        let context = Self.context(key)
        guard let value = try await store.get(self.key(event.functionName, context)),
            let record = FunctionRecord(value)
        else { return nil }
        let invocation = FunctionInvocation(requestID: event.requestID, payload: Array(event.payload.utf8))
        let function = record.definition(event.functionName, context)
        do {
            let outcome = try await run(function, invocation)
            guard outcome.error != nil else { return nil }
            let next = event.next(after: .function, at: clock.now)
            if next == nil { try await bury(event, record, outcome, context) }
            return next
        } catch {
            try Task.checkCancellation()
            return event.next(after: .system, at: clock.now)
        }
    }

    /// Sends an event that is given up to the function's dead-letter topic, where it has one.
    private func bury(
        _ event: QueuedEvent, _ record: FunctionRecord, _ outcome: FunctionOutcome, _ context: CallContext
    ) async throws {
        guard let target = record.configuration.object("DeadLetterConfig")?.string("TargetArn"), !target.isEmpty
        else { return }
        let document = try? JSONValue(parsing: outcome.payload)
        let message = document?["errorMessage"]?.stringValue ?? ""
        let input: JSONObject = [
            "TopicArn": .string(target), "Message": .string(event.payload),
            "MessageAttributes": [
                "RequestID": ["DataType": "String", "StringValue": .string(event.requestID)],
                "ErrorCode": ["DataType": "Number", "StringValue": "200"],
                "ErrorMessage": ["DataType": "String", "StringValue": .string(message.isEmpty ? "-" : message)],
            ],
        ]
        var context = context
        context.idempotencyKey = "lambda-dead-letter-\(event.requestID)"
        _ = try await invoker.call("sns", "Publish", input, context: context)
    }

    private static func context(_ key: ResourceKey) -> CallContext {
        let parts = key.scope.split(separator: "/").map(String.init)
        return CallContext(account: parts.first ?? "", region: parts.last ?? "")
    }
}
