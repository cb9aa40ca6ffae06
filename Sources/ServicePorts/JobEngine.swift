public import JSONModel

/// What executes Glue job runs: real Spark, plain Python, or what a test puts in its place.
public protocol JobEngine: Sendable {
    /// Runs a job to its end and tells what happens on the way.
    ///
    /// Cancelling the task stops the job: its whole process tree is gone when this returns ``JobResult/stopped``.
    /// Throws where the engine itself cannot work (no Java, no Python); a script's failure is a result.
    func run(_ request: JobRequest, events: @escaping @Sendable (JobEvent) -> Void) async throws -> JobResult
}

/// What kind of script a job is, by its `Command.Name`.
public enum JobKind: String, Sendable, Hashable {
    /// A Spark script.
    case spark = "glueetl"
    /// A plain Python script.
    case shell = "pythonshell"
}

/// One run of a script. Paths are absolute paths of this machine.
public struct JobRequest: Sendable {
    public var jobName: String
    public var runID: String
    public var kind: JobKind
    public var glueVersion: String?
    public var script: String
    /// The script's arguments as Glue passes them: `--KEY`, `value`, …, `--JOB_NAME`, `--JOB_RUN_ID` included.
    public var arguments: [String]
    /// What the script sees beside the engine's own variables.
    public var environment: [String: String]
    /// `.py`, `.zip`, `.egg` and `.whl` files that the script may import.
    public var extraPythonFiles: [String]
    /// Java archives whose classes the script may use.
    public var extraJars: [String]
    /// Spark properties (`--conf`).
    public var sparkProperties: [String: String]
    public var workers: Int?
    /// A cluster's address, `spark://HOST:PORT`; nil for this machine.
    public var sparkMaster: String?
    /// A folder of this run alone; it exists. The script's current folder.
    public var folder: String

    public init(
        jobName: String, runID: String, kind: JobKind, glueVersion: String? = nil, script: String,
        arguments: [String] = [], environment: [String: String] = [:], extraPythonFiles: [String] = [],
        extraJars: [String] = [], sparkProperties: [String: String] = [:], workers: Int? = nil,
        sparkMaster: String? = nil, folder: String
    ) {
        self.jobName = jobName
        self.runID = runID
        self.kind = kind
        self.glueVersion = glueVersion
        self.script = script
        self.arguments = arguments
        self.environment = environment
        self.extraPythonFiles = extraPythonFiles
        self.extraJars = extraJars
        self.sparkProperties = sparkProperties
        self.workers = workers
        self.sparkMaster = sparkMaster
        self.folder = folder
    }
}

/// What a run tells while it goes on, in order.
public enum JobEvent: Sendable {
    /// The script's first line is about to run.
    case started
    case log(JobStream, [UInt8])
    /// Totals so far: `rowsRead`, `rowsWritten`, `bytesRead`, `bytesWritten`, `stages`, `stagesComplete`, `tasks`,
    /// `tasksComplete`.
    case progress(JSONObject)
}

public enum JobStream: String, Sendable, Hashable { case out, err }

public enum JobResult: Sendable, Hashable {
    case succeeded
    /// With the error as Glue words it: `ValueError: bad`.
    case failed(String)
    case stopped
}
