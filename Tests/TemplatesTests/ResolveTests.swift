import JSONModel
import Testing

@testable import Templates

/// The values are worked out by hand from the CloudFormation user guide and the SAM specification.
struct ResolveTests {
    private let suffix = #/-[0-9A-Z]{12}$/#

    @Test func resolvesAJob() throws {
        let template = try resolved(orders)
        let bucket = try #require(template.resource("Bucket")).physicalName
        let role = try #require(template.resource("Role")).physicalName
        let job = try #require(template.resource("Job"))
        #expect(
            JSONValue.object(job.properties)
                == (try json(
                    """
                    {"Name": "orders-dev", "Role": "arn:aws:iam::000000000000:role/\(role)", "GlueVersion": "5.0",
                     "NumberOfWorkers": 2, "WorkerType": "G.1X", "Timeout": 10,
                     "Command": {"Name": "glueetl", "ScriptLocation": "s3://\(bucket)/dev/scripts/job.py"},
                     "DefaultArguments": {"--first": "x", "--flag": "true", "--literal": "${Stage} and dev"}}
                    """)))
        #expect(job.physicalName == "orders-dev")
        #expect(job.dependencies == ["Bucket", "Role"])
    }

    @Test func parametersAndConditionsChangeIt() throws {
        let template = try resolved(orders, ["Stage": "prod", "Workers": "4"])
        let job = try #require(template.resource("Job"))
        #expect(job.properties.int("MaxRetries") == 1)
        #expect(job.properties.int("NumberOfWorkers") == 4)
        #expect(job.properties.string("WorkerType") == "G.2X")
        #expect(template.resource("Phone") != nil)
        #expect(try resolved(orders).resource("Phone") == nil)
    }

    @Test func madeNamesAreStableAndShaped() throws {
        let first = try resolved(orders)
        let second = try resolved(orders)
        #expect(first.resources.map(\.physicalName) == second.resources.map(\.physicalName))
        let role = try #require(first.resource("Role")).physicalName
        #expect(role.hasPrefix("shop-Role-") && role.contains(suffix))
        let bucket = try #require(first.resource("Bucket")).physicalName
        #expect(bucket.hasPrefix("shop-bucket-") && bucket == bucket.lowercased())
        let other = try resolved(orders, stack: "other")
        #expect(other.resource("Role")?.physicalName.hasPrefix("other-Role-") == true)
        let long = PhysicalName.make(
            stack: String(repeating: "s", count: 100), logicalID: String(repeating: "L", count: 100),
            rule: ResourceType.NameRule(property: nil, limit: 64))
        #expect(long.count <= 64 && long.contains(suffix))
    }

    @Test func serverlessFunctionBecomesFunctionAndRole() throws {
        let template = try resolved(orders)
        let role = try #require(template.resource("NotifyRole"))
        let notify = try #require(template.resource("Notify"))
        #expect(notify.type == "AWS::Lambda::Function" && notify.declaredType == "AWS::Serverless::Function")
        #expect(
            JSONValue.object(notify.properties)
                == (try json(
                    """
                    {"Runtime": "python3.12", "Timeout": 10, "Handler": "app.handler", "Code": "notify/",
                     "Environment": {"Variables": {"STAGE": "dev", "LEVEL": "debug", "SECRET": "s3cr3t",
                       "TOPIC": "arn:aws:sns:us-east-1:000000000000:orders"}},
                     "Role": "arn:aws:iam::000000000000:role/\(role.physicalName)"}
                    """)))
        // As aws-sam-translator 1.115.0 answers for the same properties, its tag createdBy left out.
        #expect(
            JSONValue.object(role.properties)
                == (try json(
                    """
                    {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                       "Principal": {"Service": ["lambda.amazonaws.com"]}, "Action": ["sts:AssumeRole"]}]},
                     "ManagedPolicyArns": ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
                     "Policies": [{"PolicyName": "NotifyRolePolicy0", "PolicyDocument": {
                       "Statement": [{"Effect": "Allow", "Action": ["sns:Publish"],
                         "Resource": "arn:aws:sns:us-east-1:000000000000:orders"}]}}]}
                    """)))
        #expect(template.recordedOnly.map(\.property) == ["Tags", "Tracing"])
    }

    /// As aws-sam-translator 1.115.0 answers for the same `Policies`: a policy is named for its place in the list.
    @Test func serverlessPolicies() throws {
        let text = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  InlineCode: pass
                  Policies:
                    - AWSGlueServiceRole
                    - AmazonS3ReadOnlyAccess
                    - S3ReadPolicy: {BucketName: b}
                    - S3CrudPolicy: {BucketName: b}
            """
        let role = try #require(try resolved(text).resource("FRole"))
        #expect(
            role.properties.strings("ManagedPolicyArns") == [
                "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
                "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole",
                "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
            ])
        #expect(
            role.properties["Policies"]
                == (try json(
                    """
                    [{"PolicyName": "FRolePolicy2", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action":
                       ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObjectVersion",
                        "s3:GetLifecycleConfiguration"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}]}},
                     {"PolicyName": "FRolePolicy3", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action":
                       ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObjectVersion", "s3:PutObject",
                        "s3:PutObjectAcl", "s3:GetLifecycleConfiguration", "s3:PutLifecycleConfiguration",
                        "s3:DeleteObject"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}]}}]
                    """)))
    }

    @Test func serverlessStateMachineBecomesStateMachineAndRole() throws {
        let template = try resolved(orders)
        let machine = try #require(template.resource("Machine"))
        let function = try #require(template.resource("Notify")).physicalName
        let role = try #require(template.resource("MachineRole"))
        #expect(machine.type == "AWS::StepFunctions::StateMachine")
        #expect(
            JSONValue.object(machine.properties)
                == (try json(
                    """
                    {"DefinitionS3Location": "flow.asl.json", "DefinitionSubstitutions": {"Job": "orders-dev",
                       "Notify": "arn:aws:lambda:us-east-1:000000000000:function:\(function)", "Retries": "3"},
                     "RoleArn": "arn:aws:iam::000000000000:role/\(role.physicalName)"}
                    """)))
        #expect(
            machine.reference == .string("arn:aws:states:us-east-1:000000000000:stateMachine:\(machine.physicalName)"))
        let statements = role.properties.array("Policies")?.compactMap { $0["PolicyDocument"]?["Statement"]?[0] }
        #expect(
            statements?.first?["Resource"]
                == .string("arn:aws:lambda:us-east-1:000000000000:function:\(function)*"))
        #expect(statements?.last?["Resource"] == "arn:aws:glue:*:*:job/orders-dev")
    }

    @Test func dependenciesComeFirst() throws {
        let template = try resolved(orders)
        let order = template.resources.map(\.logicalID)
        for edge in template.edges {
            let from = try #require(order.firstIndex(of: edge.from))
            let to = try #require(order.firstIndex(of: edge.to))
            #expect(to < from, "\(edge.from) → \(edge.to)")
        }
        #expect(template.edges.contains(TemplateEdge(from: "Notify", to: "Topic", via: "DependsOn")))
        #expect(template.edges.contains(TemplateEdge(from: "Job", to: "Bucket", via: "Command.ScriptLocation")))
        #expect(
            template.edges.contains(TemplateEdge(from: "Machine", to: "Job", via: "DefinitionSubstitutions.Job")))
    }

    @Test func uploadsPoliciesOutputsAndSecrets() throws {
        let template = try resolved(orders, ["Stage": "prod"])
        let bucket = try #require(template.resource("Bucket"))
        #expect(bucket.deletionPolicy == "Retain")
        #expect(bucket.uploads.map(\.from) == ["src"] && bucket.uploads.map(\.prefix) == ["prod/scripts/"])
        #expect(template.parameters["Secret"] == "****")
        #expect(template.outputs.map(\.name) == ["Machine", "PhoneArn"])
        #expect(try resolved(orders).outputs.map(\.name) == ["Machine"])
    }

    @Test func whatOnlyCreationGivesStaysSymbolic() throws {
        let template = try resolved(orders, ["Stage": "prod"])
        let value = try #require(template.outputs.last?.value)
        #expect(value == (try json(#"{"Fn::Join": ["", ["subscription ", {"Fn::GetAtt": ["Phone", "Ref"]}]]}"#)))
        #expect(Symbolic.filled(value) { $0 == "Phone" && $1 == "Ref" ? "arn:x" : nil } == "subscription arn:x")
        #expect(Symbolic.filled(value) { _, _ in nil } == nil)
    }

    @Test func jsonTemplatesAreTheSame() throws {
        let text = """
            {"Resources": {"L": {"Type": "AWS::Logs::LogGroup",
              "Properties": {"LogGroupName": {"Fn::Sub": "/x/${AWS::StackName}"}}}},
             "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["L", "Arn"]}}}}
            """
        let template = try Template(parsing: text, file: "template.json")
            .resolve(context: TemplateContext(region: "eu-west-3", stackName: "shop"))
        #expect(template.outputs.first?.value == "arn:aws:logs:eu-west-3:000000000000:log-group:/x/shop:*")
        #expect(template.resource("L")?.position == SourcePosition(line: 1, column: 16))
    }
}
