import Foundations
import JSONModel
import ServicePorts

/// Keeps nothing: Express executions live in memory, and end with the server.
struct ForgetfulHistory: HistoryStore {
    func commit(_ commit: HistoryCommit) async throws {}
    func execution(_ arn: String) async throws -> ExecutionRecord? { nil }
    func executions(_ query: ExecutionQuery) async throws -> [ExecutionRecord] { [] }
    func events(_ arn: String, from start: Int?, limit: Int, descending: Bool) async throws -> [JSONValue] { [] }
    func remove(endedBefore moment: Timestamp, limit: Int) async throws -> Int { 0 }
    func journal(_ arn: String) async throws -> [JSONValue] { [] }
}
