import JSONModel
import ServicePorts
import Testing

/// boto3 as the client of the JSON services.
@Suite struct Boto3JSONTests {
    @Test func statesArriveAndAnswer() async throws {
        let states = RecordingService("states", ["StartExecution", "DescribeExecution", "ListStateMachines"]) {
            request in
            switch request.operation {
            case "StartExecution":
                return ServiceResponse([
                    "executionArn": "arn:aws:states:eu-west-3:000000000000:execution:m:é",
                    "startDate": 1_700_000_000.123,
                ])
            case "DescribeExecution":
                throw AWSError("ExecutionDoesNotExist", "Execution Does Not Exist: 'x'")
            default: return ServiceResponse(["stateMachines": [], "notOfTheShape": 1])
            }
        }
        let lines = try await serving([states]) { port in
            try await TestPython.run(
                """
                states = client("stepfunctions")
                answer = states.start_execution(stateMachineArn="arn:aws:states:m", name="é", input='{"a": 1}')
                print(json.dumps([answer["executionArn"], answer["startDate"].timestamp()]))
                show(failure(lambda: states.describe_execution(executionArn="x")))
                show(states.list_state_machines(maxResults=5))
                show(failure(lambda: states.list_activities()))
                """, port: port)
        }
        #expect(lines[0] == ["arn:aws:states:eu-west-3:000000000000:execution:m:é", 1_700_000_000.123])
        #expect(lines[1]["Code"] == "ExecutionDoesNotExist")
        #expect(lines[1]["Message"] == "Execution Does Not Exist: 'x'")
        #expect(lines[1]["Status"] == 400)
        #expect(lines[2] == ["stateMachines": []])
        #expect(lines[3]["Code"] == "UnknownOperationException")
        #expect(
            states.inputs(of: "StartExecution") == [
                ["stateMachineArn": "arn:aws:states:m", "name": "é", "input": "{\"a\": 1}"]
            ])
        #expect(states.requests.first?.context.region == "eu-west-3")
        #expect(states.requests.first?.context.requestID.isEmpty == false)
    }

    @Test func glueAndLogsArriveAndAnswer() async throws {
        let glue = RecordingService("glue", ["CreateJob", "StartJobRun", "GetJob"]) { request in
            switch request.operation {
            case "CreateJob": return ServiceResponse(["Name": request.input["Name"] ?? .null])
            case "StartJobRun": throw AWSError("ConcurrentRunsExceededException", "Concurrent runs exceeded for etl")
            default: return ServiceResponse(["Job": ["Name": "etl", "CreatedOn": 1_700_000_000, "MaxCapacity": 2.5]])
            }
        }
        let logs = RecordingService("logs", ["PutLogEvents"]) { _ in ServiceResponse(["nextSequenceToken": "1"]) }
        let lines = try await serving([glue, logs]) { port in
            try await TestPython.run(
                """
                glue = client("glue")
                show(glue.create_job(Name="etl", Role="r", Command={"Name": "glueetl", "PythonVersion": "3"},
                    DefaultArguments={"--a": "b"}, Tags={}, Timeout=5))
                show(failure(lambda: glue.start_job_run(JobName="etl")))
                show(glue.get_job(JobName="etl"))
                show(failure(lambda: glue.get_job(JobName="x" * 300)))
                show(failure(lambda: glue.get_crawler(Name="c")))
                show(client("logs").put_log_events(logGroupName="g", logStreamName="s",
                    logEvents=[{"timestamp": 1700000000123, "message": "m"}]))
                """, port: port)
        }
        #expect(lines[0] == ["Name": "etl"])
        #expect(lines[1]["Code"] == "ConcurrentRunsExceededException")
        #expect(lines[2]["Job"]?["CreatedOn"]?.stringValue?.hasPrefix("2023-11-14 ") == true)
        #expect(lines[2]["Job"]?["MaxCapacity"] == 2.5)
        #expect(lines[3]["Code"] == "ValidationException")
        #expect(
            lines[3]["Message"]?.stringValue?.hasSuffix("Member must have length less than or equal to 255") == true)
        #expect(lines[4]["Message"] == "glue:GetCrawler is not served here.")
        #expect(lines[5] == ["nextSequenceToken": "1"])
        #expect(
            glue.inputs(of: "CreateJob") == [
                [
                    "Name": "etl", "Role": "r", "Command": ["Name": "glueetl", "PythonVersion": "3"],
                    "DefaultArguments": ["--a": "b"], "Tags": [:], "Timeout": 5,
                ]
            ])
        #expect(
            logs.inputs(of: "PutLogEvents").first?["logEvents"] == [
                ["timestamp": 1_700_000_000_123, "message": "m"]
            ])
    }
}
