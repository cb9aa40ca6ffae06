import Foundations
import JSONModel
import ServicePorts

/// A state machine as the store keeps it.
struct StateMachineRecord: Sendable {
    var name: String
    var arn: String
    var definition: String
    var roleARN: String
    var type: String
    var creationDate: Timestamp
    var updateDate: Timestamp?
    var revisionID: String?
    var loggingConfiguration: JSONValue
    var tracingConfiguration: JSONValue
    var encryptionConfiguration: JSONValue
    /// The number of the newest version, deleted or not.
    var lastVersion = 0
    /// The version of the current revision, where it is published.
    var publishedVersion: Int?
    /// Deleted, but for the executions that run.
    var isDeleting = false
    /// `[{"key", "value"}]`
    var tags: [JSONValue]

    static let defaultLogging: JSONValue = ["level": "OFF", "includeExecutionData": false]
    static let defaultTracing: JSONValue = ["enabled": false]
    static let defaultEncryption: JSONValue = ["type": "AWS_OWNED_KEY"]

    var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name), "arn": .string(arn), "definition": .string(definition),
            "roleArn": .string(roleARN), "type": .string(type), "creationDate": .double(creationDate.seconds),
            "loggingConfiguration": loggingConfiguration, "tracingConfiguration": tracingConfiguration,
            "encryptionConfiguration": encryptionConfiguration, "tags": .array(tags),
        ]
        object["updateDate"] = updateDate.map { .double($0.seconds) }
        object["revisionId"] = revisionID.map(JSONValue.string)
        object["lastVersion"] = .int(lastVersion)
        object["publishedVersion"] = publishedVersion.map { .int($0) }
        if isDeleting { object["isDeleting"] = true }
        return .object(object)
    }

    init(json: JSONValue) {
        let object = json.objectValue ?? [:]
        name = object.string("name") ?? ""
        arn = object.string("arn") ?? ""
        definition = object.string("definition") ?? ""
        roleARN = object.string("roleArn") ?? ""
        type = object.string("type") ?? "STANDARD"
        creationDate = Timestamp(seconds: object.double("creationDate") ?? 0)
        updateDate = object.double("updateDate").map(Timestamp.init(seconds:))
        revisionID = object.string("revisionId")
        loggingConfiguration = object["loggingConfiguration"] ?? Self.defaultLogging
        tracingConfiguration = object["tracingConfiguration"] ?? Self.defaultTracing
        encryptionConfiguration = object["encryptionConfiguration"] ?? Self.defaultEncryption
        tags = object.array("tags") ?? []
        lastVersion = object.int("lastVersion") ?? 0
        publishedVersion = object.int("publishedVersion")
        isDeleting = object.bool("isDeleting") ?? false
    }

    /// A new machine from the input of `CreateStateMachine`.
    init(creating input: JSONObject, arn: String, at time: Timestamp, _ quotas: Quotas) throws(AWSError) {
        name = input.string("name") ?? ""
        self.arn = arn
        definition = input.string("definition") ?? ""
        roleARN = input.string("roleArn") ?? ""
        type = input.string("type") ?? "STANDARD"
        creationDate = time
        loggingConfiguration = try LoggingConfiguration.checked(input["loggingConfiguration"])
        tracingConfiguration = try LoggingConfiguration.tracing(input["tracingConfiguration"])
        encryptionConfiguration = input["encryptionConfiguration"] ?? Self.defaultEncryption
        tags = try Tags.checked(input.array("tags") ?? [], quotas)
    }

    /// Whether a creation with the same name asks for this machine: then it is no error.
    /// https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
    func isSame(as other: StateMachineRecord) -> Bool {
        definition == other.definition && type == other.type && loggingConfiguration == other.loggingConfiguration
            && tracingConfiguration == other.tracingConfiguration
            && encryptionConfiguration == other.encryptionConfiguration
    }

    /// As `DescribeStateMachine` tells it.
    var summary: JSONObject {
        var object: JSONObject = [
            "stateMachineArn": .string(arn), "name": .string(name), "status": isDeleting ? "DELETING" : "ACTIVE",
            "definition": .string(definition), "roleArn": .string(roleARN), "type": .string(type),
            "creationDate": .double(creationDate.seconds), "loggingConfiguration": loggingConfiguration,
            "tracingConfiguration": tracingConfiguration, "encryptionConfiguration": encryptionConfiguration,
        ]
        object["revisionId"] = revisionID.map(JSONValue.string)
        return object
    }
}
