import JSONModel

@testable import Templates

/// A pipeline as people write it: SAM, short tags, a mapping, conditions, given and made names.
let orders = """
    AWSTemplateFormatVersion: "2010-09-09"
    Transform: AWS::Serverless-2016-10-31
    Description: Orders, nightly.
    Parameters:
      Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
      Workers: {Type: Number, Default: 2, MinValue: 2, MaxValue: 10}
      Recipients: {Type: CommaDelimitedList, Default: "a@example.com, b@example.com"}
      Secret: {Type: String, NoEcho: true, Default: s3cr3t}
    Mappings:
      Sizes:
        dev: {Type: G.1X, Minutes: 10}
        prod: {Type: G.2X, Minutes: 60}
    Conditions:
      IsProd: !Equals [!Ref Stage, prod]
      IsSmall: !And [!Not [!Condition IsProd], !Equals [!Ref Workers, 2]]
    Globals:
      Function:
        Runtime: python3.12
        Timeout: 10
        Environment: {Variables: {STAGE: !Ref Stage, LEVEL: info}}
    Resources:
      Machine:
        Type: AWS::Serverless::StateMachine
        Properties:
          DefinitionUri: flow.asl.json
          DefinitionSubstitutions: {Job: !Ref Job, Notify: !GetAtt Notify.Arn, Retries: 3}
          Policies:
            - LambdaInvokePolicy: {FunctionName: !Ref Notify}
            - Statement:
                - {Effect: Allow, Action: glue:StartJobRun, Resource: !Sub "arn:${AWS::Partition}:glue:*:*:job/${Job}"}
      Bucket:
        Type: AWS::S3::Bucket
        DeletionPolicy: Retain
        Metadata:
          Etape:
            Uploads:
              - {From: src, Prefix: !Sub "${Stage}/scripts"}
        Properties:
          Tags: [{Key: stage, Value: !Ref Stage}]
      Job:
        Type: AWS::Glue::Job
        Properties:
          Name: !Join ["-", [orders, !Ref Stage]]
          Role: !GetAtt Role.Arn
          GlueVersion: 5.0
          NumberOfWorkers: !Ref Workers
          WorkerType: !FindInMap [Sizes, !Ref Stage, Type]
          Timeout: !FindInMap [Sizes, !Ref Stage, Minutes]
          MaxRetries: !If [IsProd, 1, !Ref AWS::NoValue]
          Command: {Name: glueetl, ScriptLocation: !Sub "s3://${Bucket}/${Stage}/scripts/job.py"}
          DefaultArguments:
            --first: !Select [0, !Split [";", "x;y"]]
            --flag: true
            --literal: !Sub "${!Stage} and ${Stage}"
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: 2012-10-17
            Statement: [{Effect: Allow, Principal: {Service: glue.amazonaws.com}, Action: "sts:AssumeRole"}]
      Topic:
        Type: AWS::SNS::Topic
        Properties:
          TopicName: orders
          Subscription: [{Protocol: email, Endpoint: !Select [1, !Ref Recipients]}]
      Phone:
        Type: AWS::SNS::Subscription
        Condition: IsProd
        Properties: {TopicArn: !Ref Topic, Protocol: sms, Endpoint: "+15550100"}
      Notify:
        Type: AWS::Serverless::Function
        DependsOn: Topic
        Properties:
          CodeUri: notify/
          Handler: app.handler
          Environment: {Variables: {TOPIC: !Ref Topic, LEVEL: debug, SECRET: !Ref Secret}}
          Policies: [SNSPublishMessagePolicy: {TopicName: !GetAtt Topic.TopicName}]
          Tracing: Active
    Outputs:
      Machine: {Value: !Ref Machine, Description: Start this.}
      PhoneArn: {Condition: IsProd, Value: !Sub "subscription ${Phone}"}
    """

func resolved(
    _ text: String, _ parameters: [String: String] = [:], stack: String = "shop"
) throws -> ResolvedTemplate {
    try Template(parsing: text, file: "template.yaml")
        .resolve(parameters: parameters, context: TemplateContext(stackName: stack))
}

/// What is found wrong with a text: `line:column: message`.
func findings(_ text: String, _ parameters: [String: String] = [:], file: String = "template.yaml") -> [String] {
    do {
        let template = try Template(parsing: text, file: file)
        _ = try template.resolve(parameters: parameters, context: TemplateContext(stackName: "shop"))
        return []
    } catch {
        return error.errors.map { String($0.description.dropFirst(file.count + 1)) }
    }
}

/// A template of one job whose default argument `--x` is `value`, standing on line 7.
func argument(_ value: String, before: String = "") -> String {
    """
    Resources:
      J:
        Type: AWS::Glue::Job
        Properties:
          Role: r
          Command: {Name: glueetl, ScriptLocation: s3://b/k}
          DefaultArguments: {--x: \(value)}
    \(before)
    """
}

func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }
