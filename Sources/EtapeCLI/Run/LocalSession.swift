import SparkRuntime
import SNSService
import CloudFormationService
import Foundations
import JSONModel
import ServicePorts
import SQLiteStore
import Templates

/// A run in this process: the server lives as long as the run.
struct LocalSession: RunSession {
    let server: LocalServer
    let stack: StackBringUp
    let project: RunProject
    let gateway: RunningGateway
    let say: @Sendable (String) -> Void
    private let abortsUnfinished: Bool

    init(
        _ project: RunProject, data: DataFolder, settings: ServerSettings, abortsUnfinished: Bool,
        say: @escaping @Sendable (String) -> Void
    ) async throws {
        self.say = say
        self.abortsUnfinished = abortsUnfinished
        self.project = project
        // Everything that can be wrong with the project is said before anything starts.
        let template = try project.resolved(CallContext())
        let server = try LocalServer(data: data, settings: settings, warmsUp: false)
        self.server = server
        stack = StackBringUp(project: project, server: server, say: say)
        gateway = try await RunningGateway(server, host: "127.0.0.1", port: 0)
        if template.resources.contains(where: { $0.type == "AWS::Glue::Job" }) {
            Task { await server.spark.start() }
        }
    }

    var data: DataFolder { server.data }
    var store: SQLiteStore { server.store }
    var clock: any TimeSource { server.clock }
    var invoker: any ServiceInvoker { server.registry }
    var events: (any EventBus)? { server.events }

    func bringUp() async throws {
        try await endUnfinished()
        try await stack.run()
    }

    /// Work that a killed process left shares its data with what would be started now: it is carried on or ended first.
    private func endUnfinished() async throws {
        let unfinished = try await store.executions(ExecutionQuery(status: "RUNNING", withoutOwned: true, limit: .max))
        guard let newest = unfinished.first else { return }
        guard abortsUnfinished else {
            throw CLIError(
                "the execution \(newest.name) did not end: `etape run --resume` carries it on, "
                    + "`etape run --abort-unfinished` ends it and runs anew")
        }
        try await server.resume()
        for execution in unfinished {
            _ = try await invoker.call(
                "states", "StopExecution",
                ["executionArn": .string(execution.arn), "error": "Abandoned", "cause": "Ended for a new run."])
            say("Ended the execution \(execution.name), which a process before had left")
        }
    }

    func start(stateMachine: String?, input: String, name: String?) async throws -> StartedExecution {
        try await start(
            machine: try await StackRecords(store: store).stateMachine(stateMachine, of: project), input: input,
            name: name)
    }

    func resume(name: String?) async throws -> StartedExecution {
        let execution = try await unfinished(name)
        try await server.resume()
        return execution
    }

    /// Retries of a mail server that does not answer may go on for long: they are not waited for.
    func settle() async {
        await withTaskGroup { group in
            group.addTask { await server.sns.settle() }
            group.addTask { try? await clock.sleep(for: .seconds(10)) }
            await group.next()
            group.cancelAll()
        }
    }

    func end() async {
        await server.shutDown()
        await gateway.stop()
        try? await store.close()
    }
}
