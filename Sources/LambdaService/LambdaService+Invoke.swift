import Foundation
import Foundations
import JSONModel
import ServicePorts
import Synchronization

extension LambdaService {
    /// Bytes of a synchronous request's payload.
    static let largestRequest = 6_291_456
    /// Bytes of an event's payload ("the maximum payload size is 1 MB", `Invoke` of the API reference).
    static let largestEvent = 1_048_576

    func invoke(_ request: ServiceRequest) async throws -> ServiceResponse {
        let name = try request.functionName()
        let record = try await find(name, request.context)
        guard host.serves(runtime: record.runtime) else {
            throw AWSError("InvalidRuntimeException", "Runtime \(record.runtime) is not served here.", fault: .server)
        }
        let type = request.input.string("InvocationType") ?? "RequestResponse"
        let payload = try await payload(of: request, atMost: type == "Event" ? Self.largestEvent : Self.largestRequest)
        switch type {
        case "DryRun": return ServiceResponse(["StatusCode": 204], httpStatus: 204)
        case "Event": return try await accept(payload, name, request)
        case "RequestResponse": return try await answer(payload, record.definition(name, request.context), request)
        default: throw AWSError.invalid("Invocation type \(type) is not served here.")
        }
    }

    private func answer(
        _ payload: [UInt8], _ function: FunctionDefinition, _ request: ServiceRequest
    ) async throws -> ServiceResponse {
        let invocation = FunctionInvocation(
            requestID: requestID(request.context), payload: payload,
            clientContext: try Self.clientContext(request.input.string("ClientContext")))
        let outcome = try await run(function, invocation)
        var output: JSONObject = ["StatusCode": 200, "ExecutedVersion": "$LATEST"]
        if let error = outcome.error { output["FunctionError"] = .string(error) }
        if request.input.string("LogType") == "Tail" {
            output["LogResult"] = .string(Data(outcome.logTail).base64EncodedString())
        }
        return ServiceResponse(output, body: .bytes(outcome.payload), httpStatus: 200)
    }

    func requestID(_ context: CallContext) -> String {
        context.requestID.isEmpty ? random.uuid() : context.requestID
    }

    /// Runs the function, as one of at most ``mostConcurrent`` at a time.
    func run(_ function: FunctionDefinition, _ invocation: FunctionInvocation) async throws -> FunctionOutcome {
        let isFree = running.withLock { running in
            guard running < mostConcurrent else { return false }
            running += 1
            return true
        }
        guard isFree else {
            throw AWSError(
                "TooManyRequestsException", "Rate Exceeded.",
                members: ["Reason": "ConcurrentInvocationLimitExceeded", "Type": "User"])
        }
        defer { running.withLock { $0 -= 1 } }
        return try await host.invoke(function, invocation)
    }

    /// The event's JSON text; `{}` where the caller gives none.
    private func payload(of request: ServiceRequest, atMost limit: Int) async throws -> [UInt8] {
        let tooLarge = AWSError(
            "RequestTooLargeException", "Request must be smaller than \(limit) bytes for the InvokeFunction operation",
            httpStatus: 413)
        let bytes = try await request.body.read(atMost: limit, else: tooLarge)
        if bytes.isEmpty { return Array("{}".utf8) }
        do {
            _ = try JSONValue(parsing: bytes)
        } catch {
            throw AWSError("InvalidRequestContentException", "Could not parse request body into json: \(error)")
        }
        return bytes
    }

    private static func clientContext(_ text: String?) throws(AWSError) -> String? {
        guard let text else { return nil }
        guard let data = Data(base64Encoded: text), let value = try? JSONValue(parsing: Array(data)),
            value.objectValue != nil
        else {
            throw AWSError(
                "InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.")
        }
        // Printed again: on one line, as a header needs it.
        return value.serialized()
    }
}
