import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import Testing

@Suite struct JobTests {
    @Test func definitionsAreCreatedReadChangedAndDeleted() async throws {
        let world = GlueWorld()
        try await world.createJob("extract", ["DefaultArguments": ["--A": "1"], "Tags": ["team": "data"]])
        try await world.createJob("load")
        let job = try await world.call("GetJob", ["JobName": "extract"]).object("Job")!
        #expect(job.object("DefaultArguments") == ["--A": "1"])
        #expect(job.int("Timeout") == 2880)
        #expect(job.object("ExecutionProperty")?.int("MaxConcurrentRuns") == 1)
        #expect(job.double("CreatedOn") == world.clock.now.seconds)
        #expect(job["Tags"] == nil)

        let names = try await world.call("ListJobs").strings("JobNames")
        #expect(names == ["extract", "load"])
        let tagged = try await world.call("ListJobs", ["Tags": ["team": "data"]]).strings("JobNames")
        #expect(tagged == ["extract"])

        world.clock.advance(by: .seconds(5))
        try await world.call(
            "UpdateJob",
            [
                "JobName": "extract",
                "JobUpdate": ["Role": "r", "Command": ["Name": "pythonshell", "ScriptLocation": "s3://b/k.py"]],
            ])
        let updated = try await world.call("GetJob", ["JobName": "extract"]).object("Job")!
        #expect(updated["DefaultArguments"] == nil)
        #expect(updated["CreatedOn"] == job["CreatedOn"])
        #expect(updated.double("LastModifiedOn") == world.clock.now.seconds)

        try await world.call("DeleteJob", ["JobName": "extract"])
        try await world.call("DeleteJob", ["JobName": "extract"])
        #expect(await world.refusal("GetJob", ["JobName": "extract"]) == "EntityNotFoundException")
        let batch = try await world.call("BatchGetJobs", ["JobNames": ["extract", "load"]])
        #expect(batch.strings("JobsNotFound") == ["extract"])
        #expect(batch.array("Jobs")?.first?["Name"] == "load")
    }

    @Test func pagesFollowEachOther() async throws {
        let world = GlueWorld()
        for name in ["a", "b", "c"] { try await world.createJob(name) }
        let first = try await world.call("GetJobs", ["MaxResults": 2])
        #expect(first.array("Jobs")?.compactMap { $0["Name"]?.stringValue } == ["a", "b"])
        let second = try await world.call("GetJobs", ["MaxResults": 2, "NextToken": first["NextToken"]!])
        #expect(second.array("Jobs")?.compactMap { $0["Name"]?.stringValue } == ["c"])
        #expect(second["NextToken"] == nil)
    }

    @Test func creatingTheSameJobTwiceIsOneCreation() async throws {
        let world = GlueWorld()
        try await world.createJob()
        try await world.createJob()
        #expect(
            await world.refusal(
                "CreateJob",
                ["Name": "extract", "Role": "other", "Command": ["Name": "glueetl", "ScriptLocation": "s3://b/k"]])
                == "IdempotentParameterMismatchException")
    }

    @Test(
        arguments: [
            ["Command": ["Name": "spark"]],
            ["Timeout": 0],
            ["Timeout": 10_081],
            ["MaxRetries": 11],
            ["MaxCapacity": 2.0, "WorkerType": "G.1X"],
        ] as [JSONObject])
    func wrongDefinitionsAreRefused(_ members: JSONObject) async throws {
        let world = GlueWorld()
        await #expect(throws: AWSError.self) { try await world.createJob("bad", members) }
        #expect(await world.refusal("GetJob", ["JobName": "bad"]) == "EntityNotFoundException")
    }

    @Test func tagsAreKeptWithTheirResource() async throws {
        let world = GlueWorld()
        try await world.createJob("extract", ["Tags": ["team": "data"]])
        let arn: JSONValue = "arn:aws:glue:us-east-1:000000000000:job/extract"
        try await world.call("TagResource", ["ResourceArn": arn, "TagsToAdd": ["stage": "dev"]])
        try await world.call("UntagResource", ["ResourceArn": arn, "TagsToRemove": ["team"]])
        #expect(try await world.call("GetTags", ["ResourceArn": arn]).object("Tags") == ["stage": "dev"])
        #expect(
            await world.refusal("GetTags", ["ResourceArn": "arn:aws:glue:us-east-1:000000000000:job/x"])
                == "EntityNotFoundException")
        try await world.call("DeleteJob", ["JobName": "extract"])
        try await world.createJob()
        #expect(try await world.call("GetTags", ["ResourceArn": arn]).object("Tags") == [:])
    }
}
