import ExecutionRuntime
import FileObjectStore
import Foundation
import Foundations
import Gateway
import GlueService
import IAMService
import JSONModel
import LambdaRuntime
import LambdaService
import LogsService
import Mail
import S3Service
import SNSService
import STSService
import ServicePorts
import SparkRuntime
import SQLiteStore
import StepFunctionsService
import Synchronization

/// The composition root: every part, put together over one data folder.
final class LocalServer: Sendable {
    let data: DataFolder
    let clock: any TimeSource
    let random: any RandomSource
    let store: SQLiteStore
    let registry = ServiceRegistry()
    let events = LocalEventBus()
    let children: ChildEnvironment
    let states: StepFunctionsService
    let glue: GlueService
    let lambda: LambdaService
    let sns: SNSService
    let spark: SparkRuntime
    let functions: ProcessFunctionHost
    /// The largest request to Step Functions.
    let requestBytes: Int
    private let lock: FolderLock
    private let housekeeping = Mutex<Task<Void, Never>?>(nil)

    /// Opens the data folder for this process. Throws where another process has it.
    ///
    /// `warmsUp`: whether an idle Spark is exercised before its first job; it pays where the server waits for work.
    init(
        data: DataFolder, settings: ServerSettings, cache: CacheFolder = CacheFolder(), warmsUp: Bool = true
    ) throws {
        try data.create()
        guard let lock = data.lock() else { throw DataFolderTaken(path: data.path, address: data.serverAddress) }
        self.lock = lock
        requestBytes = settings.quotas[.requestBytes]
        self.data = data
        // Of a server that was killed.
        data.withdrawAddress()
        let clock = SystemClock()
        let random = SystemRandomness()
        self.clock = clock
        self.random = random
        let store = try Self.open(data)
        self.store = store
        let children = ChildEnvironment(inherited: Self.inherited)
        self.children = children
        let objects = try FileObjectStore(root: data.buckets)
        spark = SparkRuntime(
            SparkConfiguration(
                python: cache.python, buckets: data.buckets, cores: ProcessInfo.processInfo.activeProcessorCount,
                memory: Self.sparkMemory, warmUp: warmsUp, classArchive: cache.sparkClasses,
                environment: Self.inherited),
            clock: clock)
        states = StepFunctionsService(
            store: store, history: store, invoker: registry, events: events, clock: clock, random: random,
            quotas: settings.quotas, notice: { Terminal.standardError.line("etape: \($0)") },
            tables: BucketTables(library: cache.duckDB, buckets: data.buckets))
        glue = GlueService(
            store: store, invoker: registry, clock: clock, random: random, engine: spark, events: events,
            children: children, folder: data.runs, sparkMaster: settings.sparkMaster)
        functions = ProcessFunctionHost(
            configuration: .init(python: cache.python, folder: data.functions), children: children, invoker: registry,
            clock: clock, random: random)
        lambda = LambdaService(store: store, invoker: registry, clock: clock, random: random, host: functions)
        sns = try Self.notifications(store, registry, clock, random, settings, children, events)
        registry.register(states)
        registry.register(glue)
        registry.register(lambda)
        registry.register(sns)
        registry.register(LogsService(folder: data.logs, clock: clock))
        registry.register(S3Service(store: store, objects: objects, clock: clock, random: random))
        registry.register(STSService(store: store, invoker: registry, clock: clock, random: random))
        registry.register(IAMService(store: store, invoker: registry, clock: clock, random: random))
    }

    private static func notifications(
        _ store: SQLiteStore, _ invoker: any ServiceInvoker, _ clock: any TimeSource, _ random: any RandomSource,
        _ settings: ServerSettings, _ children: ChildEnvironment, _ events: any EventBus
    ) throws -> SNSService {
        let poster = CurlWebhookPoster()
        var mailer: SMTPMailer?
        if let url = settings.smtp {
            do {
                mailer = SMTPMailer(
                    try SMTPServer(url: url, environment: ProcessInfo.processInfo.environment))
            } catch {
                throw CLIError("--smtp: \(error)")
            }
        }
        let sms = settings.smsWebhook.map { WebhookSMSGateway(url: $0, poster: poster) }
        return SNSService(
            store: store, invoker: invoker, clock: clock, random: random, mailer: mailer, sms: sms, poster: poster,
            endpoint: { children.endpoint }, events: events)
    }

    /// Half of the machine's memory, between 1 and 4 GB, in MB.
    private static var sparkMemory: Int {
        min(4096, max(1024, Int(ProcessInfo.processInfo.physicalMemory >> 21)))
    }

    private static func open(_ data: DataFolder) throws -> SQLiteStore {
        do {
            return try SQLiteStore(path: data.database)
        } catch {
            throw CLIError("cannot open \(data.database): \(error)", exitCode: 1)
        }
    }

    /// What child processes may see of this process's environment.
    private static let inherited = ProcessInfo.processInfo.environment.filter {
        ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_HOME", "USER"].contains($0.key)
    }
}

extension LocalServer {
    /// Carries on all that an earlier process left unfinished: job runs first, then the executions that wait for them.
    func resume() async throws {
        try await glue.resume()
        try await lambda.resume()
        try await sns.resume()
        try await states.resume()
        housekeeping.withLock { [states] task in task = task ?? Task { await states.keepHouse() } }
    }

    /// Starts what takes long to start, before it is asked for.
    func prepare(for project: RunProject?) async {
        let jobs = try? await registry.call("glue", "GetJobs")
        let needsSpark = (jobs?.array("Jobs") ?? []).contains { $0["Command"]?["Name"] == "glueetl" }
        if needsSpark { await spark.start() }
    }

    /// Ends all work; what is unfinished is carried on by the next server.
    func shutDown() async {
        housekeeping.withLock { $0?.cancel() }
        await states.shutDown()
        await glue.shutDown()
        await lambda.shutDown()
        await sns.stop()
        await functions.shutDown()
        await spark.shutDown()
    }
}

/// Another process works with the data folder.
struct DataFolderTaken: Error {
    var path: String
    /// Where that process serves, when it does.
    var address: String?
}
