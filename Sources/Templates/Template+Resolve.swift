import JSONModel

extension Template {
    /// The template's resources for these parameters, in an order in which they can be created.
    ///
    /// `parameters`: values as text, a list's separated by commas. Throws everything that is wrong at once.
    public func resolve(
        parameters: [String: String] = [:], context: TemplateContext
    ) throws(TemplateErrors) -> ResolvedTemplate {
        var resolution = Resolution(template: self, context: context)
        resolution.take(parameters)
        try resolution.evaluation.findings.check()
        let result = resolution.resolve()
        try resolution.evaluation.findings.check()
        return result
    }
}

/// One resolution of a template.
private struct Resolution {
    let template: Template
    var evaluation: Evaluation
    private var edges: [TemplateEdge] = []

    init(template: Template, context: TemplateContext) {
        self.template = template
        evaluation = Evaluation(template: template, context: context)
    }

    mutating func take(_ given: [String: String]) {
        for name in given.keys.sorted() where !template.parameters.contains(where: { $0.name == name }) {
            evaluation.findings.add(.start, "the template has no parameter \(name)")
        }
        for parameter in template.parameters {
            guard let text = given[parameter.name] ?? parameter.standard else {
                evaluation.findings.add(
                    parameter.position, "the parameter \(parameter.name) has no Default; give it a value")
                continue
            }
            do {
                evaluation.parameters[parameter.name] = try parameter.value(text)
            } catch {
                evaluation.findings.add(parameter.position, "the parameter \(parameter.name) \(error.message)")
            }
        }
    }

    mutating func resolve() -> ResolvedTemplate {
        let active = activeResources()
        let order = self.order(active)
        let byName = Dictionary(active.map { ($0.logicalID, $0) }) { first, _ in first }
        let resources = order.compactMap { name in byName[name].map { resolved($0) } }
        return ResolvedTemplate(
            file: template.file, context: evaluation.context, resources: resources,
            outputs: evaluation.findings.isEmpty ? outputs() : [], edges: edges, parameters: shownParameters(),
            recordedOnly: recorded(active))
    }

    private mutating func activeResources() -> [CompiledResource] {
        var active: [CompiledResource] = []
        for resource in template.resources {
            guard let condition = resource.declaration.condition else {
                active.append(resource)
                continue
            }
            if evaluation.condition(condition.text, at: condition.position) { active.append(resource) }
        }
        return active
    }

    private mutating func order(_ active: [CompiledResource]) -> [String] {
        let names = Set(active.map(\.logicalID))
        for resource in active {
            // A DependsOn on what the conditions leave out is ignored, as CloudFormation does.
            edges += References(of: resource, &evaluation).edges.filter {
                names.contains($0.to) || $0.via != "DependsOn"
            }
        }
        let dependencies = Dictionary(grouping: edges.filter { names.contains($0.to) }, by: \.from)
            .mapValues { $0.map(\.to) }
        let order = CreationOrder(active.map(\.logicalID), dependencies: dependencies)
        guard let circle = order.circle else { return order.order }
        refuse(circle, active)
        return []
    }

    private mutating func refuse(_ circle: [String], _ active: [CompiledResource]) {
        let steps = zip(circle, circle.dropFirst()).map { from, to in
            "\(from) → \(to) (\(edges.first { $0.from == from && $0.to == to }?.via ?? ""))"
        }
        let place = active.first { $0.logicalID == circle.first }?.declaration.position ?? .start
        evaluation.findings.add(
            place, "these resources depend on each other in a circle: " + steps.joined(separator: ", "))
    }

    private func recorded(_ active: [CompiledResource]) -> [RecordedProperty] {
        active.flatMap { resource in
            resource.declaration.recorded.map {
                RecordedProperty(resource: resource.logicalID, property: $0.text, position: $0.position)
            }
        }
    }

    private func shownParameters() -> JSONObject {
        JSONObject(
            template.parameters.compactMap { parameter in
                evaluation.parameters[parameter.name].map { (parameter.name, parameter.isSecret ? "****" : $0) }
            })
    }

    private mutating func outputs() -> [ResolvedOutput] {
        var result: [ResolvedOutput] = []
        for output in template.outputs {
            if let condition = output.condition, !evaluation.condition(condition, at: output.position) { continue }
            guard let value = evaluation.value(output.value) else { continue }
            result.append(
                ResolvedOutput(
                    name: output.name, description: output.description, value: value, position: output.position))
        }
        return result
    }
}

