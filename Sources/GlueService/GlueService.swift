public import Foundations
import JSONModel
public import ServicePorts
import Synchronization

/// AWS Glue: jobs and their runs, and the Data Catalog.
///
/// Follows the AWS Glue Web API Reference. Scripts run on a ``JobEngine``; their output goes to the service `logs`
/// (`/aws-glue/jobs/output` and `/error`, a stream for each run). The end of a run is stored first and then published
/// on the event bus as `Glue Job State Change`.
///
/// A run that was under way when the server died is started again by ``resume()`` under its own `JobRunId`, as its
/// next `Attempt`: whoever waits for that id goes on waiting for it. (On AWS the service outlives its machines, and
/// only `MaxRetries` makes attempts, each with an id of its own.)
public final class GlueService: Service {
    public let name = "glue"
    public var operations: Set<String> { Set(Self.handlers.keys) }

    let store: any ResourceStore
    let invoker: any ServiceInvoker
    let clock: any TimeSource
    let random: any RandomSource
    let engine: any JobEngine
    let events: any EventBus
    let children: ChildEnvironment
    let folder: String
    let sparkMaster: String?
    /// Guards every read-modify-write of this service's resources.
    let turnstile = Turnstile()
    /// The tasks of the runs under way, by `JobRunId`.
    let active = Mutex<[String: ActiveRun]>([:])

    /// - Parameters:
    ///   - engine: what executes the scripts.
    ///   - folder: where each run has a folder of its own, `JOBRUNID/`.
    ///   - sparkMaster: a cluster's address for Spark jobs, `spark://HOST:PORT`; nil for this machine.
    public init(
        store: any ResourceStore, invoker: any ServiceInvoker, clock: any TimeSource, random: any RandomSource,
        engine: any JobEngine, events: any EventBus, children: ChildEnvironment, folder: String,
        sparkMaster: String? = nil
    ) {
        self.store = store
        self.invoker = invoker
        self.clock = clock
        self.random = random
        self.engine = engine
        self.events = events
        self.children = children
        self.folder = folder
        self.sparkMaster = sparkMaster
    }

    public func call(_ request: ServiceRequest) async throws -> ServiceResponse {
        guard let handler = Self.handlers[request.operation] else {
            throw AWSError.unknownOperation(request.service, request.operation)
        }
        return ServiceResponse(try await handler(self)(request.input, request.context))
    }

    typealias Operation = @Sendable (JSONObject, CallContext) async throws -> JSONObject

    private static let handlers: [String: @Sendable (GlueService) -> Operation] =
        jobHandlers.merging(catalogHandlers) { first, _ in first }

    private static let jobHandlers: [String: @Sendable (GlueService) -> Operation] = [
        "CreateJob": { $0.createJob }, "GetJob": { $0.getJob }, "GetJobs": { $0.getJobs },
        "ListJobs": { $0.listJobs }, "BatchGetJobs": { $0.batchGetJobs }, "UpdateJob": { $0.updateJob },
        "DeleteJob": { $0.deleteJob }, "StartJobRun": { $0.startJobRun }, "GetJobRun": { $0.getJobRun },
        "GetJobRuns": { $0.getJobRuns }, "BatchStopJobRun": { $0.batchStopJobRun },
        "TagResource": { $0.tagResource }, "UntagResource": { $0.untagResource }, "GetTags": { $0.getTags },
    ]

    private static let catalogHandlers: [String: @Sendable (GlueService) -> Operation] = [
        "CreateDatabase": { $0.createDatabase }, "GetDatabase": { $0.getDatabase },
        "GetDatabases": { $0.getDatabases }, "UpdateDatabase": { $0.updateDatabase },
        "DeleteDatabase": { $0.deleteDatabase },
        "CreateTable": { $0.createTable }, "GetTable": { $0.getTable }, "GetTables": { $0.getTables },
        "UpdateTable": { $0.updateTable }, "DeleteTable": { $0.deleteTable },
        "BatchDeleteTable": { $0.batchDeleteTable },
        "CreatePartition": { $0.createPartition }, "BatchCreatePartition": { $0.batchCreatePartition },
        "GetPartition": { $0.getPartition }, "GetPartitions": { $0.getPartitions },
        "UpdatePartition": { $0.updatePartition }, "DeletePartition": { $0.deletePartition },
        "BatchDeletePartition": { $0.batchDeletePartition },
        "CreateConnection": { $0.createConnection }, "GetConnection": { $0.getConnection },
        "GetConnections": { $0.getConnections }, "DeleteConnection": { $0.deleteConnection },
    ]
}

/// A run that this process is carrying out.
struct ActiveRun: Sendable {
    var task: Task<Void, Never>?
    /// Set by `BatchStopJobRun`, perhaps before there is a task.
    var isStopping = false
}
