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

    /// Whether it lives in memory only, which its ARN tells: `arn:aws:states:REGION:ACCOUNT:express:MACHINE:NAME:ID`.
    public var isExpress: Bool { executionARN.contains(":express:") }

    public init(
        executionARN: String, name: String, stateMachineARN: String, stateMachineName: String, roleARN: String,
        region: String, startTime: Timestamp, input: Document, versionARN: String? = nil, aliasARN: String? = nil
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
    }
}
