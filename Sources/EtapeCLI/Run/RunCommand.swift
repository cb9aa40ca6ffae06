import ArgumentParser
import Foundation
import Foundations
import JSONModel
import ServicePorts

/// `etape run`: brings a project up, runs its state machine once, and says what came of it.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs a project's state machine on this machine and shows what happens.",
        discussion: """
            Exit code: 0 when the execution SUCCEEDED; 1 when it FAILED, TIMED_OUT or was ABORTED; 2 when the usage, \
            the template or a definition is wrong.
            """)

    @OptionGroup var folders: FolderOptions
    @OptionGroup var template: TemplateOptions
    @OptionGroup var server: ServerOptions
    @Option(name: .long, help: "The execution's input: JSON, or @FILE.")
    var input: String?
    @Option(name: .long, help: "The execution's name.")
    var name: String?
    @Option(name: .long, help: "Which state machine of the template, by its logical id, where there are several.")
    var stateMachine: String?
    @Flag(name: .long, help: "Streams the logs of jobs.")
    var logs = false
    @Flag(name: .long, help: "Prints the result as JSON.")
    var json = false
    @Flag(name: .long, help: "Carries on the execution that was running when its server ended.")
    var resume = false
    @Flag(name: .long, help: "Ends executions that were running when their server ended, before this run.")
    var abortUnfinished = false

    func validate() throws {
        if resume, abortUnfinished { throw ValidationError("--resume and --abort-unfinished exclude each other") }
    }

    func run() async throws {
        let input = try InputText.read(input)
        let project = try RunProject(folder: folders.folder, options: template)
        let session: any RunSession
        do {
            session = try await LocalSession(
                project, data: folders.dataFolder, settings: server.settings, abortsUnfinished: abortUnfinished,
                say: say)
        } catch let taken as DataFolderTaken {
            session = try RemoteSession(
                project, data: folders.dataFolder, taken: taken, settings: server.settings)
        }
        do {
            let code = try await run(session, input: input)
            await session.end()
            if code != 0 { throw ExitCode(code) }
        } catch {
            await session.end()
            throw error
        }
    }

    private func run(_ session: any RunSession, input: String) async throws -> Int32 {
        let started: StartedExecution
        if resume {
            started = try await session.resume(name: name)
        } else {
            try await session.bringUp()
            started = try await session.start(stateMachine: stateMachine, input: input, name: name)
        }
        if logs, session.events == nil {
            say("The jobs' logs are with the server: aws logs tail /aws-glue/jobs/output --follow")
        }
        say("Execution \(started.name) of \(started.stateMachineName)")
        let follower = RunFollower(session: session, display: display, showsLogs: logs)
        let progress = try await follower.follow(started)
        let report = try await RunReport(session, started, progress)
        if json {
            Terminal.standardOutput.write(report.json.serialized(pretty: true) + "\n")
        } else {
            for line in report.lines { Terminal.standardOutput.line(line) }
        }
        return progress.outcome == "SUCCEEDED" ? 0 : 1
    }

    /// What is said beside the result: to standard error where the result is JSON.
    private var say: @Sendable (String) -> Void {
        let terminal = json ? Terminal.standardError : Terminal.standardOutput
        return { terminal.line($0) }
    }

    private var display: any RunDisplay {
        if json { return SilentDisplay() }
        let terminal = Terminal.standardOutput
        return terminal.isInteractive ? LiveDisplay(terminal: terminal) : PlainDisplay(terminal: terminal)
    }
}
