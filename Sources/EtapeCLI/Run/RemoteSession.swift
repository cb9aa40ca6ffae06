import Foundations
import JSONModel
import RemoteServices
import ServicePorts
import SQLiteStore

/// A run in the server that has the data folder: `etape up` of the same project.
struct RemoteSession: RunSession {
    let data: DataFolder
    let store: SQLiteStore
    let clock: any TimeSource = SystemClock()
    let remote: RemoteInvoker
    private let project: RunProject
    private let stacks: StackRecords

    var invoker: any ServiceInvoker { remote }
    var events: (any EventBus)? { nil }

    init(_ project: RunProject, data: DataFolder, taken: DataFolderTaken, settings: ServerSettings) throws {
        guard let address = taken.address else {
            throw CLIError("another etape works with \(data.path). Wait for its end, or name another folder by --data.")
        }
        guard settings.isStandard else {
            throw CLIError(
                "a server runs with \(data.path): --smtp, --sms-webhook and --spark-master are options of its own start"
            )
        }
        self.project = project
        self.data = data
        store = try SQLiteStore(path: data.database)
        remote = RemoteInvoker(address: address)
        stacks = StackRecords(store: store)
    }

    /// The server made the resources when it started; a project that has changed since needs it to start again.
    func bringUp() async throws {
        guard data.servedProject == project.fingerprint else {
            throw CLIError(
                "the project is not what the running server was started with: start `etape up` again, then run.")
        }
    }

    func start(stateMachine: String?, input: String, name: String?) async throws -> StartedExecution {
        let arn = try await stacks.stateMachine(stateMachine, of: project)
        return try await start(machine: arn, input: input, name: name)
    }

    /// A server carries its executions on by itself.
    func resume(name: String?) async throws -> StartedExecution { try await unfinished(name) }

    func checkServer() throws {
        guard !data.isTaken else { return }
        throw CLIError("the server has ended; `etape run --resume` carries the execution on", exitCode: 1)
    }

    func settle() async {
        let deadline = clock.now + .seconds(10)
        while clock.now < deadline {
            let open = (try? await store.all(service: "sns", kind: "delivery")) ?? []
            guard !open.isEmpty else { return }
            try? await clock.sleep(for: .milliseconds(50))
        }
    }

    func end() async {
        try? await store.close()
    }
}
