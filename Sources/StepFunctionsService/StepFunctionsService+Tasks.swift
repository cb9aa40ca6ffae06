import ExecutionCore
import ExecutionRuntime
import JSONModel
import ServicePorts

extension StepFunctionsService {
    func sendTaskSuccess(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        try checkPayload(input.string("output") ?? "", "output")
        let output: Document
        do {
            output = try Document(text: input.string("output") ?? "")
        } catch {
            throw AWSError("InvalidOutput", "Invalid output: \(error)")
        }
        return try await finish(input, .succeeded(output))
    }

    func sendTaskFailure(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        try AWSError.checkLength(input.string("error"), "error", most: 256)
        try AWSError.checkLength(input.string("cause"), "cause", most: 32_768)
        return try await finish(input, .failed(error: input.string("error") ?? "", cause: input.string("cause")))
    }

    func sendTaskHeartbeat(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        try await finish(input, .pending)
    }

    private func finish(_ input: JSONObject, _ result: TaskResult) async throws -> JSONObject {
        let token = input.string("taskToken") ?? ""
        guard Self.isToken(token) else { throw AWSError("InvalidToken", "Invalid Token: 'Invalid token'") }
        if let activity = await runtime.activity(ofToken: token), !(await runner.activityExists(activity)) {
            throw AWSError("TaskDoesNotExist", "Task Does Not Exist: 'Activity Does Not Exist: \(activity)'")
        }
        guard await runtime.finishTask(token: token, result) else {
            throw AWSError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")
        }
        return [:]
    }

    /// Whether a text has the form of the tokens that the engine draws: a UUID.
    private static func isToken(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) } }
    }
}
