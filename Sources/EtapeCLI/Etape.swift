public import ArgumentParser

/// The command line: `etape run`, `etape up` …
public struct Etape: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "etape",
        abstract: "Runs AWS Step Functions, Glue, Lambda and SNS projects on this machine, and says what happened.",
        version: "0.1.0",
        subcommands: [
            RunCommand.self, UpCommand.self, ExecutionsCommand.self, HistoryCommand.self, InboxCommand.self,
            SQLCommand.self, GraphCommand.self, ValidateCommand.self, EvalCommand.self, ServicesCommand.self,
        ])

    public init() {}

    /// Runs the command of this process's arguments and gives its exit code: 0 for success, 1 for work that failed,
    /// 2 for a wrong usage, project or definition.
    public static func run(_ arguments: [String]? = nil) async -> Int32 {
        do {
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return 0
        } catch let error as CLIError {
            Terminal.standardError.write("etape: \(error.message)\n")
            return error.exitCode
        } catch let code as ExitCode {
            return code.rawValue
        } catch {
            return report(error)
        }
    }

    private static func report(_ error: any Error) -> Int32 {
        let code = exitCode(for: error)
        guard code != .success else {
            Terminal.standardOutput.write(fullMessage(for: error) + "\n")
            return 0
        }
        let isUsage = code == .validationFailure
        Terminal.standardError.write(isUsage ? fullMessage(for: error) + "\n" : "etape: \(message(for: error))\n")
        return isUsage ? 2 : 1
    }
}
