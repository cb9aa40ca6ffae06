/// What is run: a function's code and configuration as they are at one moment.
/// Equal definitions may share an execution environment; a changed one gets a new environment.
public struct FunctionDefinition: Sendable, Hashable {
    /// The unqualified ARN.
    public var arn: String
    public var name: String
    public var account: String
    public var region: String
    /// `python3.12`
    public var runtime: String
    /// `module.function`
    public var handler: String
    /// As ``InstalledCode/folder``.
    public var codeFolder: String
    /// MB
    public var memorySize: Int
    /// Seconds
    public var timeout: Int
    /// The function's own environment variables.
    public var variables: [String: String]
    public var logGroup: String
    /// Changes with every change of code or configuration.
    public var revision: String

    public init(
        arn: String, name: String, account: String, region: String, runtime: String, handler: String,
        codeFolder: String, memorySize: Int, timeout: Int, variables: [String: String], logGroup: String,
        revision: String
    ) {
        self.arn = arn
        self.name = name
        self.account = account
        self.region = region
        self.runtime = runtime
        self.handler = handler
        self.codeFolder = codeFolder
        self.memorySize = memorySize
        self.timeout = timeout
        self.variables = variables
        self.logGroup = logGroup
        self.revision = revision
    }

    public var context: CallContext { CallContext(account: account, region: region) }
}

/// One event for a function.
public struct FunctionInvocation: Sendable, Hashable {
    public var requestID: String
    /// A JSON text.
    public var payload: [UInt8]
    /// A JSON text; nil where the caller gave none.
    public var clientContext: String?

    public init(requestID: String, payload: [UInt8], clientContext: String? = nil) {
        self.requestID = requestID
        self.payload = payload
        self.clientContext = clientContext
    }
}

/// What came of an invocation.
public struct FunctionOutcome: Sendable, Hashable {
    /// The handler's JSON, or Lambda's error document.
    public var payload: [UInt8]
    /// `Unhandled` where the function failed.
    public var error: String?
    /// The last 4 KB of the invocation's log.
    public var logTail: [UInt8]

    public init(payload: [UInt8], error: String? = nil, logTail: [UInt8] = []) {
        self.payload = payload
        self.error = error
        self.logTail = logTail
    }
}

/// A deployment package that has been unpacked.
public struct InstalledCode: Sendable, Hashable {
    /// Relative to the host's folder: `NAME/SHA256`.
    public var folder: String
    /// Base64 of the package's SHA-256.
    public var sha256: String
    /// Bytes of the package.
    public var size: Int

    public init(folder: String, sha256: String, size: Int) {
        self.folder = folder
        self.sha256 = sha256
        self.size = size
    }
}

/// Where functions' code is kept and run.
public protocol FunctionHost: Sendable {
    /// Whether functions of this runtime identifier run here.
    func serves(runtime: String) -> Bool

    /// Unpacks a deployment package (zip). Throws `InvalidParameterValueException` for one that cannot be accepted.
    func install(_ package: [UInt8], functionName: String) async throws -> InstalledCode

    /// Removes the code folders that are not in `folders`.
    func removeCode(except folders: Set<String>) async

    /// Runs the function and waits for what comes of it; a failed function is an outcome;
    /// an error means that nothing could be run.
    func invoke(_ function: FunctionDefinition, _ invocation: FunctionInvocation) async throws -> FunctionOutcome

    /// Ends the idle environments of a function; busy ones end with their invocation.
    func retire(functionARN: String) async

    /// Ends all environments; what was running is answered with an error.
    func shutDown() async
}
