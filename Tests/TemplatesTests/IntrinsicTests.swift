import JSONModel
import Testing

@testable import Templates

/// Each function, by the examples of the CloudFormation user guide's intrinsic function reference.
struct IntrinsicTests {
    @Test(arguments: [
        (#"!Ref AWS::Region"#, "us-east-1"),
        (#"!Ref AWS::AccountId"#, "000000000000"),
        (#"!Ref AWS::Partition"#, "aws"),
        (#"!Ref AWS::StackName"#, "shop"),
        (#"!Ref AWS::URLSuffix"#, "amazonaws.com"),
        (#"!Join [":", [a, b, c]]"#, "a:b:c"),
        (#"!Join ["", [a, 1, true]]"#, "a1true"),
        (#"!Join [",", [a, !Ref AWS::NoValue, b]]"#, "a,b"),
        (#"!Select ["1", [apples, grapes, oranges]]"#, "grapes"),
        (#"!Select [2, !Split ["|", "a|b|c"]]"#, "c"),
        (#"!Select [1, !Split ["|", "a||c"]]"#, ""),
        (#"!Sub "${AWS::Region}-x""#, "us-east-1-x"),
        (#"!Sub ["www.${Domain}-${AWS::Region}", {Domain: !Join [".", [a, b]]}]"#, "www.a.b-us-east-1"),
        (#"!Sub "a ${!Literal} b""#, "a ${Literal} b"),
        (#"!Sub "cost $5 ${""#, "cost $5 ${"),
        (#"!If [Yes, yes, no]"#, "yes"),
        (#"!If [No, 1, 2]"#, "2"),
        (#"!If [Either, x, y]"#, "x"),
        (#"!If [Both, x, y]"#, "y"),
        (#"!If [Negated, x, y]"#, "x"),
        (#"!FindInMap [M, !Ref AWS::Region, k]"#, "v"),
        (#"{Fn::Join: ["-", [a, {Ref: AWS::Region}]]}"#, "a-us-east-1"),
        (#"2012-10-17"#, "2012-10-17"),
        (#"on"#, "on"),
        (#"yes"#, "yes"),
        (#"012"#, "012"),
        (#"12:30"#, "12:30"),
        (#"1_000"#, "1_000"),
        (#"5.0"#, "5.0"),
        (#"True"#, "true"),
        (#"!Ref Twin"#, "twin-job"),
    ])
    func gives(_ value: String, _ expected: String) throws {
        let text = argument(
            value,
            before: """
                  Twin:
                    Type: AWS::Glue::Job
                    Properties: {Name: twin-job, Role: r, Command: {ScriptLocation: s3://b/k}}
                Mappings: {M: {us-east-1: {k: v}}}
                Conditions:
                  Yes: !Equals [a, a]
                  No: !Equals [1, "2"]
                  Either: !Or [!Condition No, !Condition Yes]
                  Both: !And [!Condition No, !Condition Yes]
                  Negated: !Not [!Condition No]
                """)
        let job = try #require(try resolved(text).resource("J"))
        #expect(job.properties["DefaultArguments"]?["--x"] == .string(expected))
    }

    @Test func noValueLeavesTheKeyOut() throws {
        let job = try #require(try resolved(argument("!Ref AWS::NoValue")).resource("J"))
        #expect(job.properties["DefaultArguments"] == [:])
    }

    @Test func anchorsStandForTheirValues() throws {
        let text = """
            Resources:
              A: {Type: AWS::Glue::Job, Properties: {Role: &role arn:x, Command: &command {ScriptLocation: s3://b/k}}}
              B: {Type: AWS::Glue::Job, Properties: {Role: *role, Command: *command}}
            """
        let template = try resolved(text)
        #expect(template.resource("A")?.properties == template.resource("B")?.properties)
        #expect(template.resource("B")?.properties.string("Role") == "arn:x")
    }

    @Test func attributesOfEachType() throws {
        let text = """
            Resources:
              B: {Type: AWS::S3::Bucket, Properties: {BucketName: data}}
              T: {Type: AWS::SNS::Topic, Properties: {TopicName: t, FifoTopic: false}}
              R: {Type: AWS::IAM::Role, Properties: {RoleName: r, Path: /team/, AssumeRolePolicyDocument: {}}}
              P: {Type: AWS::IAM::ManagedPolicy, Properties: {ManagedPolicyName: p, PolicyDocument: {}}}
              G: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /g}}
              F:
                Type: AWS::Lambda::Function
                Properties: {FunctionName: f, Role: r, Code: {ZipFile: x}}
              D: {Type: AWS::Glue::Database, Properties: {CatalogId: 1, DatabaseInput: {Name: d}}}
            Outputs:
              a: {Value: !GetAtt B.Arn}
              b: {Value: !GetAtt B.RegionalDomainName}
              c: {Value: !Ref T}
              d: {Value: !GetAtt T.TopicName}
              e: {Value: !GetAtt R.Arn}
              f: {Value: !Ref P}
              g: {Value: !GetAtt G.Arn}
              h: {Value: !GetAtt [F, Arn]}
              i: {Value: !Ref D}
              j: {Value: !GetAtt R.RoleId}
            """
        let outputs = try resolved(text).outputs.map(\.value)
        #expect(
            outputs == [
                "arn:aws:s3:::data", "data.s3.us-east-1.amazonaws.com", "arn:aws:sns:us-east-1:000000000000:t", "t",
                "arn:aws:iam::000000000000:role/team/r", "arn:aws:iam::000000000000:policy/p",
                "arn:aws:logs:us-east-1:000000000000:log-group:/g:*",
                "arn:aws:lambda:us-east-1:000000000000:function:f", "d", ["Fn::GetAtt": ["R", "RoleId"]],
            ])
    }
}
