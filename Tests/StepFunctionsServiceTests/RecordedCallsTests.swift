import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import Testing

/// AWS's recorded answers to calls of its API, in order (`api.jsonl`).
@Suite struct RecordedCallsTests {
    /// Cases whose recording is damaged: a version's number in the call is not the one in the answer, and a call whose
    /// failure was not kept.
    static let damaged: Set<String> = [
        "test_sfn_api_tagging.TestSnfApiTagging.test_tag_state_machine_version",
        "test_sfn_api_aliasing.TestSfnApiAliasing.test_error_create_alias_invalid_router_configs",
    ]

    /// Recorded from the emulator itself (`Error=ValueError Args=[…]`, Python's words): compared by the error's code.
    static func comparesCodeOnly(_ name: String) -> Bool {
        name.contains("test_map_state_label") || damaged.contains(name)
    }

    /// Members that AWS has added to answers since some of the recordings were made.
    static let added: Set<String> = [
        "encryptionConfiguration", "redriveCount", "redriveStatus", "redriveStatusReason",
    ]

    @Test func answersAreAsRecorded() async throws {
        try #require(Corpora.isPresent, "no recordings at \(Corpora.folder): set ETAPE_CORPORA")
        var passed = 0
        for recorded in try Corpora.lines("stepfunctions/api.jsonl") {
            let name = recorded.string("name") ?? ""
            let replay = try RecordedCalls(recorded)
            let difference = await replay.run()
            await replay.end()
            if let difference {
                Issue.record("\(name): \(difference)")
            } else {
                passed += 1
            }
        }
        print("api.jsonl: \(passed) as recorded")
        #expect(passed == 138)
    }
}
