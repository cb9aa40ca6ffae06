import ConformanceSuites
import EngineTestKit
import Foundation
import Foundations
import JSONModel
import ServicePorts
import Testing

/// The example's workflow in its two forms: the same calls, the same result.
@Suite struct ExampleTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "examples/flights-etl/step_function")

    private struct Told: Equatable {
        var status: String?
        var output: JSONValue?
        var error: String?
        var cause: String?
        var jobs: [JSONObject]
        var notified: [JSONValue]
    }

    private static func definition(_ file: String) throws -> String {
        var text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        let arn = "arn:aws:lambda:us-east-1:000000000000:function:notify"
        for (name, value) in [
            "BucketName": "data", "ExtractJob": "j1", "TransformJob": "j2", "LoadJob": "j3", "NotifyFunction": arn,
        ] {
            text = text.replacingOccurrences(of: "${\(name)}", with: value)
        }
        return text
    }

    /// `broken`: the job whose runs fail.
    private static func run(_ file: String, input: String, broken: String?) async throws -> Told {
        let glue = ScriptedService("glue", ["StartJobRun", "GetJobRun", "BatchStopJobRun"]) { request in
            guard request.operation == "GetJobRun" else {
                return ServiceResponse(["JobRunId": .string("jr_" + (request.input.string("JobName") ?? ""))])
            }
            let name = request.input.string("JobName") ?? ""
            let state: JSONValue = name == broken ? "FAILED" : "SUCCEEDED"
            return ServiceResponse([
                "JobRun": [
                    "Id": .string("jr_" + name), "JobName": .string(name), "JobRunState": state, "ExecutionTime": 7,
                    "ErrorMessage": "ValueError: bad",
                ]
            ])
        }
        let lambda = ScriptedService("lambda", ["Invoke"]) { _ in
            ServiceResponse(["StatusCode": 200, "ExecutedVersion": "$LATEST"], body: .bytes(Array(#"{"n":1}"#.utf8)))
        }
        let world = try World(services: [glue, lambda])
        defer { world.remove() }
        let ended = Task { try await world.run(try definition(file), input: input) }
        let retries = Task {
            while !Task.isCancelled {
                if let next = world.clock.nextDeadline, next - world.clock.now < .seconds(10) {
                    world.clock.advance(to: next)
                }
                await Task.yield()
            }
        }
        let result = try await ended.value
        retries.cancel()
        await world.end()
        var notified: [JSONValue] = []
        for call in lambda.calls {
            guard case .bytes(let bytes) = call.body else { continue }
            notified.append(try JSONValue(parsing: String(decoding: bytes, as: UTF8.self)))
        }
        return Told(
            status: result.string("status"), output: try result.string("output").map { try JSONValue(parsing: $0) },
            error: result.string("error"), cause: result.string("cause"),
            jobs: glue.calls.filter { $0.operation == "StartJobRun" }.map(\.input), notified: notified)
    }

    @Test(
        arguments: [
            (#"{}"#, nil, "SUCCEEDED"), (#"{"raw_path":"s3://other/raw/"}"#, nil, "SUCCEEDED"),
            (#"{"raw_path":5}"#, nil, "SUCCEEDED"), ("{}", "j1", "FAILED"), ("{}", "j2", "FAILED"),
        ] as [(String, String?, String)])
    func bothFormsDoTheSame(_ input: String, _ broken: String?, _ status: String) async throws {
        let paths = try await Self.run("etl_pipeline_workflow.json", input: input, broken: broken)
        let jsonata = try await Self.run("etl_pipeline_workflow_jsonata.json", input: input, broken: broken)
        #expect(paths.status == status)
        #expect(paths.notified.count == 1)
        #expect(paths.jobs.count == (broken == nil ? 3 : broken == "j1" ? 3 : 4))
        #expect(jsonata == paths)
    }
}
