public import Foundations
public import Logging
public import ServicePorts

/// Runs Lambda functions in processes of this machine: one process an execution environment, kept warm between
/// invocations, started as concurrency asks for it, and ended after `Configuration.idleTime` without work.
///
/// Python functions run on the runtime's interpreter through AWS's own `awslambdaric`, whatever Python 3 runtime
/// they name. The memory limit is the kernel's limit on mapped data (`MemorySize` and 64 MB for what is mapped but
/// never touched); beyond it Python raises `MemoryError`, where Lambda kills the process.
public actor ProcessFunctionHost: FunctionHost {
    public struct Configuration: Sendable {
        /// The interpreter that has `awslambdaric`: an absolute path.
        public var python: String
        /// Where the package `etape_lambda` stands, where it is not installed in the interpreter's environment.
        public var packages: String?
        /// The folder of the functions' code: an absolute path.
        public var folder: String
        /// How long an environment waits for work.
        public var idleTime: Duration

        public init(python: String, packages: String? = nil, folder: String, idleTime: Duration = .seconds(300)) {
            self.python = python
            self.packages = packages
            self.folder = folder
            self.idleTime = idleTime
        }
    }

    private struct Living {
        var environment: ExecutionEnvironment
        var life: Task<Void, Never>
    }

    nonisolated let configuration: Configuration
    nonisolated let random: any RandomSource
    private let children: ChildEnvironment
    private let clock: any TimeSource
    private let courier: LogCourier
    private var api: Task<RuntimeAPI, any Error>?
    private var pool = EnvironmentPool<ExecutionEnvironment>()
    private var living: [ObjectIdentifier: Living] = [:]
    private var sweep: Task<Void, Never>?
    private var isShut = false

    public init(
        configuration: Configuration, children: ChildEnvironment, invoker: any ServiceInvoker, clock: any TimeSource,
        random: any RandomSource, logger: Logger = Logger(label: "lambda")
    ) {
        self.configuration = configuration
        self.children = children
        self.clock = clock
        self.random = random
        courier = LogCourier(invoker: invoker, logger: logger)
    }

    public nonisolated func serves(runtime: String) -> Bool { Self.runtimes.contains(runtime) }

    static let runtimes: Set = ["python3.9", "python3.10", "python3.11", "python3.12", "python3.13"]

    public func invoke(
        _ function: FunctionDefinition, _ invocation: FunctionInvocation
    ) async throws -> FunctionOutcome {
        while true {
            let environment = try await environment(for: function)
            do {
                let outcome = try await environment.run(invocation)
                await settle(environment)
                return outcome
            } catch is EnvironmentEnded {
                // It died while it waited for work: take another.
                guard !isShut else { throw Self.shut }
            }
        }
    }

    public func retire(functionARN: String) async {
        for environment in pool.removeAll(of: functionARN) { await environment.end() }
    }

    public func shutDown() async {
        isShut = true
        sweep?.cancel()
        for life in living.values {
            await life.environment.abandon(Self.shut)
            await life.environment.end()
        }
        for life in living.values { await life.life.value }
        await courier.delivered()
        if let api = try? await api?.value { await api.stop() }
        api = nil
    }

    /// Returns when what functions have logged so far has been delivered.
    public func logsDelivered() async { await courier.delivered() }

    private static var shut: AWSError { AWSError("ServiceException", "The server is shutting down.", fault: .server) }
}

extension ProcessFunctionHost {
    private func environment(for function: FunctionDefinition) async throws -> ExecutionEnvironment {
        guard !isShut else { throw Self.shut }
        let (found, outdated) = pool.take(for: function)
        for environment in outdated { await environment.end() }
        if let found { return found }
        return try await start(function)
    }

    private func start(_ function: FunctionDefinition) async throws -> ExecutionEnvironment {
        let api = try await runtimeAPI()
        guard !isShut else { throw Self.shut }
        let environment = ExecutionEnvironment(function: function, courier: courier, clock: clock, random: random)
        let plan = ProcessPlan(
            python: configuration.python, handler: function.handler,
            variables: variables(of: environment, address: api.address))
        api.add(environment)
        let life = Task {
            await environment.live(plan)
            api.remove(environment)
            self.living[ObjectIdentifier(environment)] = nil
        }
        living[ObjectIdentifier(environment)] = Living(environment: environment, life: life)
        return environment
    }

    private func variables(of environment: ExecutionEnvironment, address: String) -> [String: String] {
        let function = environment.function
        return FunctionVariables(
            function: function, common: children.variables(for: function.context),
            taskRoot: configuration.folder + "/" + function.codeFolder, logStream: environment.logStream,
            runtimeAPI: address + "/" + environment.token, packages: configuration.packages
        ).variables
    }

    private func runtimeAPI() async throws -> RuntimeAPI {
        if let api { return try await api.value }
        let start = Task { try await RuntimeAPI.listening() }
        api = start
        do {
            return try await start.value
        } catch {
            api = nil
            throw error
        }
    }

    /// Keeps an environment that has done its work for the next, for a while.
    private func settle(_ environment: ExecutionEnvironment) async {
        guard await environment.isUsable, !isShut else { return }
        pool.keep(environment, for: environment.function, until: clock.now + configuration.idleTime)
        if sweep == nil { sweep = Task { await self.endIdle() } }
    }

    /// Ends what has waited too long, as long as anything waits.
    private func endIdle() async {
        while let deadline = pool.nextDeadline, (try? await clock.sleep(until: deadline)) != nil {
            for environment in pool.removeExpired(at: clock.now) { await environment.end() }
        }
        sweep = nil
    }
}
