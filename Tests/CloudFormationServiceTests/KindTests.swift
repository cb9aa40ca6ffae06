import CloudFormationService
import EngineTestKit
import Foundation
import JSONModel
import ServicePorts
import Templates
import Testing

/// The types that the shop does not have; inputs by the members of botocore's shapes.
struct KindTests {
    private let text = """
        Resources:
          D: {Type: AWS::Glue::Database, Properties: {CatalogId: 1, DatabaseInput: {Name: sales, Description: d}}}
          C:
            Type: AWS::Glue::Connection
            Properties:
              CatalogId: !Ref AWS::AccountId
              ConnectionInput: {Name: pg, ConnectionType: JDBC, ConnectionProperties: {JDBC_CONNECTION_URL: u}}
          L: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: group, RetentionInDays: 7}}
          R: {Type: AWS::IAM::Role, Properties: {RoleName: r, Path: /p/, AssumeRolePolicyDocument: {Statement: []}}}
          I: {Type: AWS::IAM::Policy, Properties: {PolicyName: i, PolicyDocument: {Statement: [1]}, Roles: [!Ref R]}}
          M: {Type: AWS::IAM::ManagedPolicy, Properties: {ManagedPolicyName: m, PolicyDocument: {}, Roles: [!Ref R]}}
          F:
            Type: AWS::Lambda::Function
            Properties: {FunctionName: f, Role: !GetAtt R.Arn, Runtime: nodejs22.x, Code: {ZipFile: "exports.h = 1"}}
          P:
            Type: AWS::Lambda::Permission
            Properties: {FunctionName: !Ref F, Action: "lambda:InvokeFunction", Principal: sns.amazonaws.com}
          S:
            Type: AWS::SNS::Subscription
            Properties:
              TopicArn: arn:t
              Protocol: lambda
              Endpoint: !GetAtt F.Arn
              FilterPolicy: {kind: [a]}
              RawMessageDelivery: false
          W:
            Type: AWS::StepFunctions::StateMachine
            Properties: {StateMachineName: w, StateMachineType: EXPRESS, RoleArn: !GetAtt R.Arn,
              Definition: {StartAt: "${X}"}, DefinitionSubstitutions: {X: 'a"b'}}
        """

    @Test func areMadeByTheirServicesOperations() async throws {
        let shop = try Shop("kinds")
        let result = try await shop.up(text)
        #expect(
            shop.cloud.input("glue:CreateDatabase") == ["DatabaseInput": ["Name": "sales", "Description": "d"]])
        #expect(
            shop.cloud.input("glue:CreateConnection") == [
                "ConnectionInput": [
                    "Name": "pg", "ConnectionType": "JDBC", "ConnectionProperties": ["JDBC_CONNECTION_URL": "u"],
                ]
            ])
        #expect(shop.cloud.input("logs:CreateLogGroup") == ["logGroupName": "group"])
        #expect(
            shop.cloud.input("iam:PutRolePolicy")
                == ["RoleName": "r", "PolicyName": "i", "PolicyDocument": #"{"Statement":[1]}"#])
        #expect(
            shop.cloud.input("iam:AttachRolePolicy")
                == ["RoleName": "r", "PolicyArn": "arn:aws:iam::000000000000:policy/m"])
        let zip = shop.cloud.input("lambda:CreateFunction")?["Code"]?["ZipFile"]?.stringValue
        #expect(zip.flatMap { Data(base64Encoded: $0) }?.range(of: Data("index.jsexports.h = 1".utf8)) != nil)
        let permission = try #require(shop.cloud.input("lambda:AddPermission"))
        #expect(
            JSONObject(permission.filter { $0.key != "StatementId" }.map { ($0.key, $0.value) }) == [
                "FunctionName": "f", "Action": "lambda:InvokeFunction", "Principal": "sns.amazonaws.com",
            ])
        #expect(permission.string("StatementId") == result.resource("P")?.reference)
        #expect(
            shop.cloud.input("sns:Subscribe")?["Attributes"]
                == ["FilterPolicy": #"{"kind":["a"]}"#, "RawMessageDelivery": "false"])
        let machine = try #require(shop.cloud.input("states:CreateStateMachine"))
        #expect(machine.string("type") == "EXPRESS")
        #expect(try JSONValue(parsing: machine.string("definition") ?? "") == ["StartAt": #"a"b"#])
    }

    @Test func areLeftAloneAndThenRemoved() async throws {
        let shop = try Shop("kinds-remove")
        try await shop.up(text)
        try await shop.up(text)
        #expect(shop.cloud.changes == [])
        try await shop.provisioner().delete(stackName: "shop")
        #expect(
            shop.cloud.changes == [
                "states:DeleteStateMachine", "sns:Unsubscribe", "lambda:RemovePermission", "lambda:DeleteFunction",
                "iam:DetachRolePolicy", "iam:DeletePolicy", "iam:DeleteRolePolicy", "iam:DeleteRole",
                "logs:DeleteLogGroup", "glue:DeleteConnection", "glue:DeleteDatabase",
            ])
    }

    @Test func policiesOfARoleFollowTheTemplate() async throws {
        let shop = try Shop("role")
        try await shop.up()
        let changed = shopTemplate.replacingOccurrences(of: "PolicyName: read,", with: "PolicyName: write,")
            .replacingOccurrences(of: "policy/X", with: "policy/Y")
        try await shop.up(changed)
        #expect(
            shop.cloud.changes
                == ["iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:AttachRolePolicy", "iam:DetachRolePolicy"])
        #expect(shop.cloud.input("iam:DetachRolePolicy")?.string("PolicyArn") == "arn:aws:iam::aws:policy/X")
    }

    static let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("examples/flights-etl").path

    @Test(.enabled(if: FileManager.default.fileExists(atPath: example + "/template.yaml")))
    func theExampleProjectComesUp() async throws {
        let cloud = FakeCloud()
        let project = try Project(folder: Self.example)
        let provisioner = Provisioner(
            invoker: cloud, store: MemoryResourceStore(), context: CallContext(), projectFolder: project.folder)
        let context = TemplateContext(stackName: project.stackName)
        let result = try await provisioner.provision(try project.template.resolve(context: context))
        #expect(result.resources(ofType: "AWS::Glue::Job").count == 3)
        #expect(result.uploads.uploaded > 3)
        let definition = cloud.input("states:CreateStateMachine")?.string("definition") ?? ""
        #expect(definition.contains("flights-etl-job1-extract") && !definition.contains("${"))
    }
}
