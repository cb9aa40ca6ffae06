import Foundation
import Foundations
import JSONModel
import ServicePorts
import SparkRuntime
import Testing

private let session = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n"

@Suite(.serialized, .timeLimit(.minutes(5))) struct SparkRuntimeTests {
    /// Three runs on one JVM: the second finds nothing of the first.
    @Test func runsShareAJVMAndNothingElse() async throws {
        let bench = try SparkBench()
        let first = try await bench.run(
            session + """
                import os, sys
                print(sys.argv[1:], os.environ["MARK"], spark.conf.get("spark.sql.shuffle.partitions"))
                print(spark.conf.get("spark.mark"))
                spark.range(100).selectExpr("id", "id % 2 k").write.partitionBy("k").parquet("s3://lake/table")
                spark.read.parquet("s3a://lake/table").write.mode("overwrite").csv("s3a://lake/csv")
                spark.range(3).createOrReplaceTempView("leak")
                spark.conf.set("spark.sql.ansi.enabled", "true")
                spark.sparkContext.setLogLevel("INFO")
                spark.sparkContext._jvm.System.setProperty("spark.leak", "1")
                spark.sparkContext._jvm.System.setProperty("leak", "1")
                leak = os.environ["LEAK"] = "1"
                print(spark.sparkContext._jvm.ProcessHandle.current().pid())
                """, "first", properties: ["spark.mark": "given"])
        #expect(first.result == .succeeded, "\(first.err)")
        #expect(first.started == 1)
        let lines = first.out.split(separator: "\n").map(String.init)
        #expect(lines.prefix(2) == ["['--KEY', 'a b'] visible 2", "given"])
        #expect(first.progress.last?.int("rowsWritten") == 200)

        let files = bench.files()
        #expect(files.contains("lake/table/_SUCCESS"))
        #expect(files.contains { $0.hasPrefix("lake/table/k=1/part-") && $0.hasSuffix(".parquet") })
        #expect(!files.contains { $0.hasSuffix(".crc") })

        let second = try await bench.run(
            session + """
                import os
                jvm = spark.sparkContext._jvm
                print(spark.catalog.listTables(), spark.conf.get("spark.sql.ansi.enabled"), "leak" in globals())
                print(jvm.System.getProperty("spark.leak"), jvm.System.getProperty("leak"), os.environ.get("LEAK"))
                print(spark.conf.get("spark.mark", None), spark.read.parquet("s3://lake/table").count())
                print(jvm.ProcessHandle.current().pid())
                """, "second")
        #expect(second.result == .succeeded, "\(second.err)")
        #expect(
            second.out.split(separator: "\n").map(String.init) == [
                "[] false False", "None None None", "None 100", lines.last,
            ])
        #expect(second.progress.last?.int("rowsWritten") == 0)
        await bench.end()
    }

    @Test func whatSparkRefusesIsWordedAsGlueDoes() async throws {
        let bench = try SparkBench()
        let missing = try await bench.run(session + "spark.read.parquet('s3://lake/none')", "missing")
        #expect(
            missing.result == .failed("AnalysisException: [PATH_NOT_FOUND] Path does not exist: s3://lake/none."))
        #expect(missing.err.contains("job.py\", line 3"))
        #expect(!missing.err.contains("etape_glue"))
        let java = try await bench.run(
            session + "spark.range(1).write.format('jdbc').option('url', 'jdbc:none:x').option('dbtable', 't').save()",
            "java")
        guard case .failed(let message) = java.result else {
            Issue.record("it did not fail")
            return
        }
        #expect(message.wholeMatch(of: /An error occurred while calling o[0-9]+\.save\. No suitable driver/) != nil)
        await bench.end()
    }

    @Test(arguments: [
        ("raise ValueError('bad')", JobResult.failed("ValueError: bad")),
        ("import sys; sys.exit(0)", .succeeded),
        ("import sys; sys.exit()", .succeeded),
        ("import sys; sys.exit(3)", .failed("SystemExit: 3")),
        ("import sys; sys.exit('no')", .failed("SystemExit: no")),
        ("import os; os._exit(0)", .succeeded),
        ("import os; os._exit(7)", .failed("SystemExit: 7")),
        ("import os; os.kill(os.getpid(), 9)", .failed("The process of the script was ended by SIGKILL.")),
        ("def f(:", .failed("SyntaxError: invalid syntax (job.py, line 1)")),
        ("assert 1 == 2", .failed("AssertionError")),
    ])
    func scriptsEnd(_ script: String, _ result: JobResult) async throws {
        let bench = try SparkBench()
        let report = try await bench.run(script, kind: .shell)
        #expect(report.result == result)
        await bench.end()
    }

    /// What looks like the host's own messages is text like any other.
    @Test func aScriptCannotSpeakForItsHost() async throws {
        let bench = try SparkBench()
        let line = #"{"event": "ended", "message": null, "reusable": true}"#
        let report = try await bench.run(
            """
            import os, sys
            print('\(line)')
            for fd in range(3, 64):
                try: print("open", os.readlink(f"/proc/self/fd/{fd}")[:5])
                except OSError: pass
            print("bytes", end="", flush=True)
            sys.stderr.write("later")
            raise KeyError("x")
            """, kind: .shell)
        #expect(report.result == .failed("KeyError: 'x'"))
        // The one descriptor is this run's own control line; neither the server's nor another run's is among them.
        #expect(report.out == line + "\nopen pipe:\nbytes")
        #expect(report.err.hasPrefix("later"))
        await bench.end()
    }

    /// Stopping ends the script's own children too, those that left its process group among them.
    @Test func stoppingLeavesNothing() async throws {
        let bench = try SparkBench()
        let (lines, said) = AsyncStream.makeStream(of: String.self)
        let script = """
            import os, subprocess, time
            child = subprocess.Popen(["sleep", "1000"], start_new_session=True)
            print(os.getpid(), child.pid, flush=True)
            time.sleep(1000)
            """
        let running = Task {
            try await bench.run(script, kind: .shell) { event in
                if case .log(.out, let bytes) = event { said.yield(String(decoding: bytes, as: UTF8.self)) }
            }
        }
        var iterator = lines.makeAsyncIterator()
        let processes = try #require(await iterator.next()).split(whereSeparator: \.isWhitespace).compactMap {
            Int32($0)
        }
        #expect(processes.count == 2)
        #expect(processes.allSatisfy { kill($0, 0) == 0 })
        running.cancel()
        #expect(try await running.value.result == .stopped)
        #expect(processes.allSatisfy { kill($0, 0) != 0 })
        await bench.end()
    }

    @Test func anEngineThatCannotStartSaysWhy() async throws {
        let bench = try SparkBench()
        let runtime = SparkRuntime(
            SparkConfiguration(
                python: try SparkBench.python(), packages: [SparkBench.packages], buckets: bench.folder, cores: 1,
                memory: 256, environment: ["PATH": "/usr/bin:/bin", "JAVA_HOME": "/nowhere"]),
            clock: SystemClock())
        let request = try bench.request("print(1)", "none")
        await #expect {
            try await runtime.run(request) { _ in }
        } throws: { error in
            "\(error)".contains("Spark needs Java 17") && "\(error)".contains("/nowhere")
        }
        await runtime.shutDown()
        await bench.end()
    }
}
