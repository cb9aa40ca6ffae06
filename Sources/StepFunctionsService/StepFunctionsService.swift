import ExecutionCore
public import ExecutionRuntime
public import Foundations
import JSONModel
public import ServicePorts
import StatesLanguage

/// AWS Step Functions (`states`): state machines, their executions and histories.
/// https://docs.aws.amazon.com/step-functions/latest/apireference/
public final class StepFunctionsService: Service {
    public let name = "states"
    public var operations: Set<String> { Set(Self.table.keys) }

    let store: any ResourceStore
    let history: any HistoryStore
    let clock: any TimeSource
    let random: any RandomSource
    let machines = CompiledMachines()
    /// What a user may do, as data.
    let quotas: Quotas
    /// Orders the read-modify-writes of this service's resources.
    let writes = Turnstile()
    /// Lets one redrive be after another.
    let redrives = Turnstile()
    /// Tasks that wait for activity workers.
    let activities = ActivityQueue()
    let runner: ServiceTaskRunner
    let expressResults = ExpressResults()
    let deletions = MachineDeletions()
    /// Counts and logs what executions do.
    let telemetry: ExecutionTelemetry
    let metrics = MetricRegistry(prefix: "aws_states")
    /// Tells the server's keeper what a client cannot be told.
    let notice: @Sendable (String) -> Void
    /// Runs the executions of EXPRESS machines.
    let express: ExecutionRuntime
    public let runtime: ExecutionRuntime

    /// `observer` is told of every commit of every execution, as ``ExecutionObserver`` says; `notice` of what is accepted
    /// without an effect here. Without `tables`, Map Runs read no Parquet.
    public init(
        store: any ResourceStore, history: any HistoryStore, invoker: any ServiceInvoker, events: any EventBus,
        clock: any TimeSource, random: any RandomSource, quotas: Quotas = Quotas(),
        observer: ExecutionObserver = ExecutionObserver { _, _, _ in },
        notice: @escaping @Sendable (String) -> Void = { _ in }, tables: (any TableReader)? = nil
    ) {
        let mapRuns = MapRunDirectory()
        self.store = store
        self.history = history
        self.clock = clock
        self.random = random
        self.quotas = quotas
        self.notice = notice
        telemetry = ExecutionTelemetry(
            TelemetryWriter(
                ExecutionMetrics(metrics),
                ExecutionLogs(invoker: invoker, clock: clock, random: random, registry: metrics) { identity in
                    await StateMachineRecord.loggingConfiguration(of: identity, in: store)
                }))
        runner = ServiceTaskRunner(
            invoker: invoker, events: events, activities: activities, store: store, clock: clock,
            payloadBytes: quotas[.payloadBytes])
        express = ExecutionRuntime(
            store: ForgetfulHistory(), runner: runner, clock: clock, random: random, limits: quotas.expressLimits,
            observer: ExecutionObserver { [expressResults, deletions, telemetry] identity, committed, outcome in
                observer.committed(identity, committed, outcome)
                telemetry.committed(identity, committed, outcome)
                deletions.committed(identity, committed, outcome)
                guard let outcome, let last = committed.last else { return }
                expressResults.ended(
                    identity.executionARN, ExpressResults.Result(outcome: outcome, stopTime: last.time))
            }, mapRuns: mapRuns)
        runtime = ExecutionRuntime(
            store: history, runner: runner, clock: clock, random: random, limits: quotas.limits,
            observer: ExecutionObserver { [deletions, telemetry] identity, committed, outcome in
                observer.committed(identity, committed, outcome)
                telemetry.committed(identity, committed, outcome)
                deletions.committed(identity, committed, outcome)
                events.publishStatus(of: identity, committed: committed, outcome: outcome)
            }, data: BucketData(invoker: invoker, tables: tables), mapRuns: mapRuns, express: express)
        deletions.tell { [weak self] identity, hasEnded in
            Task { await self?.moved(identity, hasEnded: hasEnded) }
        }
    }

    /// Carries on the executions that ran when the server was last stopped, or killed.
    @discardableResult
    public func resume() async throws -> [String] {
        try await resumeDeletions()
        return try await runtime.recover()
    }

    public func shutDown() async {
        await runtime.shutDown()
        await express.shutDown()
        await telemetry.finish()
    }

    /// The metrics of all that was committed before, in Prometheus's text format.
    public func metricsText() async -> String {
        await telemetry.finish()
        let open = "aws_states_open_execution_count"
        return metrics.text + "# HELP \(open) CloudWatch's OpenExecutionCount.\n# TYPE \(open) gauge\n"
            + "\(open) \(runtime.count)\n"
    }

    public func call(_ request: ServiceRequest) async throws -> ServiceResponse {
        guard let operation = Self.table[request.operation] else {
            throw AWSError.unknownOperation(name, request.operation)
        }
        return ServiceResponse(try await operation(self)(request.input, request.context))
    }

    typealias Operation = @Sendable (StepFunctionsService) -> (JSONObject, CallContext) async throws -> JSONObject

    private static let table: [String: Operation] = [
        "CreateStateMachine": { $0.createStateMachine },
        "UpdateStateMachine": { $0.updateStateMachine },
        "DescribeStateMachine": { $0.describeStateMachine },
        "ListStateMachines": { $0.listStateMachines },
        "DeleteStateMachine": { $0.deleteStateMachine },
        "PublishStateMachineVersion": { $0.publishStateMachineVersion },
        "ListStateMachineVersions": { $0.listStateMachineVersions },
        "DeleteStateMachineVersion": { $0.deleteStateMachineVersion },
        "CreateStateMachineAlias": { $0.createStateMachineAlias },
        "DescribeStateMachineAlias": { $0.describeStateMachineAlias },
        "UpdateStateMachineAlias": { $0.updateStateMachineAlias },
        "DeleteStateMachineAlias": { $0.deleteStateMachineAlias },
        "ListStateMachineAliases": { $0.listStateMachineAliases },
        "CreateActivity": { $0.createActivity },
        "DescribeActivity": { $0.describeActivity },
        "ListActivities": { $0.listActivities },
        "DeleteActivity": { $0.deleteActivity },
        "GetActivityTask": { $0.getActivityTask },
        "StartSyncExecution": { $0.startSyncExecution },
        "TestState": { $0.testState },
        "ValidateStateMachineDefinition": { $0.validateStateMachineDefinition },
        "StartExecution": { $0.startExecution },
        "DescribeExecution": { $0.describeExecution },
        "DescribeStateMachineForExecution": { $0.describeStateMachineForExecution },
        "StopExecution": { $0.stopExecution },
        "ListExecutions": { $0.listExecutions },
        "GetExecutionHistory": { $0.getExecutionHistory },
        "RedriveExecution": { $0.redriveExecution },
        "DescribeMapRun": { $0.describeMapRun },
        "ListMapRuns": { $0.listMapRuns },
        "UpdateMapRun": { $0.updateMapRun },
        "SendTaskSuccess": { $0.sendTaskSuccess },
        "SendTaskFailure": { $0.sendTaskFailure },
        "SendTaskHeartbeat": { $0.sendTaskHeartbeat },
        "TagResource": { $0.tagResource },
        "UntagResource": { $0.untagResource },
        "ListTagsForResource": { $0.listTagsForResource },
    ]
}
