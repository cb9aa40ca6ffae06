import JSONModel

/// Reads a template's sections.
struct TemplateReader {
    var findings: Findings

    private static let sections: Set<String> = [
        "AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Mappings", "Conditions", "Transform",
        "Resources", "Outputs", "Globals",
    ]
    private static let transform = "AWS::Serverless-2016-10-31"

    mutating func read(_ root: Node?) -> Template {
        guard let root, let sections = root.map else {
            findings.add(root?.position ?? .start, "a template is a map with the key Resources")
            return empty
        }
        for section in sections where !Self.sections.contains(section.name) {
            findings.add(section.position, "the section \(section.name) is not supported here; remove it")
        }
        checkHead(root)
        let parameters = readParameters(root)
        let mappings = readMappings(root["Mappings"])
        let declared = declarations(root)
        var symbols = Symbols(
            parameters: Set(parameters.map(\.name)), mappings: Set(mappings.keys),
            conditions: Set((root["Conditions"]?.map ?? []).map(\.name)))
        for resource in declared { symbols.resources[resource.logicalID] = resource.type }
        return Template(
            file: findings.file, description: root["Description"]?.string, parameters: parameters, mappings: mappings,
            conditions: readConditions(root["Conditions"], symbols), resources: compile(declared, symbols),
            outputs: readOutputs(root["Outputs"], symbols))
    }

    private var empty: Template {
        Template(
            file: findings.file, description: nil, parameters: [], mappings: [:], conditions: [:], resources: [],
            outputs: [])
    }

    private mutating func checkHead(_ root: Node) {
        if let version = root["AWSTemplateFormatVersion"], version.string != "2010-09-09" {
            findings.add(version.position, "AWSTemplateFormatVersion can only be 2010-09-09")
        }
        if let description = root["Description"], description.string == nil {
            findings.add(description.position, "Description must be a string")
        }
        guard let transform = root["Transform"] else { return }
        for node in transform.list ?? [transform] where node.string != Self.transform {
            let name = node.string ?? node.kind
            findings.add(node.position, "the transform \(name) is not supported here; \(Self.transform) is")
        }
    }

    private mutating func readParameters(_ root: Node) -> [TemplateParameter] {
        var reader = ParameterReader(findings: findings)
        let parameters = reader.read(root["Parameters"])
        findings = reader.findings
        return parameters
    }

    func hasTransform(_ root: Node) -> Bool {
        guard let transform = root["Transform"] else { return false }
        return (transform.list ?? [transform]).contains { $0.string == Self.transform }
    }
}

// Sections that hold values.
extension TemplateReader {
    private mutating func readMappings(_ section: Node?) -> [String: JSONObject] {
        var mappings: [String: JSONObject] = [:]
        for mapping in members(section, "Mappings") {
            let rows = members(mapping.value, mapping.name)
            for row in rows {
                for cell in members(row.value, row.name) { checkCell(cell) }
            }
            mappings[mapping.name] = mapping.value.json.objectValue
        }
        return mappings
    }

    private mutating func checkCell(_ cell: Node.Member) {
        var compiler = ExpressionCompiler(symbols: Symbols(), place: .literal, findings: findings)
        _ = compiler.compile(cell.value)
        findings = compiler.findings
        let isList = cell.value.list?.allSatisfy { $0.scalarText != nil } ?? false
        if cell.value.scalarText == nil, !isList, cell.value.map == nil {
            findings.add(cell.position, "a mapping's value is a string or a list of strings, not \(cell.value.kind)")
        }
    }

    mutating func members(_ node: Node?, _ name: String) -> [Node.Member] {
        guard let node else { return [] }
        if let members = node.map { return members }
        findings.add(node.position, "\(name) must be a map, not \(node.kind)")
        return []
    }

    private mutating func readConditions(_ section: Node?, _ symbols: Symbols) -> [String: Expression] {
        var conditions: [String: Expression] = [:]
        for condition in members(section, "Conditions") {
            var compiler = ExpressionCompiler(symbols: symbols, place: .condition, findings: findings)
            conditions[condition.name] = compiler.compile(condition.value)
            findings = compiler.findings
        }
        return conditions
    }

    private mutating func readOutputs(_ section: Node?, _ symbols: Symbols) -> [CompiledOutput] {
        members(section, "Outputs").compactMap { readOutput($0, symbols) }
    }

    private mutating func readOutput(_ output: Node.Member, _ symbols: Symbols) -> CompiledOutput? {
        for key in members(output.value, output.name)
        where !["Value", "Description", "Export", "Condition"].contains(key.name) {
            findings.add(key.position, "\(key.name) is not part of an output")
        }
        guard let value = output.value["Value"] else {
            findings.add(output.position, "the output \(output.name) needs a Value")
            return nil
        }
        var compiler = ExpressionCompiler(symbols: symbols, findings: findings)
        if let name = output.value["Condition"] { compiler.checkCondition(name.string ?? "", at: name.position) }
        let expression = compiler.compile(value)
        findings = compiler.findings
        return CompiledOutput(
            name: output.name, description: output.value["Description"]?.string,
            condition: output.value["Condition"]?.string, value: expression, position: output.position)
    }
}
