import Foundations
import Subprocess
import SystemPackage

/// One host's process as the server holds it: lines to its stdin, lines from its stdout. Closing its stdin ends the
/// host with everything it started.
struct HostProcess: Sendable {
    var configuration: SparkConfiguration
    /// `spark` or `shell`
    var kind: String
    var clock: any TimeSource

    /// How long a host may take to end itself before its process group is killed.
    private static let grace = Duration.seconds(5)

    /// Runs until the host's end. `message` gets its messages in order; answers the last lines of its stderr.
    func live(_ commands: AsyncStream<[UInt8]>, message: @Sendable (HostMessage) async -> Void) async throws -> String {
        try await run(
            .path(FilePath(configuration.python)), arguments: Arguments(arguments), environment: environment,
            platformOptions: options, input: .inputWriter, output: .sequence, error: .sequence
        ) { execution in
            try await withThrowingTaskGroup(of: String?.self) { group in
                group.addTask {
                    await Self.send(commands, to: execution.standardInputWriter)
                    try await clock.sleep(for: Self.grace)
                    try execution.send(signal: .kill, toProcessGroup: true)
                    return nil
                }
                group.addTask { try await Self.tail(of: execution.standardError) }
                try await Self.read(execution.standardOutput, message: message)
                var tail = ""
                // The sender waits for commands that will not come; stderr ends with the process.
                for _ in 0..<2 {
                    guard let result = try? await group.next() else { continue }
                    if let text = result {
                        tail = text
                        break
                    }
                }
                group.cancelAll()
                return tail
            }
        }.closureResult
    }

    private var arguments: [String] {
        var arguments = ["-m", "etape_glue.host", "--kind", kind]
        guard kind == "spark" else { return arguments }
        arguments += ["--memory", String(configuration.memory), "--cores", String(configuration.cores)]
        arguments += ["--warm-up", configuration.warmUp ? "yes" : "no"]
        if let archive = configuration.classArchive { arguments += ["--class-archive", archive] }
        return arguments + configuration.javaOptions.map { "--java-option=\($0)" }
    }

    private var environment: Environment {
        var variables = configuration.environment
        variables["PYTHONPATH"] = configuration.packages.joined(separator: ":")
        variables["PYTHONUNBUFFERED"] = "1"
        variables["PYTHONDONTWRITEBYTECODE"] = nil
        return .custom(Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) }))
    }

    private var options: PlatformOptions {
        var options = PlatformOptions()
        // A group of its own: a Ctrl-C on the terminal is the server's, and the group can be killed as a whole.
        options.processGroupID = 0
        return options
    }

    private static func send(_ commands: AsyncStream<[UInt8]>, to writer: StandardInputWriter) async {
        for await command in commands {
            do { _ = try await writer.write(command) } catch { break }
        }
        try? await writer.finish()
    }

    private static func read(
        _ output: SubprocessOutputSequence, message: @Sendable (HostMessage) async -> Void
    ) async throws {
        var splitter = LineSplitter()
        for try await chunk in output {
            for line in splitter.lines(chunk.withUnsafeBytes { Array($0) }) {
                if let known = HostMessage(line: line) { await message(known) }
            }
        }
    }

    private static func tail(of output: SubprocessOutputSequence) async throws -> String {
        var tail: [UInt8] = []
        for try await chunk in output {
            tail += chunk.withUnsafeBytes { Array($0) }
            if tail.count > 8192 { tail.removeFirst(tail.count - 4096) }
        }
        return String(decoding: tail, as: UTF8.self)
    }
}
