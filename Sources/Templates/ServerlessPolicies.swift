/// SAM's `Policies`: names and ARNs of managed policies, policy documents, and SAM's policy templates.
struct ServerlessPolicies {
    let owner: String
    var findings: Findings
    private(set) var managed: [Node] = []
    /// `{PolicyName, PolicyDocument}`, as `AWS::IAM::Role` takes them.
    private(set) var inline: [Node] = []

    init(owner: String, findings: Findings) {
        self.owner = owner
        self.findings = findings
    }

    mutating func read(_ node: Node) {
        for (index, policy) in (node.list ?? [node]).enumerated() { read(policy, index) }
    }

    private mutating func read(_ policy: Node, _ index: Int) {
        if let name = policy.string {
            managed.append(name.hasPrefix("arn:") ? policy : Self.managedARN(Self.path(of: name), at: policy.position))
            return
        }
        guard let members = policy.map, let first = members.first else {
            return findings.add(
                policy.position, "a policy is a name, an ARN, a policy document or a SAM policy template")
        }
        if members.contains(where: { $0.name == "Statement" }) { return add(policy, index) }
        guard members.count == 1 else {
            return findings.add(policy.position, "this policy has no Statement; give it one")
        }
        if first.name == "Fn::If" {
            return findings.add(first.position, "Fn::If within Policies is not supported here")
        }
        if ExpressionCompiler.isFunction(first.name, in: .value) {
            managed.append(policy)
        } else {
            add(template: first, index)
        }
    }

    private mutating func add(_ document: Node, _ index: Int) {
        let name = Node.text("\(owner)RolePolicy\(index)", at: document.position)
        inline.append(.map([("PolicyName", name), ("PolicyDocument", document)], at: document.position))
    }

    static func managedARN(_ path: String, at place: SourcePosition) -> Node {
        .map([("Fn::Sub", .text("arn:${AWS::Partition}:iam::aws:policy/\(path)", at: place))], at: place)
    }

    private static let serviceRoles: Set<String> = [
        "AWSGlueServiceRole", "AWSLambdaBasicExecutionRole", "AWSLambdaDynamoDBExecutionRole",
        "AWSLambdaKinesisExecutionRole", "AWSLambdaRole", "AWSLambdaSQSQueueExecutionRole",
        "AWSLambdaVPCAccessExecutionRole",
    ]

    private static func path(of name: String) -> String {
        serviceRoles.contains(name) ? "service-role/" + name : name
    }
}

// SAM's policy templates (policy_templates.json of the SAM translator).
extension ServerlessPolicies {
    private struct PolicyTemplate {
        var parameter: String
        var actions: [String]
        var resources: [String]
    }

    private static let bucket = ["arn:${AWS::Partition}:s3:::${name}", "arn:${AWS::Partition}:s3:::${name}/*"]

    private static let templates: [String: PolicyTemplate] = [
        "SNSPublishMessagePolicy": PolicyTemplate(
            parameter: "TopicName", actions: ["sns:Publish"],
            resources: ["arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${name}"]),
        "S3ReadPolicy": PolicyTemplate(
            parameter: "BucketName",
            actions: [
                "s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObjectVersion",
                "s3:GetLifecycleConfiguration",
            ], resources: bucket),
        "S3CrudPolicy": PolicyTemplate(
            parameter: "BucketName",
            actions: [
                "s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObjectVersion", "s3:PutObject",
                "s3:PutObjectAcl", "s3:GetLifecycleConfiguration", "s3:PutLifecycleConfiguration", "s3:DeleteObject",
            ], resources: bucket),
        "LambdaInvokePolicy": PolicyTemplate(
            parameter: "FunctionName", actions: ["lambda:InvokeFunction"],
            resources: ["arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${name}*"]),
    ]

    private mutating func add(template call: Node.Member, _ index: Int) {
        guard let template = Self.templates[call.name] else {
            let names = Self.templates.keys.sorted().joined(separator: ", ")
            return findings.add(
                call.position,
                "the policy template \(call.name) is not supported here; use one of \(names), or a policy document")
        }
        guard let members = call.value.map, members.count == 1, let value = call.value[template.parameter] else {
            return findings.add(call.position, "\(call.name) takes {\(template.parameter): …}")
        }
        add(document(template, value, at: call.position), index)
    }

    private func document(_ template: PolicyTemplate, _ value: Node, at place: SourcePosition) -> Node {
        let resources = template.resources.map { pattern in
            let arguments = Node.list([.text(pattern, at: place), .map([("name", value)], at: place)], at: place)
            return Node.map([("Fn::Sub", arguments)], at: place)
        }
        let statement = Node.map(
            [
                ("Effect", .text("Allow", at: place)),
                ("Action", .list(template.actions.map { .text($0, at: place) }, at: place)),
                ("Resource", resources.count == 1 ? resources[0] : .list(resources, at: place)),
            ], at: place)
        return .map([("Statement", .list([statement], at: place))], at: place)
    }
}
