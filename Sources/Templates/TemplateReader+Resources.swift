import JSONModel

// The `Resources` section, with SAM's `Globals`.
extension TemplateReader {
    /// The resources as the services take them, SAM's already transformed; their properties checked.
    mutating func declarations(_ root: Node) -> [ResourceDeclaration] {
        guard let section = root["Resources"] else {
            findings.add(root.position, "a template needs the section Resources")
            return []
        }
        let isServerless = hasTransform(root)
        let globals = readGlobals(root, isServerless: isServerless)
        var result: [ResourceDeclaration] = []
        for member in members(section, "Resources") {
            var reader = ResourceReader(findings: findings)
            let resource = reader.read(member)
            findings = reader.findings
            if let resource { result += expand(resource, globals, isServerless: isServerless) }
        }
        if members(section, "Resources").isEmpty { findings.add(section.position, "Resources has no resource") }
        refuseRepeated(result)
        return result
    }

    private mutating func readGlobals(_ root: Node, isServerless: Bool) -> [String: [Node.Member]] {
        guard let section = root["Globals"] else { return [:] }
        if !isServerless { findings.add(section.position, "Globals needs Transform: AWS::Serverless-2016-10-31") }
        var globals: [String: [Node.Member]] = [:]
        for part in members(section, "Globals") {
            guard let known = ResourceType.serverless["AWS::Serverless::" + part.name] else {
                findings.add(
                    part.position, "Globals: \(part.name) is not supported here; Function and StateMachine are")
                continue
            }
            let values = members(part.value, part.name)
            globals[part.name] = values
            var check = PropertyCheck(type: "Globals: " + part.name, findings: findings)
            check.check(values, known, at: part.position)
            findings = check.findings
        }
        return globals
    }

    private mutating func expand(
        _ declared: ResourceDeclaration, _ globals: [String: [Node.Member]], isServerless: Bool
    ) -> [ResourceDeclaration] {
        var resource = declared
        guard let known = ResourceType.serverless[resource.type] else {
            guard let type = ResourceType.named(resource.type) else {
                refuse(resource)
                return [resource]
            }
            check(&resource, type.properties)
            return [resource]
        }
        guard isServerless else {
            findings.add(resource.typePosition, "\(resource.type) needs Transform: AWS::Serverless-2016-10-31")
            return [resource]
        }
        var transform = ServerlessTransform(globals: globals, findings: findings)
        resource.properties = transform.merged(resource)
        check(&resource, known)
        transform.findings = findings
        let expanded = transform.expand(resource)
        findings = transform.findings
        return expanded
    }

    private mutating func refuse(_ resource: ResourceDeclaration) {
        let types = ResourceType.supported.joined(separator: ", ")
        findings.add(
            resource.typePosition,
            "\(resource.type) is not supported here; remove \(resource.logicalID), or use one of \(types)")
    }

    private mutating func check(_ resource: inout ResourceDeclaration, _ known: [Property]) {
        var check = PropertyCheck(type: resource.declaredType, findings: findings)
        check.check(resource.properties, known, at: resource.position)
        findings = check.findings
        let recorded = Set(known.filter(\.isRecordedOnly).map(\.name))
        resource.recorded = resource.properties.filter { recorded.contains($0.name) }
            .map { ResourceDeclaration.Name(text: $0.name, position: $0.position) }
    }

    private mutating func refuseRepeated(_ resources: [ResourceDeclaration]) {
        var seen: Set<String> = []
        for resource in resources where !seen.insert(resource.logicalID).inserted {
            findings.add(
                resource.position, "SAM makes a resource \(resource.logicalID) here, but the template has one already")
        }
    }
}

// From declarations to expressions.
extension TemplateReader {
    mutating func compile(_ declared: [ResourceDeclaration], _ symbols: Symbols) -> [CompiledResource] {
        declared.compactMap { compile($0, symbols) }
    }

    private mutating func compile(_ declaration: ResourceDeclaration, _ symbols: Symbols) -> CompiledResource? {
        var compiler = ExpressionCompiler(symbols: symbols, findings: findings)
        let properties = declaration.properties.map { (member: $0, value: compiler.compile($0.value)) }
        let uploads = declaration.uploads.map { upload in
            CompiledResource.Upload(
                from: compiler.compile(upload.from), prefix: upload.prefix.map { compiler.compile($0) },
                position: upload.position)
        }
        if let condition = declaration.condition { compiler.checkCondition(condition.text, at: condition.position) }
        findings = compiler.findings
        for name in declaration.dependsOn where symbols.resources[name.text] == nil {
            findings.add(name.position, "DependsOn: \(name.text) is not a resource of this template")
        }
        checkDefinition(declaration)
        checkCode(declaration)
        guard let type = ResourceType.named(declaration.type) else { return nil }
        return CompiledResource(declaration: declaration, type: type, properties: properties, uploads: uploads)
    }

    private mutating func checkDefinition(_ resource: ResourceDeclaration) {
        guard resource.type == "AWS::StepFunctions::StateMachine" else { return }
        let given = ["Definition", "DefinitionString", "DefinitionS3Location"].filter { resource.property($0) != nil }
        if given.count != 1 {
            findings.add(
                resource.position,
                "\(resource.logicalID) needs exactly one definition: a file (DefinitionUri), or Definition")
        }
        if let place = resource.property("DefinitionS3Location"), place.value.map != nil {
            findings.add(place.position, "DefinitionS3Location must be the path of a file in the project here")
        }
    }

    private mutating func checkCode(_ resource: ResourceDeclaration) {
        guard resource.type == "AWS::Lambda::Function" else { return }
        if let type = resource.property("PackageType"), type.value.string != "Zip" {
            findings.add(type.position, "PackageType can only be Zip here")
        }
        guard let code = resource.property("Code"), let members = code.value.map else { return }
        let names = Set(members.map(\.name))
        if names != ["ZipFile"], names != ["S3Bucket", "S3Key"] {
            findings.add(
                code.position,
                "the code of \(resource.logicalID) must be a folder or .zip file of the project, ZipFile, or S3Bucket "
                    + "and S3Key"
            )
        }
    }
}
