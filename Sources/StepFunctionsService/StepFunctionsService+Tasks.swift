import ExecutionCore
import ExecutionRuntime
import JSONModel
import ServicePorts

extension StepFunctionsService {
    func sendTaskSuccess(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let output: Document
        do {
            output = try Document(text: input.string("output") ?? "")
        } catch {
            throw AWSError("InvalidOutput", "Invalid output: \(error)")
        }
        return try await finish(input, .succeeded(output))
    }

    func sendTaskFailure(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        try await finish(input, .failed(error: input.string("error") ?? "", cause: input.string("cause")))
    }

    func sendTaskHeartbeat(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        try await finish(input, .pending)
    }

    private func finish(_ input: JSONObject, _ result: TaskResult) async throws -> JSONObject {
        let token = input.string("taskToken") ?? ""
        guard !token.isEmpty else { throw AWSError("InvalidToken", "Invalid Token: 'Invalid token'") }
        guard await runtime.finishTask(token: token, result) else {
            throw AWSError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")
        }
        return [:]
    }
}
