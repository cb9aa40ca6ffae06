import Testing

@testable import Templates

/// Whatever is not carried out is refused by name, at its place.
struct RefusalTests {
    @Test(arguments: [
        ("!GetAZs us-east-1", "7:31: Fn::GetAZs is not supported here"),
        ("!ImportValue x", "7:31: Fn::ImportValue is not supported here"),
        ("!Base64 x", "7:31: Fn::Base64 is not supported here"),
        ("!Ref Missing", "7:31: Missing is neither a parameter nor a resource"),
        ("!Ref AWS::NotificationARNs", "7:31: the pseudo parameter AWS::NotificationARNs is not supported"),
        ("!GetAtt J.Arn", "7:31: AWS::Glue::Job has no attribute Arn here; it has none"),
        ("!GetAtt Missing.Arn", "7:31: Missing is not a resource"),
        (#"!Sub "${Missing}""#, "7:31: Missing is neither a parameter nor a resource"),
        ("!Join [a]", "7:31: Fn::Join takes"),
        ("!Select [9, [a]]", "7:31: Fn::Select asks for element 9 of a list of 1"),
        ("!If [Missing, a, b]", "7:36: there is no condition Missing"),
        ("!FindInMap [M, a, b]", "7:43: there is no mapping M"),
        ("!Equals [a, b]", "7:31: Fn::Equals can only stand in Conditions"),
        ("{Fn::Join: [a, []], other: b}", "7:32: Fn::Join must be the only key of its map"),
        ("[a]", "7:31: DefaultArguments.--x must be a string, not a list"),
        ("!!binary aGk=", "7:31: the YAML tag !!binary is not part of CloudFormation's YAML"),
        ("", "7:26: DefaultArguments.--x has no value"),
    ])
    func values(_ value: String, _ expected: String) {
        let found = findings(argument(value))
        #expect(found.contains { $0.hasPrefix(expected) }, "\(found)")
    }

    @Test(arguments: [
        ("Resources: {V: {Type: AWS::EC2::Instance}}", "1:23: AWS::EC2::Instance is not supported here; remove V"),
        ("Resources: {V: {Properties: {}}}", "1:13: the resource V needs a Type"),
        ("Resources: {B: {Type: AWS::S3::Bucket, CreationPolicy: {}}}", "1:40: CreationPolicy of a resource"),
        (
            "Resources: {B: {Type: AWS::S3::Bucket, Properties: {WebsiteConfiguration: {}}}}",
            "1:53: the property WebsiteConfiguration of AWS::S3::Bucket is not supported here; supported are BucketName"
        ),
        (
            "Resources: {J: {Type: AWS::Glue::Job, Properties: {Role: r}}}",
            "1:13: AWS::Glue::Job needs the property Command"
        ),
        ("Resources: {B: {Type: AWS::S3::Bucket, DependsOn: X}}", "1:51: DependsOn: X is not a resource"),
        ("Resources: {B: {Type: AWS::S3::Bucket, DeletionPolicy: Snapshot}}", "1:56: DeletionPolicy can be Delete"),
        (
            "Resources: {B: {Type: AWS::S3::Bucket, Metadata: {Etape: {Upload: []}}}}",
            "1:59: Metadata: Etape: of AWS::S3::Bucket"
        ),
        ("Resources: {F: {Type: AWS::Serverless::Function}}", "1:23: AWS::Serverless::Function needs Transform"),
        ("Rules: {}\nResources: {B: {Type: AWS::S3::Bucket}}", "1:1: the section Rules is not supported here"),
        (
            "Transform: AWS::LanguageExtensions\nResources: {B: {Type: AWS::S3::Bucket}}",
            "1:12: the transform AWS::Lang"
        ),
        ("Description: nothing else", "1:1: a template needs the section Resources"),
        ("", "1:1: a template is a map with the key Resources"),
        ("- a", "1:1: a template is a map with the key Resources"),
        (
            "Parameters: {P: {Type: AWS::SSM::Parameter::Value<String>}}\nResources: {B: {Type: AWS::S3::Bucket}}",
            "1:24: the parameter type AWS::SSM"
        ),
        (
            "Parameters: {P: {Type: String}}\nResources: {B: {Type: AWS::S3::Bucket}}",
            "1:14: the parameter P has no Default"
        ),
        ("Resources: {B: {Type: AWS::S3::Bucket}}\nResources: {}", "1:1: the key Resources stands twice"),
        ("Resources:\n  B: {Type: AWS::S3::Bucket}\n  B: {Type: AWS::SNS::Topic}", "2:3: the key B stands twice"),
        ("Resources:\n  B: {Type: x\n", "3:1: this is not valid YAML"),
        ("Resources: {B: {<<: {Type: AWS::S3::Bucket}}}", "1:17: merge keys (<<)"),
        ("a: &a x\n? *a\n: y", "2:3: an alias cannot be a key"),
        ("? [a, b]\n: y", "1:3: a key must be a plain name"),
    ])
    func templates(_ text: String, _ expected: String) {
        let found = findings(text)
        #expect(found.contains { $0.hasPrefix(expected) }, "\(found)")
    }

    @Test(arguments: [
        ("CodeUri: x, Events: {Api: {Type: Api}}", "the event Api (Api) of F is not supported here"),
        (
            "CodeUri: x, Policies: [DynamoDBCrudPolicy: {TableName: t}]",
            "the policy template DynamoDBCrudPolicy is not supported"
        ),
        ("CodeUri: x, Policies: [S3ReadPolicy: {Bucket: t}]", "S3ReadPolicy takes {BucketName: …}"),
        ("CodeUri: x, Layers: [a]", "the property Layers of AWS::Serverless::Function is not supported here"),
        ("Runtime: python3.12", "F needs CodeUri"),
        ("CodeUri: x, PackageType: Image", "PackageType can only be Zip here"),
    ])
    func serverless(_ properties: String, _ expected: String) {
        let found = findings(
            """
            Transform: AWS::Serverless-2016-10-31
            Resources: {F: {Type: AWS::Serverless::Function, Properties: {\(properties)}}}
            """)
        #expect(found.contains { $0.hasPrefix("2:") && $0.contains(expected) }, "\(found)")
    }

    @Test func everythingAtOnceInTheOrderOfTheText() {
        let found = findings(
            """
            Resources:
              A: {Type: AWS::EC2::VPC}
              B: {Type: AWS::S3::Bucket, Properties: {Website: x, BucketName: !Ref Missing}}
            Outputs:
              O: {Value: !GetAtt A.Id}
              P: {Value: !Cidr [a, b, c]}
            """)
        #expect(found.map { String($0.prefix(4)) } == ["2:13", "3:43", "3:67", "6:14"])
    }

    @Test func circlesAreNamed() {
        let found = findings(
            """
            Resources:
              A: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Ref B}}
              B: {Type: AWS::Logs::LogGroup, DependsOn: C}
              C: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "${A}"}}
            """)
        #expect(
            found == [
                "2:3: these resources depend on each other in a circle: A → B (LogGroupName), B → C (DependsOn), "
                    + "C → A (LogGroupName)"
            ])
        let conditions = findings(
            """
            Conditions: {X: !Not [!Condition Y], Y: !Not [!Condition X]}
            Resources: {A: {Type: AWS::S3::Bucket, Condition: X}}
            """)
        #expect(conditions.contains { $0.contains("the conditions X → Y → X depend on each other in a circle") })
    }

    @Test func aResourceThatConditionsLeaveOutCannotBeReferredTo() {
        let text = """
            Conditions: {Never: !Equals [a, b]}
            Resources:
              A: {Type: AWS::S3::Bucket, Condition: Never}
              B: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Ref A}}
            """
        #expect(findings(text) == ["4:61: the resource A is not created under the template's conditions"])
    }

    @Test func jsonIsReadStrictly() {
        #expect(
            findings("{\"Resources\": {\n  \"A\": 1,,}}", file: "t.json")[0].hasPrefix("2:10: this is not valid JSON"))
        #expect(findings("{\"a\": 1, \"a\": 2}", file: "t.json")[0].hasPrefix("1:10: the key a stands twice"))
    }

    @Test func theFirstErrorsOfADefinitionFileHavePlaces() {
        #expect(throws: TemplateErrors.self) { try SourceDocument.json("{\"a\": tru}", file: "f.json") }
        do {
            _ = try SourceDocument.json("a: 1\nb: [1}", file: "f.yaml")
            Issue.record("this is no YAML")
        } catch {
            #expect(error.errors.map(\.line) == [2])
        }
    }
}
