import EngineTestKit
import Testing

struct ContractTests {
    @Test(arguments: ObjectStoreContract.checks)
    func holds(check: ObjectStoreContract.Check) async throws {
        let folder = try TemporaryFolder()
        try await check.run(folder.store())
    }
}
