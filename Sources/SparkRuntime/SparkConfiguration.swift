/// Where Spark and Python are, and how much of the machine they may take.
public struct SparkConfiguration: Sendable {
    /// The interpreter of the runtime's virtual environment, with pyspark installed.
    public var python: String
    /// Folders or archives for `PYTHONPATH`: where `etape_glue` and `awsglue` are, unless they are installed.
    public var packages: [String]
    /// The folder that holds a folder for each bucket.
    public var buckets: String
    /// Cores of a local Spark, and its number of shuffle partitions.
    public var cores: Int
    /// The JVM's heap at most, in MB. It is the same for every worker type: the JVM is there before the job is known.
    public var memory: Int
    /// After so many runs a JVM is replaced.
    public var runsPerHost: Int
    /// Whether another host is started as soon as the last idle one is taken. Costs memory, and time of the run
    /// that was just started; worth it where runs overlap.
    public var spareWhileBusy: Bool
    /// Whether an idle host exercises Spark before its first run.
    public var warmUp: Bool
    /// Where `python -m etape_glue.archive FILE` puts the archive of Spark's classes: with it a cold JVM's first job
    /// takes about half the time. Used when the file is there.
    public var classArchive: String?
    /// Further options of the JVM. Spark generates methods that are larger than what the JVM compiles by default;
    /// compiling them too makes a cold run of the flights example a third shorter.
    public var javaOptions: [String]
    /// What hosts inherit: `PATH`, `HOME`, `JAVA_HOME`, `LANG`.
    public var environment: [String: String]

    public init(
        python: String, packages: [String] = [], buckets: String, cores: Int, memory: Int, runsPerHost: Int = 20,
        spareWhileBusy: Bool = false, warmUp: Bool = true, classArchive: String? = nil,
        javaOptions: [String] = ["-XX:+UseParallelGC", "-XX:-DontCompileHugeMethods"], environment: [String: String]
    ) {
        self.python = python
        self.packages = packages
        self.buckets = buckets
        self.cores = cores
        self.memory = memory
        self.runsPerHost = runsPerHost
        self.spareWhileBusy = spareWhileBusy
        self.warmUp = warmUp
        self.classArchive = classArchive
        self.javaOptions = javaOptions
        self.environment = environment
    }
}

/// The engine itself cannot work: no Python, no Java, a JVM that does not start.
public struct SparkUnavailable: Error, Sendable, CustomStringConvertible {
    public var description: String
}
