import Foundations
import JSONModel
import ServicePorts

/// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-alias.html
extension StepFunctionsService {
    func createStateMachineAlias(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = input.string("name") ?? ""
        try AliasRecord.check(name: name)
        try AWSError.checkLength(input.string("description"), "description", most: 256)
        let routes = try await routes(input, context)
        let machine = try ResourceName.stateMachine(routes[0].versionARN, context)
        let alias = AliasRecord(
            name: name, arn: machine.context.arn("states", "stateMachine:\(machine.parts[1]):\(name)"),
            description: input.string("description"), routes: routes, at: clock.now)
        return try await writes.turn { [self] in
            try await storedMachine(machine)?.checkActive()
            let known = try await aliases(of: machine.parts[1], machine.context)
            if let same = known.first(where: { $0.name == name }) {
                guard same.routes == alias.routes, same.description == alias.description else {
                    throw AWSError(
                        "ConflictException",
                        "Failed to create alias because an alias with the same name and a different routing "
                            + "configuration already exists.")
                }
                return Self.created(same)
            }
            try await checkQuota(
                .aliasesPerStateMachine, "stateMachineAlias", prefix: machine.parts[1] + ":",
                error: "ServiceQuotaExceededException", machine.context)
            try await store.create(aliasKey(try ResourceName.stateMachine(alias.arn, context)), .object(alias.json))
            return Self.created(alias)
        }
    }

    private static func created(_ alias: AliasRecord) -> JSONObject {
        ["stateMachineAliasArn": .string(alias.arn), "creationDate": .double(alias.creationDate.seconds)]
    }

    /// Reads and checks `routingConfiguration`; its versions exist when this returns.
    private func routes(_ input: JSONObject, _ context: CallContext) async throws -> [AliasRecord.Route] {
        let routes = (input.array("routingConfiguration") ?? []).map(AliasRecord.Route.init(json:))
        let names = try routes.map { try ResourceName.stateMachine($0.versionARN, context) }
        try AliasRecord.check(routes)
        let machines = Set(names.map { $0.parts[1] })
        for route in routes {
            guard try await storedVersion(route.versionARN, context) != nil else {
                throw AWSError(
                    "ResourceNotFound", "Request references a resource that does not exist: '\(route.versionARN)'")
            }
        }
        guard machines.count == 1 else {
            throw AWSError(
                "ValidationException", "Routing configuration must contain versions of one state machine only.")
        }
        return routes
    }

    func storedAlias(_ arn: String, _ context: CallContext) async throws -> AliasRecord? {
        let name = try ResourceName.stateMachine(arn, context)
        guard name.parts.count == 3 else { return nil }
        return try await store.get(aliasKey(name)).map(AliasRecord.init(json:))
    }

    private func aliasKey(_ name: ResourceName) -> ResourceKey {
        name.context.key("states", "stateMachineAlias", name.parts[1...].joined(separator: ":"))
    }

    func aliases(of machine: String, _ context: CallContext) async throws -> [AliasRecord] {
        try await store.list(context, "states", "stateMachineAlias", prefix: machine + ":")
            .map { AliasRecord(json: $0.value) }
            .sorted { ($0.creationDate, $0.name) < ($1.creationDate, $1.name) }
    }

    private func alias(_ input: JSONObject, _ context: CallContext) async throws -> AliasRecord {
        let arn = input.string("stateMachineAliasArn") ?? ""
        let name = try ResourceName.stateMachine(arn, context)
        guard name.parts.count == 3, Int(name.parts[2]) == nil else {
            throw AWSError("ValidationException", "Invalid State Machine Alias Arn: '\(arn)'")
        }
        guard let alias = try await storedAlias(arn, context) else {
            throw AWSError("ResourceNotFound", "Request references a resource that does not exist.")
        }
        return alias
    }

    func describeStateMachineAlias(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        try await alias(input, context).json
    }

    func updateStateMachineAlias(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        guard input["description"] != nil || input["routingConfiguration"] != nil else {
            throw AWSError(
                "ValidationException", "Either the description or the routing configuration must be specified.")
        }
        try AWSError.checkLength(input.string("description"), "description", most: 256)
        let changed = input["routingConfiguration"] == nil ? nil : try await routes(input, context)
        return try await writes.turn { [self] in
            var alias = try await alias(input, context)
            try await storedMachine(try ResourceName.stateMachine(alias.arn, context))?.checkActive()
            if let description = input.string("description") { alias.description = description }
            if let changed { alias.routes = changed }
            alias.updateDate = clock.now
            try await store.put(aliasKey(try ResourceName.stateMachine(alias.arn, context)), .object(alias.json))
            return ["updateDate": .double(alias.updateDate.seconds)]
        }
    }

    func deleteStateMachineAlias(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let arn = input.string("stateMachineAliasArn") ?? ""
        let name = try ResourceName.stateMachine(arn, context)
        guard name.parts.count == 3, Int(name.parts[2]) == nil else {
            throw AWSError("ValidationException", "Invalid State Machine Alias Arn: '\(arn)'")
        }
        // An alias that is not there may be deleted, but not one of a machine that is not there.
        guard try await storedMachine(name) != nil else {
            throw AWSError("ResourceNotFound", "Request references a resource that does not exist: '\(arn)'")
        }
        try await writes.turn { [self] in try await store.delete(aliasKey(name)) }
        return [:]
    }

    func listStateMachineAliases(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let page = try PageToken(input)
        let arn = input.string("stateMachineArn") ?? ""
        let asked = try ResourceName.stateMachine(arn, context)
        if asked.parts.count == 3, let machine = try await storedMachine(asked) {
            try machine.checkActive()
            guard try await storedVersion(arn, context) != nil else {
                throw AWSError("ResourceNotFound", "Request references a resource that does not exist: '\(arn)'")
            }
        }
        let target = try await target(of: arn, context)
        try target.record.checkActive()
        let name = try ResourceName.stateMachine(target.record.arn, context)
        let all = try await aliases(of: target.record.name, name.context)
            .filter { target.version == nil || $0.routes.map(\.versionARN).contains(target.version?.arn) }
        let shown = all.dropFirst(page.offset).prefix(page.size)
        var output: JSONObject = ["stateMachineAliases": .array(shown.map { .object(Self.created($0)) })]
        if page.offset + shown.count < all.count { output["nextToken"] = page.next(after: shown.count) }
        return output
    }
}
