import Foundations
import JSONModel
import ServicePorts

/// A function as it is stored.
struct FunctionRecord {
    /// The `FunctionConfiguration` document that AWS's operations answer with.
    var configuration: JSONObject
    /// As ``InstalledCode/folder``.
    var codeFolder: String
    var tags: JSONObject
    /// The statements of the resource policy.
    var statements: [JSONValue]
    var policyRevision: String

    init(
        configuration: JSONObject, codeFolder: String, tags: JSONObject = [:], statements: [JSONValue] = [],
        policyRevision: String = ""
    ) {
        self.configuration = configuration
        self.codeFolder = codeFolder
        self.tags = tags
        self.statements = statements
        self.policyRevision = policyRevision
    }

    init?(_ value: JSONValue) {
        guard let document = value.objectValue, let configuration = document.object("Configuration"),
            let codeFolder = document.string("CodeFolder")
        else { return nil }
        self.init(
            configuration: configuration, codeFolder: codeFolder, tags: document.object("Tags") ?? [:],
            statements: document.array("Statements") ?? [], policyRevision: document.string("PolicyRevision") ?? "")
    }

    var value: JSONValue {
        [
            "Configuration": .object(configuration), "CodeFolder": .string(codeFolder), "Tags": .object(tags),
            "Statements": .array(statements), "PolicyRevision": .string(policyRevision),
        ]
    }

    var arn: String { configuration.string("FunctionArn") ?? "" }
    var runtime: String { configuration.string("Runtime") ?? "" }

    func definition(_ name: String, _ context: CallContext) -> FunctionDefinition {
        let variables = configuration.object("Environment")?.object("Variables") ?? [:]
        return FunctionDefinition(
            arn: arn, name: name, account: context.account, region: context.region, runtime: runtime,
            handler: configuration.string("Handler") ?? "", codeFolder: codeFolder,
            memorySize: configuration.int("MemorySize") ?? 128, timeout: configuration.int("Timeout") ?? 3,
            variables: Dictionary(variables.map { ($0.key, $0.value.stringValue ?? "") }) { $1 },
            logGroup: configuration.object("LoggingConfig")?.string("LogGroup") ?? "/aws/lambda/\(name)",
            revision: configuration.string("RevisionId") ?? "")
    }
}

extension LambdaService {
    func key(_ name: String, _ context: CallContext) -> ResourceKey { context.key("lambda", "function", name) }

    func find(_ name: String, _ context: CallContext) async throws -> FunctionRecord {
        guard let value = try await store.get(key(name, context)), let record = FunctionRecord(value) else {
            throw AWSError.functionNotFound(name, context)
        }
        return record
    }

    func save(_ record: FunctionRecord, _ name: String, _ context: CallContext) async throws {
        try await store.put(key(name, context), record.value)
    }

    /// Stamps a change of code or configuration.
    func stamp(_ record: inout FunctionRecord) {
        record.configuration["LastModified"] = .string(clock.now.iso8601.dropLast() + "+0000")
        record.configuration["RevisionId"] = .string(random.uuid())
    }

    /// The caller's `RevisionId`, where given, must be the current one.
    func checkRevision(_ input: JSONObject, _ current: String?) throws(AWSError) {
        guard let given = input.string("RevisionId"), given != current else { return }
        throw AWSError(
            "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to "
                + "retrieve the latest Revision Id")
    }
}
