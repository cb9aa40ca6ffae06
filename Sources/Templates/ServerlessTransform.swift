/// What `Transform: AWS::Serverless-2016-10-31` makes of SAM's resources (SAM specification 2016-10-31): a function
/// and a role of it, a state machine and a role of it. Everything it writes keeps the place of what it came from.
struct ServerlessTransform {
    let globals: [String: [Node.Member]]
    var findings: Findings

    /// The resource, and what belongs to it. `resource` is one of SAM's types, its properties checked.
    mutating func expand(_ resource: ResourceDeclaration) -> [ResourceDeclaration] {
        refuseEvents(resource)
        return resource.type == "AWS::Serverless::Function" ? function(resource) : stateMachine(resource)
    }

    /// The properties with what `Globals` says for the type.
    func merged(_ resource: ResourceDeclaration) -> [Node.Member] {
        let section = String(resource.type.split(separator: ":").last ?? "")
        return Self.merge(globals[section] ?? [], resource.properties)
    }

    /// Maps are merged, lists put together with the global one first, anything else is the resource's own.
    private static func merge(_ global: [Node.Member], _ own: [Node.Member]) -> [Node.Member] {
        var result = global
        for member in own {
            guard let index = result.firstIndex(where: { $0.name == member.name }) else {
                result.append(member)
                continue
            }
            result[index] = Node.Member(
                name: member.name, position: member.position, value: merge(result[index].value, member.value))
        }
        return result
    }

    private static func merge(_ global: Node, _ own: Node) -> Node {
        switch (global.value, own.value) {
        case (.map(let first), .map(let second)):
            let isFunction = (first + second).contains { ExpressionCompiler.isFunction($0.name, in: .value) }
            return isFunction ? own : Node(.map(merge(first, second)), at: own.position)
        case (.list(let first), .list(let second)): return Node(.list(first + second), at: own.position)
        default: return own
        }
    }

    private mutating func refuseEvents(_ resource: ResourceDeclaration) {
        guard let events = resource.property("Events") else { return }
        guard let members = events.value.map else {
            return findings.add(events.position, "Events of \(resource.logicalID) must be a map")
        }
        for event in members {
            let type = event.value["Type"]?.string ?? "no type"
            findings.add(
                event.position,
                "the event \(event.name) (\(type)) of \(resource.logicalID) is not supported here; remove it, or start "
                    + "the function or state machine by its API")
        }
    }
}

// AWS::Serverless::Function.
extension ServerlessTransform {
    private static let shared = [
        "FunctionName", "Description", "Handler", "Runtime", "Timeout", "MemorySize", "Environment", "PackageType",
    ]

    private mutating func function(_ resource: ResourceDeclaration) -> [ResourceDeclaration] {
        var function = resource
        function.type = "AWS::Lambda::Function"
        function.properties = resource.properties.filter { Self.shared.contains($0.name) }
        if let code = code(resource) {
            function.properties.append(Node.Member(name: "Code", position: code.position, value: code))
        }
        let role = role(
            of: resource, given: "Role", principal: "lambda.amazonaws.com",
            managed: ["service-role/AWSLambdaBasicExecutionRole"])
        function.properties.append(role.member)
        return [function] + role.made
    }

    private mutating func code(_ resource: ResourceDeclaration) -> Node? {
        if let inline = resource.property("InlineCode") {
            return .map([("ZipFile", inline.value)], at: inline.value.position)
        }
        guard let code = resource.property("CodeUri") else {
            findings.add(
                resource.position, "\(resource.logicalID) needs CodeUri, the folder of its code, or InlineCode")
            return nil
        }
        guard code.value.map != nil, let bucket = code.value["Bucket"], let key = code.value["Key"] else {
            return code.value
        }
        return .map([("S3Bucket", bucket), ("S3Key", key)], at: code.value.position)
    }
}

// AWS::Serverless::StateMachine.
extension ServerlessTransform {
    private static let renamed = [
        "Name": "StateMachineName", "Type": "StateMachineType", "Definition": "Definition",
        "DefinitionUri": "DefinitionS3Location", "DefinitionSubstitutions": "DefinitionSubstitutions",
    ]

    private mutating func stateMachine(_ resource: ResourceDeclaration) -> [ResourceDeclaration] {
        var machine = resource
        machine.type = "AWS::StepFunctions::StateMachine"
        machine.properties = resource.properties.compactMap { member in
            Self.renamed[member.name].map { Node.Member(name: $0, position: member.position, value: member.value) }
        }
        if let uri = resource.property("DefinitionUri"), uri.value.string == nil {
            findings.add(uri.position, "DefinitionUri must be the path of a file in the project here")
        }
        let role = role(of: resource, given: "RoleArn", principal: "states.amazonaws.com", managed: [])
        machine.properties.append(role.member)
        return [machine] + role.made
    }
}

// The role that SAM makes where none is given.
extension ServerlessTransform {
    private mutating func role(
        of resource: ResourceDeclaration, given name: String, principal: String, managed: [String]
    ) -> (member: Node.Member, made: [ResourceDeclaration]) {
        if let role = resource.property("Role") {
            return (Node.Member(name: name, position: role.position, value: role.value), [])
        }
        let place = resource.property("Policies")?.position ?? resource.typePosition
        var role = ResourceDeclaration(
            logicalID: resource.logicalID + "Role", type: "AWS::IAM::Role", declaredType: "AWS::IAM::Role",
            position: resource.position, typePosition: resource.typePosition)
        role.condition = resource.condition
        role.properties = properties(of: resource, principal: principal, managed: managed, at: place)
        let reference = Node.getAtt(role.logicalID, "Arn", at: place)
        return (Node.Member(name: name, position: place, value: reference), [role])
    }

    private mutating func properties(
        of resource: ResourceDeclaration, principal: String, managed: [String], at place: SourcePosition
    ) -> [Node.Member] {
        var policies = ServerlessPolicies(owner: resource.logicalID, findings: findings)
        if let given = resource.property("Policies") { policies.read(given.value) }
        findings = policies.findings
        let attached = managed.map { ServerlessPolicies.managedARN($0, at: place) } + policies.managed
        var members: [(String, Node)] = [("AssumeRolePolicyDocument", Self.trust(principal, at: place))]
        if let path = resource.property("RolePath") { members.append(("Path", path.value)) }
        if !attached.isEmpty { members.append(("ManagedPolicyArns", .list(attached, at: place))) }
        if !policies.inline.isEmpty { members.append(("Policies", .list(policies.inline, at: place))) }
        return members.map { Node.Member(name: $0.0, position: place, value: $0.1) }
    }

    private static func trust(_ principal: String, at place: SourcePosition) -> Node {
        let statement = Node.map(
            [
                ("Effect", .text("Allow", at: place)),
                ("Principal", .map([("Service", .list([.text(principal, at: place)], at: place))], at: place)),
                ("Action", .list([.text("sts:AssumeRole", at: place)], at: place)),
            ], at: place)
        return .map(
            [("Version", .text("2012-10-17", at: place)), ("Statement", .list([statement], at: place))], at: place)
    }
}
