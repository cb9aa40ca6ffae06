import JSONModel
import RemoteServices
import ServicePorts
import Testing

@Suite struct RemoteInvokerTests {
    @Test func callsAServerElsewhere() async throws {
        let glue = RecordingService("glue", ["GetJob", "CreateJob"]) { request in
            guard request.operation == "CreateJob" else {
                throw AWSError("EntityNotFoundException", "Job none not found", members: ["FromFederationSource": true])
            }
            return ServiceResponse(["Name": request.input["Name"] ?? .null])
        }
        let (name, failure, unserved) = try await serving([glue]) { port in
            let remote = RemoteInvoker(address: "http://127.0.0.1:\(port)/")
            let made = try await remote.call("glue", "CreateJob", ["Name": "j", "Role": "r", "Command": [:]])
            let failure = await #expect(throws: AWSError.self) {
                try await remote.call("glue", "GetJob", ["JobName": "none"])
            }
            let unserved = await #expect(throws: AWSError.self) { try await remote.call("sns", "ListTopics") }
            return (made["Name"], failure, unserved)
        }
        #expect(name == "j")
        #expect(failure?.code == "EntityNotFoundException")
        #expect(failure?.message == "Job none not found")
        #expect(failure?.members["FromFederationSource"] == true)
        #expect(unserved?.code == "UnknownOperationException")
    }

    @Test func noServerIsAnErrorByName() async throws {
        let port = try await serving([]) { $0 }
        let remote = RemoteInvoker(address: "http://127.0.0.1:\(port)")
        let failure = await #expect(throws: AWSError.self) { try await remote.call("states", "ListStateMachines") }
        #expect(failure?.code == "EndpointConnectionError")
    }
}
