import EngineTestKit
import Foundation
import Foundations
import IAMService
import JSONModel
import ServicePorts
import Testing

struct IAMServiceTests {
    static let trust =
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"glue.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#
    static let document = #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#

    let service = IAMService(
        store: MemoryResourceStore(), invoker: ServiceRegistry(), clock: ManualClock(), random: SeededRandomness())

    @discardableResult
    private func call(_ operation: String, _ input: JSONObject, region: String = "us-east-1") async throws -> JSONObject
    {
        try await service.call(ServiceRequest("iam", operation, input, context: CallContext(region: region))).output
    }

    private func error(_ operation: String, _ input: JSONObject) async throws -> AWSError {
        do { try await call(operation, input) } catch let error as AWSError { return error }
        throw CancellationError()
    }

    private func create(_ name: String = "r", _ more: JSONObject = [:]) async throws -> JSONObject {
        let input: JSONObject = ["RoleName": .string(name), "AssumeRolePolicyDocument": .string(Self.trust)]
        return try await call("CreateRole", input.merging(more)).object("Role") ?? [:]
    }

    @Test func `a role is made, found from every region, and named once`() async throws {
        let role = try await create("r", ["Path": "/app/", "Description": "d", "Tags": [["Key": "k", "Value": "v"]]])
        #expect(role.string("Arn") == "arn:aws:iam::000000000000:role/app/r")
        #expect(role.string("RoleId")?.wholeMatch(of: /AROA[A-Z2-7]{17}/) != nil)
        #expect(role.double("CreateDate") == 1_700_000_000)
        #expect(role.int("MaxSessionDuration") == 3600)
        #expect(role["Tags"] == [["Key": "k", "Value": "v"]])
        #expect(try await call("GetRole", ["RoleName": "r"], region: "eu-west-1").object("Role") == role)
        let taken = await #expect(throws: AWSError.self) { try await create() }
        #expect(taken == AWSError("EntityAlreadyExistsException", "Role with name r already exists."))
    }

    /// botocore's `_decode_policy_types` unquotes and parses what it gets.
    @Test func `policy documents travel URL-encoded`() async throws {
        let encoded = try #require(try await create().string("AssumeRolePolicyDocument"))
        #expect(encoded.hasPrefix("%7B%22Version%22%3A%222012-10-17%22%2C"))
        #expect(encoded.removingPercentEncoding == Self.trust)
        try await call(
            "PutRolePolicy", ["RoleName": "r", "PolicyName": "p", "PolicyDocument": .string(Self.document)])
        let policy = try await call("GetRolePolicy", ["RoleName": "r", "PolicyName": "p"])
        #expect(policy.string("PolicyDocument")?.removingPercentEncoding == Self.document)
        try await call("UpdateAssumeRolePolicy", ["RoleName": "r", "PolicyDocument": .string(Self.document)])
        let changed = try await call("GetRole", ["RoleName": "r"])["Role"]?["AssumeRolePolicyDocument"]
        #expect(changed?.stringValue?.removingPercentEncoding == Self.document)
    }

    @Test(arguments: ["", "{", "[]", "{}", #"{"Version":"2020-01-01","Statement":[]}"#, #"{"Statement":[{}]}"#])
    func `what is no policy is refused`(text: String) async throws {
        let input: JSONObject = ["RoleName": "r", "AssumeRolePolicyDocument": .string(text)]
        #expect(try await error("CreateRole", input).code == "MalformedPolicyDocumentException")
    }

    @Test func `what is not there`() async throws {
        for operation in ["GetRole", "DeleteRole", "ListRolePolicies", "ListAttachedRolePolicies", "ListRoleTags"] {
            let missing = try await error(operation, ["RoleName": "x"])
            #expect(missing == AWSError("NoSuchEntityException", "The role with name x cannot be found."))
        }
        _ = try await create()
        let policy = try await error("GetRolePolicy", ["RoleName": "r", "PolicyName": "x"])
        #expect(policy == AWSError("NoSuchEntityException", "The role policy with name x cannot be found."))
        let arn: JSONValue = "arn:aws:iam::000000000000:policy/x"
        #expect(
            try await error("AttachRolePolicy", ["RoleName": "r", "PolicyArn": arn]).code == "NoSuchEntityException")
        #expect(
            try await error("DetachRolePolicy", ["RoleName": "r", "PolicyArn": arn]).code == "NoSuchEntityException")
        #expect(try await error("GetRole", ["RoleName": "../x"]).code == "InvalidInputException")
    }

