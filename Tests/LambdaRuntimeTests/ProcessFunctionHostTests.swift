import EngineTestKit
import Foundation
import JSONModel
import LambdaRuntime
import ServicePorts
import Testing

/// AWS's own runtime client, in real processes.
@Suite(.timeLimit(.minutes(2)))
struct ProcessFunctionHostTests {
    @Test func `a handler gets its event and answers`() async throws {
        try await Workshop.with { workshop in
            let function = try workshop.function(
                "echo",
                """
                def handler(event, context):
                    return {"event": event, "id": context.aws_request_id, "arn": context.invoked_function_arn,
                            "name": context.function_name, "memory": context.memory_limit_in_mb,
                            "left": context.get_remaining_time_in_millis() > 0 or True}
                """)
            let (value, outcome) = try await workshop.invoke(function, ["a": [1, 2.50, "é"]])
            #expect(outcome.error == nil)
            #expect(value["event"] == ["a": [1, 2.5, "é"]])
            #expect(value["id"] == "11111111-1111-4111-8111-111111111111")
            #expect(value["arn"]?.stringValue == function.arn)
            #expect(value["name"] == "echo")
            #expect(value["memory"] == "128")
        }
    }

    @Test func `an environment is kept warm, and left when the function changes`() async throws {
        try await Workshop.with { workshop in
            let code = "count = 0\ndef handler(event, context):\n    global count\n    count += 1\n    return count\n"
            let first = try workshop.function("counter", code)
            #expect(try await workshop.invoke(first).value == 1)
            #expect(try await workshop.invoke(first).value == 2)
            #expect(try await workshop.invoke(first).value == 3)
            let second = try workshop.function("counter", code, revision: "2")
            #expect(try await workshop.invoke(second).value == 1)
        }
    }

    @Test func `an idle environment ends after its time`() async throws {
        try await Workshop.with { workshop in
            let code = "import os\ndef handler(event, context):\n    return os.getpid()\n"
            let function = try workshop.function("pid", code)
            let first = try await workshop.invoke(function).value
            #expect(try await workshop.invoke(function).value == first)
            workshop.clock.advance(by: .seconds(300))
            try await waitForEnd(of: try #require(first.intValue))
            #expect(try await workshop.invoke(function).value != first)
        }
    }

    @Test func `concurrent invocations run in environments of their own`() async throws {
        try await Workshop.with { workshop in
            // Each waits for the other: one environment could never answer both.
            let function = try workshop.function(
                "pair",
                """
                import os, pathlib
                def handler(event, context):
                    os.mkfifo(event["mine"]) if not os.path.exists(event["mine"]) else None
                    print("ready", event["mine"])
                    if event["first"]:
                        open(event["mine"], "w").write("x")
                        return "wrote"
                    return open(event["mine"]).read()
                """)
            let pipe = JSONValue.string(workshop.folder + "/pipe")
            async let reader = workshop.invoke(function, ["mine": pipe, "first": false], id: "a")
            await workshop.logs.line(containing: "ready")
            async let writer = workshop.invoke(function, ["mine": pipe, "first": true], id: "b")
            #expect(try await writer.value == "wrote")
            #expect(try await reader.value == "x")
        }
    }

    @Test func `an exception is Lambda's error document`() async throws {
        try await Workshop.with { workshop in
            let function = try workshop.function(
                "broken", "def handler(event, context):\n    raise ValueError('no such flight')\n")
            let (value, outcome) = try await workshop.invoke(function)
            #expect(outcome.error == "Unhandled")
            #expect(value["errorMessage"] == "no such flight")
            #expect(value["errorType"] == "ValueError")
            #expect(value["requestId"] == "11111111-1111-4111-8111-111111111111")
            #expect(value["stackTrace"]?[0]?.stringValue?.contains("raise ValueError") == true)
        }
    }

    @Test func `a module that is not there is an import error`() async throws {
        try await Workshop.with { workshop in
            let function = try workshop.function("lost", "", handler: "elsewhere.handler")
            let (value, outcome) = try await workshop.invoke(function)
            #expect(outcome.error == "Unhandled")
            #expect(value["errorType"] == "Runtime.ImportModuleError")
            #expect(value["errorMessage"] == "Unable to import module 'elsewhere': No module named 'elsewhere'")
        }
    }

    @Test func `a process that exits is a runtime error, and the next invocation gets a new one`() async throws {
        try await Workshop.with { workshop in
            let function = try workshop.function(
                "fragile",
                """
                import os, subprocess
                def handler(event, context):
                    if "exit" in event:
                        subprocess.Popen(["sleep", "1000"])
                        os._exit(event["exit"])
                    return "alive"
                """)
            let (value, outcome) = try await workshop.invoke(function, ["exit": 1], id: "abc")
            #expect(outcome.error == "Unhandled")
            #expect(
                value == [
                    "errorType": "Runtime.ExitError",
                    "errorMessage": "RequestId: abc Error: Runtime exited with error: exit status 1",
                ])
            #expect(try await workshop.invoke(function).value == "alive")
        }
    }

    @Test func `a function out of time is killed`() async throws {
        try await Workshop.with { workshop in
            let function = try workshop.function(
                "slow",
                """
                import threading
                def handler(event, context):
                    if event.get("wait"):
                        print("waiting")
                        threading.Event().wait()
                    return "quick"
                """)
            async let result = workshop.invoke(function, ["wait": true], id: "abc")
            await workshop.logs.line(containing: "waiting")
            workshop.clock.advance(by: .milliseconds(3000))
            let (value, outcome) = try await result
            #expect(outcome.error == "Unhandled")
            #expect(value == ["errorMessage": "2023-11-14T22:13:23.000Z abc Task timed out after 3.00 seconds"])
            #expect(String(decoding: outcome.logTail, as: UTF8.self).contains("Status: timeout"))
            #expect(try await workshop.invoke(function).value == "quick")
        }
    }

    @Test func `without an interpreter nothing is run, and that is said`() async throws {
        try await Workshop.with { workshop in
            let host = ProcessFunctionHost(
                configuration: .init(python: "/nonexistent/python3", folder: workshop.folder),
                children: ChildEnvironment(), invoker: workshop.logs, clock: workshop.clock,
                random: SeededRandomness())
            let function = try workshop.function("any", "")
            let error = await #expect(throws: AWSError.self) {
                try await host.invoke(function, FunctionInvocation(requestID: "r", payload: []))
            }
            #expect(error?.code == "ServiceException")
            await host.shutDown()
        }
    }

    private func waitForEnd(of process: Int) async throws {
        while kill(pid_t(process), 0) == 0 { await Task.yield() }
    }
}
