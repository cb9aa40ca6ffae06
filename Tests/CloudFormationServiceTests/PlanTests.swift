import CloudFormationService
import Foundation
import JSONModel
import ServicePorts
import Templates
import Testing

/// Everything that would stop a stack is told before a service is asked to make anything.
struct PlanTests {
    @Test func missingFilesAreToldTogetherWithTheirLines() async throws {
        let shop = try Shop("missing")
        try shop.project.remove("flow.asl.json")
        try shop.project.remove("src/job1.py")
        try shop.project.write("src/other.py", "")
        try shop.project.remove("notify")
        let problems = try await shop.problems()
        #expect(
            problems == [
                "template.yaml:8:7: the definition of Machine: flow.asl.json does not exist",
                "template.yaml:21:48: s3://data/scripts/job1.py of Job is to come from src/job1.py, which does not exist",
                "template.yaml:39:16: the code of Notify: notify does not exist",
            ])
        #expect(shop.cloud.changes == [])
    }

    @Test(arguments: [
        ("{From: ../other, Prefix: x/}", "../other leads out of the project's folder"),
        ("{From: /etc, Prefix: x/}", "/etc must be a path within the project's folder"),
        ("{From: link, Prefix: x/}", "link goes through a symbolic link, which is not followed"),
        ("{From: link/sub, Prefix: x/}", "link/sub goes through a symbolic link, which is not followed"),
        ("{From: nothing, Prefix: x/}", "nothing does not exist"),
        ("{From: src, Prefix: a}, {From: src, Prefix: a/}", "two uploads have the same key a/job1.py"),
    ])
    func uploadsStayWithinTheProject(_ uploads: String, _ expected: String) async throws {
        let shop = try Shop("outside-\(abs(uploads.hashValue))")
        try FileManager.default.createSymbolicLink(
            atPath: shop.project.folder + "/link", withDestinationPath: shop.project.folder + "/data")
        let text = "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Metadata: {Etape: {Uploads: [\(uploads)]}}"
        let problems = try await shop.problems(text)
        #expect(problems.count == 1 && problems[0].hasPrefix("template.yaml:4:") && problems[0].hasSuffix(expected))
    }

    @Test func symbolicLinksWithinAFolderAreNotUploaded() async throws {
        let shop = try Shop("link")
        try FileManager.default.createSymbolicLink(
            atPath: shop.project.folder + "/data/passwd", withDestinationPath: "/etc/passwd")
        try await shop.up()
        #expect(!shop.cloud.objects.contains { $0.contains("passwd") })
    }

    @Test(arguments: [
        ("{\n  \"a\": tru\n}", "flow.asl.json:2:8: this is not valid JSON"),
        ("{\"a\": \"${Job}\", \"b\": }", "flow.asl.json:1:22: this is not valid JSON"),
        ("{\"a\": \"${Job}\"\n, \"b\": }", "flow.asl.json:2:8: this is not valid JSON"),
    ])
    func aBrokenDefinitionHasItsPlace(_ text: String, _ expected: String) async throws {
        let shop = try Shop("definition-\(abs(text.hashValue))")
        try shop.project.write("flow.asl.json", text)
        let problems = try await shop.problems()
        #expect(problems.count == 1 && problems[0].hasPrefix(expected), "\(problems)")
    }

    @Test func aSubstitutionMayStandOutsideOfAStringAndMissingOnesAreTold() async throws {
        let shop = try Shop("numbers")
        try shop.project.write("flow.asl.json", #"{"TimeoutSeconds": ${Workers}, "Comment": "${Nobody}"}"#)
        let text = shopTemplate.replacingOccurrences(of: "{Job: !Ref Job}", with: "{Workers: !Ref Workers}")
        let plan = try await shop.provisioner().plan(try shop.resolve(text))
        #expect(
            plan.notices == ["flow.asl.json: ${Nobody} stays as it is; DefinitionSubstitutions of Machine has no value"]
        )
        try await shop.up(text)
        #expect(
            shop.cloud.input("states:CreateStateMachine")?.string("definition")
                == #"{"TimeoutSeconds": 2, "Comment": "${Nobody}"}"#)
    }

    @Test func operationsThatAreNotServedAreTold() async throws {
        let shop = try Shop("served")
        let provisioner = shop.provisioner { service, operation in operation != "AttachRolePolicy" }
        do {
            _ = try await provisioner.plan(try shop.resolve())
            Issue.record("the role needs an operation that is not served")
        } catch let errors as TemplateErrors {
            #expect(
                errors.description
                    == "template.yaml:22:3: Role (AWS::IAM::Role) needs iam:AttachRolePolicy, not served here")
        }
    }

    @Test func namesThatAnotherStackHasAreRefused() async throws {
        let shop = try Shop("owner")
        try await shop.up()
        let other = try Template(
            parsing: "Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: data}}}", file: "t"
        )
        .resolve(context: TemplateContext(stackName: "other"))
        await #expect(throws: TemplateErrors.self) { try await shop.provisioner().plan(other) }
    }

    @Test func scriptsOutsideOfTheTemplateMustExist() async throws {
        let shop = try Shop("elsewhere")
        let text =
            "Resources: {J: {Type: AWS::Glue::Job, Properties: {Role: r, Command: {ScriptLocation: s3://lib/job.py}}}}"
        #expect(try await shop.problems(text).map { $0.contains("s3://lib/job.py of J does not exist") } == [true])
        shop.cloud.write("lib/job.py", "pass")
        #expect(try await shop.problems(text) == [])
    }

    @Test func aFolderWithoutTemplateIsNoProject() throws {
        let shop = try Shop("none")
        #expect(throws: ProjectError.noTemplate(folder: shop.project.folder)) {
            try Project(folder: shop.project.folder)
        }
        #expect(throws: ProjectError.noFolder("/nonexistent")) { try Project(folder: "/nonexistent") }
        try shop.project.write("template.yaml", shopTemplate)
        let project = try Project(folder: shop.project.folder)
        #expect(project.templateFile == "template.yaml" && project.stackName.hasPrefix("etape-cfn-none-"))
    }
}
