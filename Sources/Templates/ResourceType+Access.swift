extension ResourceType {
    static let policy: [Property] = [.required(.text("PolicyName")), .required(.json("PolicyDocument"))]

    static let iam = [
        ResourceType(
            name: "AWS::IAM::Role",
            properties: [
                .text("RoleName"), .required(.json("AssumeRolePolicyDocument")), .text("Path"), .text("Description"),
                .number("MaxSessionDuration"), .texts("ManagedPolicyArns"), .records("Policies", policy),
            ] + Property.recorded("PermissionsBoundary", "Tags"),
            naming: NameRule(property: "RoleName", limit: 64),
            ref: .name,
            answers: [("Arn", .globalARN("iam", prefix: "role")), ("RoleId", .onCreation)]),
        ResourceType(
            name: "AWS::IAM::Policy",
            properties: policy + [.required(.texts("Roles"))],
            naming: NameRule(property: nil, limit: 128),
            ref: .name),
        ResourceType(
            name: "AWS::IAM::ManagedPolicy",
            properties: [
                .text("ManagedPolicyName"), .required(.json("PolicyDocument")), .text("Description"), .text("Path"),
                .texts("Roles"),
            ],
            naming: NameRule(property: "ManagedPolicyName", limit: 128),
            ref: .globalARN("iam", prefix: "policy"),
            answers: [("PolicyArn", .globalARN("iam", prefix: "policy"))]),
    ]

    static let lambda = [
        ResourceType(
            name: "AWS::Lambda::Function",
            properties: function
                + [
                    .required(.json("Code")), .required(.text("Role")),
                    .text("PackageType"),
                ],
            naming: NameRule(property: "FunctionName", limit: 64),
            ref: .name,
            answers: [("Arn", .arn("lambda", prefix: "function:"))]),
        ResourceType(
            name: "AWS::Lambda::Permission",
            properties: [
                .required(.text("FunctionName")), .required(.text("Action")), .required(.text("Principal")),
                .text("SourceArn"), .text("SourceAccount"),
            ],
            naming: NameRule(property: nil, limit: 100),
            ref: .name,
            answers: [("Id", .name)]),
    ]

    /// What a function has in common with SAM's.
    private static let function: [Property] =
        [
            .text("FunctionName"), .text("Description"), .text("Handler"), .text("Runtime"), .number("Timeout"),
            .number("MemorySize"), .record("Environment", [.map("Variables")]),
        ] + Property.recorded("Architectures", "EphemeralStorage", "KmsKeyArn", "Tags", "TracingConfig")

    static let sns = [
        ResourceType(
            name: "AWS::SNS::Topic",
            properties: [
                .text("TopicName"), .text("DisplayName"), .flag("FifoTopic"), .flag("ContentBasedDeduplication"),
                .records("Subscription", [.required(.text("Protocol")), .required(.text("Endpoint"))]),
            ]
                + Property.recorded(
                    "DeliveryStatusLogging", "KmsMasterKeyId", "SignatureVersion", "Tags", "TracingConfig"),
            naming: NameRule(property: "TopicName", limit: 256),
            ref: .arn("sns"),
            answers: [("TopicArn", .arn("sns")), ("TopicName", .name)]),
        ResourceType(
            name: "AWS::SNS::Subscription",
            properties: [
                .required(.text("TopicArn")), .required(.text("Protocol")), .text("Endpoint"), .json("FilterPolicy"),
                .text("FilterPolicyScope"), .flag("RawMessageDelivery"),
            ],
            naming: NameRule(property: nil, limit: 256),
            ref: .onCreation,
            answers: [("Arn", .onCreation)]),
    ]

    /// SAM's types, which become the types above, with their properties as SAM names them.
    static let serverless: [String: [Property]] = [
        "AWS::Serverless::Function": serverlessFunction,
        "AWS::Serverless::StateMachine": [
            .text("Name"), .text("Type"), .text("Role"), .json("Policies"), .json("Definition"), .json("DefinitionUri"),
            .map("DefinitionSubstitutions"), .json("Events"), .text("RolePath"),
        ] + Property.recorded("Logging", "PermissionsBoundary", "PropagateTags", "Tags", "Tracing"),
    ]

    private static let serverlessFunction: [Property] =
        [
            .text("FunctionName"), .text("Description"), .text("Handler"), .text("Runtime"), .number("Timeout"),
            .number("MemorySize"), .record("Environment", [.map("Variables")]), .json("CodeUri"), .text("InlineCode"),
            .text("Role"), .json("Policies"), .json("Events"), .text("PackageType"), .text("RolePath"),
        ]
        + Property.recorded(
            "Architectures", "EphemeralStorage", "KmsKeyArn", "PermissionsBoundary", "PropagateTags", "Tags", "Tracing")
}
