import CloudFormationService
import EngineTestKit
import Foundation
import JSONModel
import ServicePorts
import Synchronization
import Templates

let shopTemplate = """
    Transform: AWS::Serverless-2016-10-31
    Parameters: {Workers: {Type: Number, Default: 2}, Level: {Type: String, Default: info}}
    Resources:
      Machine:
        Type: AWS::Serverless::StateMachine
        Properties:
          Name: flow
          DefinitionUri: flow.asl.json
          DefinitionSubstitutions: {Job: !Ref Job}
          Role: !GetAtt Role.Arn
      Bucket:
        Type: AWS::S3::Bucket
        Metadata: {Etape: {Uploads: [{From: src, Prefix: scripts/}, {From: data, Prefix: raw/}]}}
        Properties: {BucketName: data}
      Job:
        Type: AWS::Glue::Job
        Properties:
          Name: job1
          Role: !GetAtt Role.Arn
          NumberOfWorkers: !Ref Workers
          Command: {Name: glueetl, ScriptLocation: !Sub "s3://${Bucket}/scripts/job1.py"}
      Role:
        Type: AWS::IAM::Role
        Properties:
          RoleName: worker
          AssumeRolePolicyDocument: {Statement: []}
          ManagedPolicyArns: ["arn:aws:iam::aws:policy/X"]
          Policies: [{PolicyName: read, PolicyDocument: {Statement: []}}]
      Topic:
        Type: AWS::SNS::Topic
        Properties: {TopicName: news, Subscription: [{Protocol: email, Endpoint: a@example.com}]}
      Phone:
        Type: AWS::SNS::Subscription
        Properties: {TopicArn: !Ref Topic, Protocol: sms, Endpoint: "+15550100"}
      Notify:
        Type: AWS::Serverless::Function
        Properties:
          FunctionName: notify
          CodeUri: notify
          Handler: app.handler
          Runtime: python3.12
          Role: !GetAtt Role.Arn
          Environment: {Variables: {PHONE: !Ref Phone, LEVEL: !Ref Level}}
    Outputs:
      Machine: {Value: !Ref Machine}
      Phone: {Value: !Sub "sub=${Phone}"}
    """

/// The shop's project, its services, and a store.
struct Shop {
    let project: TemporaryProject
    let cloud = FakeCloud()
    let store = MemoryResourceStore()
    let events = EventLog()

    init(_ name: String) throws {
        project = try TemporaryProject(name)
        try project.write(
            "flow.asl.json", #"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Comment": "${Job}", "End": true}}}"#)
        try project.write("src/job1.py", "print(1)")
        try project.write("data/a.csv", "1,2")
        try project.write("data/sub/b.csv", "3,4")
        try project.write("data/.hidden", "x")
        try project.write("notify/app.py", "def handler(event, context): pass")
        try project.write("notify/__pycache__/app.pyc", "x")
    }

    func provisioner(
        uploads: [String: String] = [:], serves: (@Sendable (String, String) -> Bool)? = nil
    ) -> Provisioner {
        Provisioner(
            invoker: cloud, store: store, context: CallContext(), projectFolder: project.folder, uploads: uploads,
            serves: serves)
    }

    func resolve(_ text: String = shopTemplate, _ parameters: [String: String] = [:]) throws -> ResolvedTemplate {
        try Template(parsing: text, file: "template.yaml")
            .resolve(parameters: parameters, context: TemplateContext(stackName: "shop"))
    }

    @discardableResult
    func up(_ text: String = shopTemplate, _ parameters: [String: String] = [:]) async throws -> StackResult {
        cloud.forget()
        return try await provisioner().provision(try resolve(text, parameters), events: events.add)
    }

    /// What stops the plan: the lines of the errors.
    func problems(_ text: String = shopTemplate, uploads: [String: String] = [:]) async throws -> [String] {
        do {
            _ = try await provisioner(uploads: uploads).plan(try resolve(text))
            return []
        } catch let errors as TemplateErrors {
            return errors.errors.map(\.description)
        }
    }
}

final class EventLog: Sendable {
    private let events = Mutex<[StackEvent]>([])
    var all: [StackEvent] { events.withLock { $0 } }
    func add(_ event: StackEvent) { events.withLock { $0.append(event) } }
}
