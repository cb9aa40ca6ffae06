import EngineTestKit
import Foundations
import IAMService
import JSONModel
import STSService
import ServicePorts
import Testing

struct STSServiceTests {
    let clock = ManualClock()
    let registry = ServiceRegistry()
    let service: STSService

    init() {
        let store = MemoryResourceStore()
        service = STSService(store: store, invoker: registry, clock: clock, random: SeededRandomness())
        registry.register(IAMService(store: store, invoker: registry, clock: clock, random: SeededRandomness(seed: 2)))
    }

    private func makeRole() async throws -> JSONObject {
        let trust = #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}"#
        let input: JSONObject = [
            "RoleName": "r", "Path": "/app/", "AssumeRolePolicyDocument": .string(trust), "MaxSessionDuration": 7200,
        ]
        return try await registry.call("iam", "CreateRole", input).object("Role") ?? [:]
    }

    private func assume(_ input: JSONObject) async throws -> JSONObject {
        let usual: JSONObject = ["RoleArn": "arn:aws:iam::000000000000:role/app/r", "RoleSessionName": "session"]
        return try await service.call(ServiceRequest("sts", "AssumeRole", usual.merging(input))).output
    }

    @Test func `the local user is the account's root`() async throws {
        let identity = try await service.call(ServiceRequest("sts", "GetCallerIdentity")).output
        #expect(
            identity == [
                "UserId": "000000000000", "Account": "000000000000", "Arn": "arn:aws:iam::000000000000:root",
            ])
    }

    @Test func `a role's session knows itself until it expires`() async throws {
        let role = try await makeRole()
        let id = try #require(role.string("RoleId"))
        let output = try await assume(["DurationSeconds": 900])
        let arn = "arn:aws:sts::000000000000:assumed-role/r/session"
        #expect(output["AssumedRoleUser"] == ["AssumedRoleId": .string("\(id):session"), "Arn": .string(arn)])
        let credentials = try #require(output.object("Credentials"))
        let key = try #require(credentials.string("AccessKeyId"))
        #expect(key.wholeMatch(of: /ASIA[A-Z2-7]{16}/) != nil)
        #expect(credentials.string("SecretAccessKey")?.count == 40)
        #expect(credentials.double("Expiration") == 1_700_000_900)
        #expect(try await service.principal(ofAccessKey: key, account: "000000000000") == arn)
        let context = CallContext(principal: arn)
        let identity = try await service.call(ServiceRequest("sts", "GetCallerIdentity", context: context)).output
        #expect(identity["UserId"] == .string("\(id):session") && identity["Arn"] == .string(arn))
        clock.advance(by: .seconds(900))
        #expect(try await service.principal(ofAccessKey: key, account: "000000000000") == nil)
    }

    @Test(arguments: ["arn:aws:iam::000000000000:role/none", "arn:aws:iam::000000000000:role/r", "nonsense", ""])
    func `a role that is not there is denied`(arn: String) async throws {
        _ = try await makeRole()
        let error = await #expect(throws: AWSError.self) { try await assume(["RoleArn": .string(arn)]) }
        #expect(error?.code == "AccessDenied" && error?.httpStatus == 403)
        #expect(
            error?.message
                == "User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: \(arn)"
        )
    }

    @Test(
        arguments: [
            ["DurationSeconds": 899], ["DurationSeconds": 7201], ["RoleSessionName": "a"], ["RoleSessionName": "a/b"],
            ["Policy": "{}"],
        ] as [JSONObject])
    func `what is refused`(input: JSONObject) async throws {
        _ = try await makeRole()
        let error = await #expect(throws: AWSError.self) { try await assume(input) }
        #expect(error?.code == "ValidationError")
    }
}
