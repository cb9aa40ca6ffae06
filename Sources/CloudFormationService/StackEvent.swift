public import JSONModel

/// What happens while a stack is brought up.
public enum StackEvent: Sendable, Hashable {
    case creating(logicalID: String, type: String)
    case created(logicalID: String, physicalID: String)
    case updating(logicalID: String, type: String)
    case updated(logicalID: String, physicalID: String)
    case unchanged(logicalID: String, physicalID: String)
    case deleting(logicalID: String, type: String)
    case deleted(logicalID: String, physicalID: String)
    /// It is no longer in the template but stays, and why.
    case retained(logicalID: String, physicalID: String, reason: String)
    case uploading(bucket: String, key: String, bytes: Int)
    case uploaded(bucket: String, UploadCounts)
    /// Something a person should know; nothing failed.
    case notice(String)
}

/// Files of the project in a bucket.
public struct UploadCounts: Sendable, Hashable {
    public var uploaded = 0
    public var unchanged = 0
    public var removed = 0
    /// Bytes uploaded.
    public var bytes = 0

    public init() {}

    public static func + (left: UploadCounts, right: UploadCounts) -> UploadCounts {
        var sum = left
        sum.uploaded += right.uploaded
        sum.unchanged += right.unchanged
        sum.removed += right.removed
        sum.bytes += right.bytes
        return sum
    }
}

/// A stack as it stands after it was brought up.
public struct StackResult: Sendable {
    public var stackName: String
    public var stackID: String
    /// In the order of creation.
    public var resources: [StackResource]
    /// Outputs by name; text, or a list.
    public var outputs: JSONObject
    public var uploads: UploadCounts

    public func resource(_ logicalID: String) -> StackResource? { resources.first { $0.logicalID == logicalID } }

    /// The resources of a type, as the services carry it out: `AWS::StepFunctions::StateMachine`.
    public func resources(ofType type: String) -> [StackResource] { resources.filter { $0.type == type } }
}

/// A resource of a stack, as the stack's record keeps it.
public struct StackResource: Sendable, Hashable {
    public var logicalID: String
    public var type: String
    /// Its name.
    public var physicalName: String
    /// What `Ref` gives: a name or an ARN.
    public var reference: String
    /// `Arn` and others.
    public var attributes: [String: String]
    /// What belongs to it at its service: a role's policies, a topic's subscriptions (`Subscriptions`: "PROTOCOL
    /// ENDPOINT" → ARN), a function's `CodeSha256`.
    public var details: JSONObject
    public var deletionPolicy: String
    /// SHA-256 of all that it was made from.
    var fingerprint: String
}