// One resource.
extension Resolution {
    private mutating func resolved(_ resource: CompiledResource) -> ResolvedResource {
        let properties = self.properties(resource)
        let name = physicalName(resource, properties)
        let identity = identity(resource, name, path: properties.string("Path") ?? "/")
        evaluation.identities[resource.logicalID] = identity
        let declaration = resource.declaration
        return ResolvedResource(
            logicalID: resource.logicalID, type: declaration.type, declaredType: declaration.declaredType,
            position: declaration.position, positions: positions(resource), properties: properties, physicalName: name,
            reference: identity.reference, attributes: identity.attributes.compactMapValues(\.stringValue),
            dependencies: dependencies(resource.logicalID), deletionPolicy: declaration.deletionPolicy ?? "Delete",
            updateReplacePolicy: declaration.updateReplacePolicy ?? "Delete", uploads: uploads(resource))
    }

    private func dependencies(_ name: String) -> [String] {
        Set(edges.filter { $0.from == name }.map(\.to)).sorted()
    }

    private mutating func properties(_ resource: CompiledResource) -> JSONObject {
        var object = JSONObject()
        for (member, expression) in resource.properties {
            guard let property = resource.type.properties.first(where: { $0.name == member.name }),
                let value = evaluation.value(expression), !property.isRecordedOnly
            else { continue }
            do {
                object[member.name] = try property.shape.coerced(value)
            } catch {
                let name = error.message.hasPrefix("must") ? member.name + " " : member.name + "."
                evaluation.findings.add(member.position, "\(resource.logicalID): \(name)\(error.message)")
            }
        }
        return object
    }

    private mutating func physicalName(_ resource: CompiledResource, _ properties: JSONObject) -> String {
        let rule = resource.type.naming
        let path = rule.property?.split(separator: ".").map(String.init) ?? []
        let given = path.isEmpty ? nil : path.reduce(JSONValue.object(properties)) { $0?[$1] }
        guard let given else {
            let name = PhysicalName.make(
                stack: evaluation.context.stackName, logicalID: resource.logicalID, rule: rule)
            return properties.bool("FifoTopic") == true ? name + ".fifo" : name
        }
        if let text = given.stringValue, !text.isEmpty, text.utf8.count <= rule.limit { return text }
        // A name that could not be worked out has its finding already.
        if given == "", !evaluation.findings.isEmpty { return "" }
        evaluation.findings.add(
            resource.declaration.property(path[0])?.position ?? resource.declaration.position,
            "\(rule.property ?? "the name") of \(resource.logicalID) must have 1 to \(rule.limit) characters")
        return ""
    }

    private func identity(_ resource: CompiledResource, _ name: String, path: String) -> Evaluation.Identity {
        let context = evaluation.context
        func value(_ answer: ResourceType.Answer, _ attribute: String) -> JSONValue {
            context.answer(answer, name: name, path: path).map { .string($0) }
                ?? Symbolic.attribute(resource.logicalID, attribute)
        }
        var attributes: [String: JSONValue] = [:]
        for (attribute, answer) in resource.type.answers { attributes[attribute] = value(answer, attribute) }
        return Evaluation.Identity(
            name: name, reference: value(resource.type.ref, "Ref"), attributes: attributes)
    }

    private func positions(_ resource: CompiledResource) -> [String: SourcePosition] {
        var positions: [String: SourcePosition] = [:]
        for (member, value) in resource.properties {
            positions[member.name] = member.position
            guard case .map(let members) = value.form else { continue }
            for inner in members { positions["\(member.name).\(inner.name)"] = inner.value.position }
        }
        return positions
    }

    private mutating func uploads(_ resource: CompiledResource) -> [ResolvedUpload] {
        resource.uploads.compactMap { upload in
            guard let from = evaluation.value(upload.from)?.stringValue, !from.isEmpty else {
                evaluation.findings.add(upload.position, "From must be the path of a folder of the project")
                return nil
            }
            let prefix = upload.prefix.flatMap { evaluation.value($0) } ?? ""
            guard let text = prefix.stringValue else {
                evaluation.findings.add(upload.position, "Prefix must be a string")
                return nil
            }
            let isFolder = text.isEmpty || text.hasSuffix("/")
            return ResolvedUpload(from: from, prefix: isFolder ? text : text + "/", position: upload.position)
        }
    }
}
