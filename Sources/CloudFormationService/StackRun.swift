import JSONModel
import ServicePorts
import Templates

/// One bringing up of a stack.
struct StackRun {
    let provisioner: Provisioner
    let plan: StackPlan
    var record: StackRecord
    var counts = UploadCounts()
    /// What each resource of the template turned out to be, by logical id.
    private var current: [String: StackResource] = [:]

    private var template: ResolvedTemplate { plan.template }

    init(_ provisioner: Provisioner, _ plan: StackPlan) async throws {
        self.provisioner = provisioner
        self.plan = plan
        let context = plan.template.context
        record =
            StackRecord(try await provisioner.store.get(provisioner.key(context.stackName)))
            ?? StackRecord(name: context.stackName, id: context.stackID)
    }

    mutating func bringUp(_ events: Provisioner.Listener) async throws {
        for resource in template.resources {
            try Task.checkCancellation()
            do throws(AWSError) {
                try await bringUp(resource, events)
            } catch {
                throw ProvisionError(resource, file: template.file, code: error.code, message: error.message)
            }
            try await save()
            try await upload(resource, events)
        }
    }

    func save() async throws {
        try await provisioner.store.put(provisioner.key(record.name), record.json)
    }

    private mutating func bringUp(_ resource: ResolvedResource, _ events: Provisioner.Listener) async throws(AWSError) {
        guard let kind = ResourceKinds.named(resource.type) else {
            throw AWSError("ValidationError", "\(resource.type) cannot be brought up here")
        }
        let site = try site(resource)
        let fingerprint = fingerprint(site)
        let known = record.resources.first {
            $0.logicalID == resource.logicalID && $0.type == resource.type && $0.physicalName == resource.physicalName
        }
        let exists = try await kind.exists(site, known)
        if exists, let known, known.fingerprint == fingerprint {
            note(resource, known)
            return events(.unchanged(logicalID: resource.logicalID, physicalID: known.reference))
        }
        let made: Made
        if exists {
            events(.updating(logicalID: resource.logicalID, type: resource.type))
            made = try await kind.update(site, known)
        } else {
            events(.creating(logicalID: resource.logicalID, type: resource.type))
            made = try await kind.create(site)
        }
        let result = result(resource, made, fingerprint)
        note(resource, result)
        events(
            exists
                ? .updated(logicalID: resource.logicalID, physicalID: result.reference)
                : .created(logicalID: resource.logicalID, physicalID: result.reference))
    }

    private mutating func note(_ resource: ResolvedResource, _ result: StackResource) {
        var result = result
        result.deletionPolicy = resource.deletionPolicy
        current[resource.logicalID] = result
        record.keep(result)
    }

    private func result(_ resource: ResolvedResource, _ made: Made, _ fingerprint: String) -> StackResource {
        StackResource(
            logicalID: resource.logicalID, type: resource.type, physicalName: resource.physicalName,
            reference: made.reference ?? resource.reference.stringValue ?? resource.physicalName,
            attributes: resource.attributes.merging(made.attributes) { $1 }, details: made.details,
            deletionPolicy: resource.deletionPolicy, fingerprint: fingerprint)
    }
}

// What a resource is made from.
extension StackRun {
    private func attribute(_ logicalID: String, _ name: String) -> String? {
        guard let resource = current[logicalID] else { return nil }
        return name == "Ref" ? resource.reference : resource.attributes[name]
    }

    private func site(_ resource: ResolvedResource) throws(AWSError) -> ResourceSite {
        guard let properties = Symbolic.filled(.object(resource.properties), attribute)?.objectValue else {
            throw AWSError("ValidationError", "it refers to an attribute that its resource did not give")
        }
        var site = ResourceSite(
            invoker: provisioner.invoker, context: provisioner.context, logicalID: resource.logicalID,
            name: resource.physicalName, reference: resource.reference.stringValue, properties: properties,
            archive: plan.archives[resource.logicalID])
        if let text = properties["Code"]?.stringValue, let object = S3Location(text) {
            site.properties["Code"] = ["S3Bucket": .string(object.bucket), "S3Key": .string(object.key)]
        }
        if let definition = plan.definitions[resource.logicalID] {
            site.definition = try text(definition, properties)
        }
        return site
    }

    private func text(_ definition: DefinitionText, _ properties: JSONObject) throws(AWSError) -> String {
        do {
            return try definition.substituted(Planning.substitutions(properties, attribute))
        } catch {
            throw AWSError("InvalidDefinition", error.description)
        }
    }

    private func fingerprint(_ site: ResourceSite) -> String {
        let parts: JSONValue = [
            .object(site.properties), .string(site.definition ?? ""), .string(site.archive?.sha256 ?? ""),
        ]
        return Digest.sha256(parts.serializedBytes())
    }

    private mutating func upload(_ resource: ResolvedResource, _ events: Provisioner.Listener) async throws {
        guard resource.type == "AWS::S3::Bucket" else { return }
        let files = plan.uploads[resource.logicalID] ?? []
        let uploader = Uploader(
            provisioner: provisioner, stack: record.name, bucket: resource.physicalName,
            prefixes: resource.uploads.map(\.prefix))
        do {
            if let result = try await uploader.run(files, events) {
                counts = counts + result
                events(.uploaded(bucket: resource.physicalName, result))
            }
        } catch let error as AWSError {
            throw ProvisionError(resource, file: template.file, code: error.code, message: error.message)
        } catch let problem as PathProblem {
            throw ProvisionError(resource, file: template.file, message: problem.message)
        }
    }
}

// The end.
extension StackRun {
    mutating func finish() async throws -> StackResult {
        var outputs = JSONObject()
        for output in template.outputs { outputs[output.name] = Symbolic.filled(output.value, attribute) }
        record.outputs = outputs
        try await save()
        return StackResult(
            stackName: record.name, stackID: record.id,
            resources: template.resources.compactMap { current[$0.logicalID] }, outputs: outputs, uploads: counts)
    }

    func isCurrent(_ resource: StackResource) -> Bool {
        current[resource.logicalID]?.isSame(as: resource) ?? false
    }

    /// Whether the template still has a resource of that name, under whatever physical name.
    func policy(of resource: StackResource) -> String {
        template.resource(resource.logicalID)?.updateReplacePolicy ?? resource.deletionPolicy
    }
}
