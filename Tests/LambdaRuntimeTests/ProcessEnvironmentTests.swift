import EngineTestKit
import Foundation
import JSONModel
import LambdaRuntime
import ServicePorts
import Testing

/// What a function finds around it, and what becomes of what it prints.
@Suite(.timeLimit(.minutes(2)))
struct ProcessEnvironmentTests {
    @Test func `Lambda's variables and the function's own`() async throws {
        try await Workshop.with { workshop in
            let function = try workshop.function(
                "variables",
                """
                import os, sys
                def handler(event, context):
                    return {**os.environ, "cwd": os.getcwd(), "path": sys.path[0], "input": sys.stdin.read()}
                """, memorySize: 256, variables: ["TOPIC": "t", "PYTHONPATH": "/opt/own"])
            let value = try await workshop.invoke(function).value
            #expect(value["AWS_LAMBDA_FUNCTION_NAME"] == "variables")
            #expect(value["AWS_LAMBDA_FUNCTION_VERSION"] == "$LATEST")
            #expect(value["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "256")
            #expect(value["AWS_LAMBDA_LOG_GROUP_NAME"] == "/aws/lambda/variables")
            #expect(value["AWS_LAMBDA_LOG_STREAM_NAME"]?.stringValue?.hasPrefix("2023/11/14/[$LATEST]") == true)
            #expect(value["AWS_EXECUTION_ENV"] == "AWS_Lambda_python3.12")
            #expect(value["_HANDLER"] == "app.handler")
            #expect(value["AWS_REGION"] == "us-east-1")
            #expect(value["TOPIC"] == "t")
            #expect(value["PYTHONPATH"]?.stringValue?.hasSuffix(":/opt/own") == true)
            #expect(value["cwd"] == value["LAMBDA_TASK_ROOT"])
            #expect(value["path"] == value["LAMBDA_TASK_ROOT"])
            #expect(value["input"] == "")
        }
    }

    @Test func `the memory size is a limit`() async throws {
        try await Workshop.with { workshop in
            let code = "def handler(event, context):\n    return len(bytearray(event['megabytes'] << 20))\n"
            let small = try workshop.function("small", code, memorySize: 128)
            #expect(try await workshop.invoke(small, ["megabytes": 64]).value == .int(64 << 20))
            #expect(try await workshop.invoke(small, ["megabytes": 256]).value["errorType"] == "MemoryError")
            let large = try workshop.function("large", code, memorySize: 512)
            #expect(try await workshop.invoke(large, ["megabytes": 256]).value == .int(256 << 20))
        }
    }

    @Test func `all that was printed before the answer is in the log's tail`() async throws {
        try await Workshop.with { workshop in
            let function = try workshop.function(
                "talker",
                """
                import logging, os, sys
                def handler(event, context):
                    print("to stdout")
                    print("to stderr", file=sys.stderr)
                    logging.getLogger().warning("by logging")
                    os.write(1, b"no line end")
                """)
            let outcome = try await workshop.invoke(function, id: "abc").outcome
            let tail = String(decoding: outcome.logTail, as: UTF8.self).split(separator: "\n").map(String.init)
            #expect(tail.count == 7)
            #expect(tail[0] == "START RequestId: abc Version: $LATEST")
            #expect(tail[1...2] == ["to stdout", "to stderr"])
            #expect(tail[3].hasPrefix("[WARNING]\t") && tail[3].hasSuffix("\tabc\tby logging"))
            #expect(tail[4...5] == ["no line end", "END RequestId: abc"])
            #expect(tail[6].hasPrefix("REPORT RequestId: abc\tDuration: "))
            #expect(tail[6].contains("\tMemory Size: 128 MB\tMax Memory Used: "))
            await workshop.host.logsDelivered()
            #expect(workshop.logs.lines == tail.map { $0 + "\n" })
            #expect(workshop.logs.groups == ["/aws/lambda/talker"])
            #expect(workshop.logs.streams.count == 1)
        }
    }

    @Test func `a response above 6 MB is refused as Lambda does`() async throws {
        try await Workshop.with { workshop in
            let function = try workshop.function(
                "big", "def handler(event, context):\n    return 'x' * event['bytes']\n", memorySize: 512)
            // Two quotes make the limit of 6,291,556 bytes.
            #expect(try await workshop.invoke(function, ["bytes": 6_291_554]).outcome.error == nil)
            let (value, outcome) = try await workshop.invoke(function, ["bytes": 6_291_555])
            #expect(outcome.error == "Unhandled")
            #expect(value["errorType"] == "Function.ResponseSizeTooLarge")
        }
    }

    @Test func `a process dies with its server, and so do its children`() async throws {
        try await Workshop.with { workshop in
            let place = try workshop.function(
                "orphan", "import subprocess\nsubprocess.Popen(['sleep', '1000'])\nprint('started', flush=True)\n")
            let output = Pipe()
            let parent = Process()
            parent.executableURL = URL(filePath: Workshop.python)
            parent.arguments = ["-c", Self.parent, Workshop.python]
            parent.environment = [
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128", "LAMBDA_TASK_ROOT": workshop.folder + "/" + place.codeFolder,
                "PYTHONPATH": Workshop.packages, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
            ]
            parent.standardOutput = output
            try parent.run()
            let reading = output.fileHandleForReading
            let first = await Self.blocking { String(decoding: reading.availableData, as: UTF8.self) }
            #expect(first.hasPrefix("started"))
            kill(parent.processIdentifier, SIGKILL)
            // All that hold the pipe are gone when it ends.
            _ = await Self.blocking { reading.readDataToEndOfFile() }
            parent.waitUntilExit()
            #expect(parent.terminationStatus == SIGKILL)
        }
    }

    /// A server that starts an environment as the host does, and accepts its requests without answering.
    private static let parent = """
        import os, socket, subprocess, sys
        server = socket.create_server(("127.0.0.1", 0))
        api = f"127.0.0.1:{server.getsockname()[1]}/token"
        command = [sys.argv[1], "-P", "-m", "etape_lambda", "app.handler"]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True,
                                 env={**os.environ, "AWS_LAMBDA_RUNTIME_API": api})
        child.wait()
        """

    private static func blocking<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: body()) }
        }
    }
}
