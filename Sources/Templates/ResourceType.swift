/// A type of resource that is carried out here: what it takes, how it is named, and what others can ask of it.
struct ResourceType: Sendable {
    /// How a resource without a name of its own is named (CloudFormation: `STACK-LOGICALID-RANDOM`).
    struct NameRule: Sendable {
        /// The property that gives the name, `A.B` for one inside another; nil where CloudFormation always makes one.
        var property: String?
        var limit: Int
        var isLowercase = false
    }

    /// What `Ref` and `Fn::GetAtt` give.
    enum Answer: Sendable {
        case name
        /// `arn:PARTITION:SERVICE:REGION:ACCOUNT:` and the name after a prefix, before a suffix.
        case arn(String, prefix: String = "", suffix: String = "")
        /// An ARN without region: IAM's.
        case globalARN(String, prefix: String)
        /// An ARN without region and account: S3's.
        case bareARN(String)
        /// Text with `NAME` and `REGION` and `SUFFIX` in it.
        case pattern(String)
        /// Known once the resource exists.
        case onCreation
    }

    var name: String
    var properties: [Property]
    var naming: NameRule
    var ref: Answer
    var answers: [(attribute: String, answer: Answer)] = []

    var attributes: [String] { answers.map(\.attribute) }

    func answer(_ attribute: String) -> Answer? { answers.first { $0.attribute == attribute }?.answer }

    static func named(_ name: String) -> ResourceType? { table[name] }

    private static let table: [String: ResourceType] = {
        let types = storage + glue + lambda + sns + iam + states + logs
        return Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
    }()

    /// The types a template may name, in the order of the alphabet.
    static let supported: [String] = (Array(table.keys) + Array(serverless.keys)).sorted()
}

extension ResourceType {
    private static let storage = [
        ResourceType(
            name: "AWS::S3::Bucket",
            properties: [.text("BucketName")]
                + Property.recorded(
                    "AccessControl", "BucketEncryption", "LifecycleConfiguration", "LoggingConfiguration",
                    "OwnershipControls", "PublicAccessBlockConfiguration", "Tags"),
            naming: NameRule(property: "BucketName", limit: 63, isLowercase: true),
            ref: .name,
            answers: [
                ("Arn", .bareARN("s3")),
                ("DomainName", .pattern("NAME.s3.SUFFIX")),
                ("RegionalDomainName", .pattern("NAME.s3.REGION.SUFFIX")),
            ])
    ]

    private static let glue = [
        ResourceType(
            name: "AWS::Glue::Database",
            properties: [
                .required(.text("CatalogId")),
                .required(
                    .record(
                        "DatabaseInput",
                        [.text("Name"), .text("Description"), .text("LocationUri"), .map("Parameters")]
                            + Property.recorded("CreateTableDefaultPermissions"))),
            ],
            naming: NameRule(property: "DatabaseInput.Name", limit: 255, isLowercase: true),
            ref: .name),
        ResourceType(
            name: "AWS::Glue::Job", properties: job, naming: NameRule(property: "Name", limit: 255), ref: .name),
        ResourceType(
            name: "AWS::Glue::Connection",
            properties: [
                .required(.text("CatalogId")),
                .required(
                    .record(
                        "ConnectionInput",
                        [
                            .text("Name"), .text("Description"), .required(.text("ConnectionType")),
                            .map("ConnectionProperties"), .texts("MatchCriteria"),
                        ] + Property.recorded("PhysicalConnectionRequirements"))),
            ],
            naming: NameRule(property: "ConnectionInput.Name", limit: 255), ref: .name),
    ]

    private static let job: [Property] =
        [
            .text("Name"), .text("Description"), .required(.text("Role")),
            .required(
                .record(
                    "Command",
                    [.text("Name"), .required(.text("ScriptLocation")), .text("PythonVersion"), .text("Runtime")])),
            .map("DefaultArguments"), .map("NonOverridableArguments"), .text("GlueVersion"), .text("WorkerType"),
            .number("NumberOfWorkers"), .number("MaxCapacity"), .number("AllocatedCapacity"), .number("Timeout"),
            .number("MaxRetries"), .record("ExecutionProperty", [.number("MaxConcurrentRuns")]),
            .record("Connections", [.texts("Connections")]),
            .record("NotificationProperty", [.number("NotifyDelayAfter")]), .text("ExecutionClass"), .text("JobMode"),
        ]
        + Property.recorded(
            "JobRunQueuingEnabled", "LogUri", "MaintenanceWindow", "SecurityConfiguration", "Tags")

    private static let logs = [
        ResourceType(
            name: "AWS::Logs::LogGroup",
            properties: [.text("LogGroupName")]
                + Property.recorded("KmsKeyId", "LogGroupClass", "RetentionInDays", "Tags"),
            naming: NameRule(property: "LogGroupName", limit: 512),
            ref: .name,
            answers: [("Arn", .arn("logs", prefix: "log-group:", suffix: ":*"))])
    ]

    private static let states = [
        ResourceType(
            name: "AWS::StepFunctions::StateMachine",
            properties: [
                .text("StateMachineName"), .text("StateMachineType"), .required(.text("RoleArn")), .json("Definition"),
                .text("DefinitionString"), .text("DefinitionS3Location"), .map("DefinitionSubstitutions"),
            ] + Property.recorded("EncryptionConfiguration", "LoggingConfiguration", "Tags", "TracingConfiguration"),
            naming: NameRule(property: "StateMachineName", limit: 80),
            ref: .arn("states", prefix: "stateMachine:"),
            answers: [("Arn", .arn("states", prefix: "stateMachine:")), ("Name", .name)])
    ]
}
