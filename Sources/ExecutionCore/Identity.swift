public import Foundations

/// What an execution is, fixed when it starts.
public struct Identity: Sendable, Hashable {
    public var executionARN: String
    public var name: String
    public var stateMachineARN: String
    public var stateMachineName: String
    public var roleARN: String
    public var region: String
    public var startTime: Timestamp
    public var input: Document
    /// The version that it was started by, directly or through an alias.
    public var versionARN: String?
    public var aliasARN: String?
    /// Of a child: the Map Run that it belongs to, and how many items it has.
    public var mapRunARN: String?
    public var itemCount: Int?
    /// Of a child: how often it had been redriven when it was started, as Express children are for each redrive.
    public var firstAttempt = 0

    /// Whether it lives in memory only, which its ARN tells: `arn:aws:states:REGION:ACCOUNT:express:MACHINE:NAME:ID`.
    public var isExpress: Bool { executionARN.contains(":express:") }

    public init(
        executionARN: String, name: String, stateMachineARN: String, stateMachineName: String, roleARN: String,
        region: String, startTime: Timestamp, input: Document, versionARN: String? = nil, aliasARN: String? = nil,
        mapRunARN: String? = nil, itemCount: Int? = nil
    ) {
        self.executionARN = executionARN
        self.name = name
        self.stateMachineARN = stateMachineARN
        self.stateMachineName = stateMachineName
        self.roleARN = roleARN
        self.region = region
        self.startTime = startTime
        self.input = input
        self.versionARN = versionARN
        self.aliasARN = aliasARN
        self.mapRunARN = mapRunARN
        self.itemCount = itemCount
    }
}