    @Test func `a role with policies is not deleted`() async throws {
        _ = try await create()
        let managed: JSONObject = [
            "RoleName": "r", "PolicyArn": "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole",
        ]
        let inline: JSONObject = ["RoleName": "r", "PolicyName": "p", "PolicyDocument": .string(Self.document)]
        try await call("AttachRolePolicy", managed)
        try await call("PutRolePolicy", inline)
        #expect(
            try await call("ListAttachedRolePolicies", ["RoleName": "r"])["AttachedPolicies"] == [
                [
                    "PolicyName": "AWSGlueServiceRole",
                    "PolicyArn": "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole",
                ]
            ])
        #expect(try await call("ListRolePolicies", ["RoleName": "r"])["PolicyNames"] == ["p"])
        let attached = try await error("DeleteRole", ["RoleName": "r"])
        #expect(
            attached == AWSError("DeleteConflictException", "Cannot delete entity, must detach all policies first."))
        try await call("DetachRolePolicy", managed)
        let inlined = try await error("DeleteRole", ["RoleName": "r"])
        #expect(inlined == AWSError("DeleteConflictException", "Cannot delete entity, must delete policies first."))
        try await call("DeleteRolePolicy", inline)
        try await call("DeleteRole", ["RoleName": "r"])
        #expect(try await error("GetRole", ["RoleName": "r"]).code == "NoSuchEntityException")
    }

    @Test func `roles are listed by path and page`() async throws {
        for name in ["c", "a", "b"] { _ = try await create(name, ["Path": name == "c" ? "/other/" : "/app/"]) }
        let first = try await call("ListRoles", ["MaxItems": 2])
        #expect(first.array("Roles")?.map { $0["RoleName"] } == ["a", "b"])
        #expect(first["IsTruncated"] == true)
        let rest = try await call("ListRoles", ["MaxItems": 2, "Marker": try #require(first["Marker"])])
        #expect(rest.array("Roles")?.map { $0["RoleName"] } == ["c"])
        #expect(rest["IsTruncated"] == false && rest["Marker"] == nil)
        #expect(try await call("ListRoles", ["PathPrefix": "/other/"]).array("Roles")?.count == 1)
    }

    @Test func `tags`() async throws {
        _ = try await create()
        try await call(
            "TagRole", ["RoleName": "r", "Tags": [["Key": "b", "Value": "2"], ["Key": "a", "Value": "1"]]])
        try await call("UntagRole", ["RoleName": "r", "TagKeys": ["b"]])
        #expect(try await call("ListRoleTags", ["RoleName": "r"])["Tags"] == [["Key": "a", "Value": "1"]])
    }

    @Test func `a managed policy is attached, counted, and kept while it is attached`() async throws {
        _ = try await create()
        let input: JSONObject = ["PolicyName": "p", "PolicyDocument": .string(Self.document)]
        let policy = try #require(try await call("CreatePolicy", input).object("Policy"))
        let arn = try #require(policy["Arn"])
        #expect(arn == "arn:aws:iam::000000000000:policy/p")
        #expect(policy.string("PolicyId")?.hasPrefix("ANPA") == true)
        #expect(try await error("CreatePolicy", input.merging(["Path": "/x/"])).code == "EntityAlreadyExistsException")
        try await call("AttachRolePolicy", ["RoleName": "r", "PolicyArn": arn])
        #expect(try await call("GetPolicy", ["PolicyArn": arn])["Policy"]?["AttachmentCount"] == 1)
        #expect(try await error("DeletePolicy", ["PolicyArn": arn]).code == "DeleteConflictException")
        try await call("DetachRolePolicy", ["RoleName": "r", "PolicyArn": arn])
        try await call("DeletePolicy", ["PolicyArn": arn])
        #expect(try await error("GetPolicy", ["PolicyArn": arn]).code == "NoSuchEntityException")
    }
}
