import EngineTestKit
import Foundation
import Foundations
import GlueService
import JSONModel
import ServicePorts
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct JobRunTests {
    @Test func aRunSucceedsWithItsArgumentsLogsAndProgress() async throws {
        let request = Mutex<JobRequest?>(nil)
        let world = GlueWorld { given, events in
            request.withLock { $0 = given }
            events(.started)
            events(.log(.out, Array("one\ntw".utf8)))
            events(.log(.out, Array("o\nlast".utf8)))
            events(.log(.err, Array("oops\n".utf8)))
            events(.progress(["rowsRead": 5]))
            return .succeeded
        }
        world.children.endpoint = "http://127.0.0.1:4566"
        try await world.createJob(
            "extract",
            [
                "DefaultArguments": [
                    "--A": "1", "--B": "2", "--extra-py-files": "s3://lake/scripts/lib.py",
                    "--conf": "spark.x=1 --conf spark.y=a=b",
                ]
            ])
        let events = world.bus.subscribe()
        let id = try await world.start("extract", ["Arguments": ["--B": "3"]])
        #expect(id.wholeMatch(of: /jr_[0-9a-f]{64}/) != nil)
        var progress: JSONObject?
        var end: ServiceEvent?
        for await event in events {
            if event.detailType == "Etape Job Progress" { progress = event.detail }
            if event.detailType == "Glue Job State Change" {
                end = event
                break
            }
        }
        #expect(progress == ["jobName": "extract", "jobRunId": .string(id), "rowsRead": 5])
        #expect(
            end?.detail == [
                "jobName": "extract", "severity": "INFO", "state": "SUCCEEDED", "jobRunId": .string(id),
                "message": "Job run succeeded",
            ])
        let run = try await world.run(id)
        #expect(run.string("JobRunState") == "SUCCEEDED")
        #expect(run.int("Attempt") == 0)
        #expect(run.object("Arguments")?.string("--B") == "3")
        #expect(run.string("LogGroupName") == "/aws-glue/jobs")
        #expect(run.array("PredecessorRuns") == [])
        #expect(run["CompletedOn"] != nil)

        let given = try #require(request.withLock { $0 })
        #expect(given.kind == .spark)
        #expect(given.arguments == ["--A", "1", "--B", "3", "--JOB_NAME", "extract", "--JOB_RUN_ID", id])
        #expect(given.sparkProperties == ["spark.x": "1", "spark.y": "a=b"])
        #expect(given.environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4566")
        #expect(given.script == "\(world.folder)/\(id)/job.py")
        #expect(try String(contentsOfFile: given.script, encoding: .utf8) == "print(1)\n")
        #expect(given.extraPythonFiles == ["\(world.folder)/\(id)/lib/lib.py"])
        world.logs.withLock { logs in
            #expect(logs["/aws-glue/jobs/output|\(id)"] == ["one", "two", "last"])
            #expect(logs["/aws-glue/jobs/error|\(id)"] == ["oops"])
        }
    }

    @Test func aFailureCarriesTheEnginesWords() async throws {
        let world = GlueWorld { _, _ in .failed("ValueError: bad") }
        try await world.createJob()
        let run = try await world.runToEnd()
        #expect(run.string("JobRunState") == "FAILED")
        #expect(run.string("ErrorMessage") == "ValueError: bad")
    }

    @Test func aMissingScriptFailsTheRunByName() async throws {
        let world = GlueWorld()
        try await world.createJob(
            "extract", ["Command": ["Name": "glueetl", "ScriptLocation": "s3://lake/gone.py"]])
        let message = try await world.runToEnd().string("ErrorMessage") ?? ""
        #expect(message.contains("LAUNCH ERROR | File Location: s3://lake/gone.py"))
        #expect(message.contains("NoSuchKey"))
    }

    @Test(
        arguments: [
            ["--additional-python-modules": "numpy"], ["--job-bookmark-option": "job-bookmark-enable"],
            ["--conf": "nothing"],
        ] as [JSONObject])
    func whatIsNotServedFailsTheRunByName(_ arguments: JSONObject) async throws {
        let started = Counter()
        let world = GlueWorld { _, _ in
            started.add()
            return .succeeded
        }
        try await world.createJob()
        let run = try await world.runToEnd("extract", ["Arguments": .object(arguments)])
        #expect(run.string("JobRunState") == "FAILED")
        #expect(run.string("ErrorMessage")?.contains("LAUNCH ERROR") == true)
        #expect(started.count == 0)
    }

    @Test func otherCommandsAreRefusedWhenTheyStart() async throws {
        let world = GlueWorld()
        try await world.createJob("rays", ["Command": ["Name": "glueray", "ScriptLocation": "s3://lake/r.py"]])
        #expect(await world.refusal("StartJobRun", ["JobName": "rays"]) == "InvalidInputException")
        #expect(await world.refusal("StartJobRun", ["JobName": "none"]) == "EntityNotFoundException")
    }

    @Test func aRunStopsWhenItIsTold() async throws {
        let world = GlueWorld(FakeEngine.endless)
        try await world.createJob()
        let events = world.bus.subscribe()
        let id = try await world.start()
        try await world.waitFor("RUNNING", id)
        world.clock.advance(by: .seconds(7))
        let answer = try await world.call(
            "BatchStopJobRun", ["JobName": "extract", "JobRunIds": [.string(id), "jr_none"]])
        #expect(answer.array("SuccessfulSubmissions") == [["JobName": "extract", "JobRunId": .string(id)]])
        #expect(answer.array("Errors")?.first?["ErrorDetail"]?["ErrorCode"] == "EntityNotFoundException")
        await GlueWorld.end(of: id, events)
        let run = try await world.run(id)
        #expect(run.string("JobRunState") == "STOPPED")
        #expect(run.int("ExecutionTime") == 7)
        let again = try await world.call("BatchStopJobRun", ["JobName": "extract", "JobRunIds": [.string(id)]])
        #expect(again.array("Errors")?.count == 1)
    }

    @Test func aRunTimesOutByTheClock() async throws {
        let world = GlueWorld(FakeEngine.endless)
        try await world.createJob("extract", ["MaxRetries": 1])
        let events = world.bus.subscribe()
        let id = try await world.start("extract", ["Timeout": 10])
        try await world.waitFor("RUNNING", id)
        world.clock.advance(by: .seconds(599))
        #expect(try await world.run(id).string("JobRunState") == "RUNNING")
        while world.clock.nextDeadline == nil { await Task.yield() }
        world.clock.advance(by: .seconds(1))
        let end = await GlueWorld.end(of: id, events)
        #expect(end?.detail.string("severity") == "WARN")
        let run = try await world.run(id)
        #expect(run.string("JobRunState") == "TIMEOUT")
        #expect(run.int("ExecutionTime") == 600)
        // Jobs that reach their timeout are not restarted.
        #expect(try await world.call("GetJobRuns", ["JobName": "extract"]).array("JobRuns")?.count == 1)
    }

    @Test func aFailedRunIsRetriedAsOftenAsTheJobSays() async throws {
        let calls = Counter()
        let world = GlueWorld { _, _ in calls.add() < 3 ? .failed("ValueError: bad") : .succeeded }
        try await world.createJob("extract", ["MaxRetries": 2])
        let events = world.bus.subscribe()
        let id = try await world.start()
        await GlueWorld.end(of: id + "_attempt_2", events)
        let runs = try await world.call("GetJobRuns", ["JobName": "extract"]).array("JobRuns")!
        #expect(runs.map { $0["Id"]?.stringValue } == [id + "_attempt_2", id + "_attempt_1", id])
        #expect(runs.map { $0["JobRunState"]?.stringValue } == ["SUCCEEDED", "FAILED", "FAILED"])
        #expect(runs.map { $0["Attempt"]?.intValue } == [2, 1, 0])
        #expect(runs.map { $0["PreviousRunId"]?.stringValue } == [id + "_attempt_1", id, nil])
    }

    @Test func runsAtTheSameTimeAreLimited() async throws {
        let world = GlueWorld(FakeEngine.endless)
        try await world.createJob("extract", ["ExecutionProperty": ["MaxConcurrentRuns": 2]])
        _ = try await world.start()
        _ = try await world.start()
        #expect(await world.refusal("StartJobRun", ["JobName": "extract"]) == "ConcurrentRunsExceededException")
    }

    @Test func oneKeyIsOneRun() async throws {
        let calls = Counter()
        let world = GlueWorld { _, events in
            calls.add()
            return .succeeded
        }
        try await world.createJob("extract", ["ExecutionProperty": ["MaxConcurrentRuns": 5]])
        let events = world.bus.subscribe()
        let first = try await world.start(key: "execution/7")
        let second = try await world.start(key: "execution/7")
        let other = try await world.start(key: "execution/8")
        #expect(first == second)
        #expect(first != other)
        for await event in events where event.detail.string("jobRunId") == other { break }
        #expect(calls.count == 2)
    }

    @Test func newestRunsComeFirst() async throws {
        let world = GlueWorld()
        try await world.createJob()
        var ids: [String] = []
        for _ in 0..<3 {
            ids.append(try await world.runToEnd().string("Id")!)
            world.clock.advance(by: .seconds(1))
        }
        let first = try await world.call("GetJobRuns", ["JobName": "extract", "MaxResults": 2])
        #expect(first.array("JobRuns")?.compactMap { $0["Id"]?.stringValue } == [ids[2], ids[1]])
        let rest = try await world.call(
            "GetJobRuns", ["JobName": "extract", "MaxResults": 2, "NextToken": first["NextToken"]!])
        #expect(rest.array("JobRuns")?.compactMap { $0["Id"]?.stringValue } == [ids[0]])
        #expect(rest["NextToken"] == nil)
    }

    @Test func aRunThatAServersDeathCutOffBeginsAnewUnderItsOwnId() async throws {
        let store = MemoryResourceStore()
        let first = GlueWorld(store: store, FakeEngine.endless)
        try await first.createJob()
        let id = try await first.start(key: "execution/7")
        try await first.waitFor("RUNNING", id)
        await first.glue.shutDown()
        #expect(try await first.run(id).string("JobRunState") == "RUNNING")

        let second = GlueWorld(store: store, seed: 2)
        let events = second.bus.subscribe()
        try await second.glue.resume()
        #expect(try await second.start(key: "execution/7") == id)
        await GlueWorld.end(of: id, events)
        let run = try await second.run(id)
        #expect(run.string("JobRunState") == "SUCCEEDED")
        #expect(run.int("Attempt") == 1)
        // What has ended is not taken up again.
        try await second.glue.resume()
        #expect(try await second.run(id).int("Attempt") == 1)
    }

    @Test func logsThatCannotBeWrittenAreTold() async throws {
        let world = GlueWorld { _, events in
            events(.log(.out, Array("one\n".utf8)))
            return .succeeded
        }
        world.registry.register(
            FakeService(name: "logs", operations: ["CreateLogGroup"]) { _ in throw AWSError("Broken", "no disk") })
        try await world.createJob()
        let run = try await world.runToEnd()
        #expect(run.string("JobRunState") == "SUCCEEDED")
        #expect(run.string("StateDetail")?.contains("no disk") == true)
    }
}
