/// A resource as the template's text has it, or as SAM's transform wrote it.
struct ResourceDeclaration: Sendable {
    struct Name: Sendable {
        var text: String
        var position: SourcePosition
    }

    struct Upload: Sendable {
        var from: Node
        var prefix: Node?
        var position: SourcePosition
    }

    var logicalID: String
    var type: String
    /// The type in the text, where SAM's transform made another of it.
    var declaredType: String
    var position: SourcePosition
    var typePosition: SourcePosition
    var properties: [Node.Member] = []
    var dependsOn: [Name] = []
    var condition: Name?
    var deletionPolicy: String?
    var updateReplacePolicy: String?
    var uploads: [Upload] = []
    /// Properties that are recorded only.
    var recorded: [Name] = []

    func property(_ name: String) -> Node.Member? { properties.first { $0.name == name } }
}

/// Reads one entry of the `Resources` section.
struct ResourceReader {
    var findings: Findings

    private static let policies: Set<String> = ["Delete", "Retain", "RetainExceptOnCreate"]

    mutating func read(_ member: Node.Member) -> ResourceDeclaration? {
        guard let keys = member.value.map else {
            findings.add(member.position, "the resource \(member.name) must be a map with a Type")
            return nil
        }
        checkName(member)
        guard let type = member.value["Type"], let name = type.string else {
            findings.add(member.position, "the resource \(member.name) needs a Type")
            return nil
        }
        var resource = ResourceDeclaration(
            logicalID: member.name, type: name, declaredType: name, position: member.position,
            typePosition: type.position)
        for key in keys { read(key, into: &resource) }
        return resource
    }

    private mutating func checkName(_ member: Node.Member) {
        let isValid =
            !member.name.isEmpty && member.name.utf8.count <= 255
            && member.name.unicodeScalars.allSatisfy { Pattern.CharacterSet.word.contains($0) && $0 != "_" }
        if !isValid { findings.add(member.position, "a resource's name must be of letters and digits: \(member.name)") }
    }

    private mutating func read(_ key: Node.Member, into resource: inout ResourceDeclaration) {
        switch key.name {
        case "Type": break
        case "Properties":
            if let members = key.value.map {
                resource.properties = members
            } else {
                findings.add(key.position, "Properties must be a map, not \(key.value.kind)")
            }
        case "DependsOn": resource.dependsOn = names(key)
        case "Condition": resource.condition = names(key).first
        case "DeletionPolicy": resource.deletionPolicy = policy(key)
        case "UpdateReplacePolicy": resource.updateReplacePolicy = policy(key)
        case "Metadata": readMetadata(key, into: &resource)
        default: findings.add(key.position, "\(key.name) of a resource is not supported here; remove it")
        }
    }

    private mutating func names(_ key: Node.Member) -> [ResourceDeclaration.Name] {
        let nodes = key.name == "DependsOn" ? key.value.list ?? [key.value] : [key.value]
        let names = nodes.compactMap { node in
            node.string.map { ResourceDeclaration.Name(text: $0, position: node.position) }
        }
        if names.count != nodes.count || names.isEmpty { findings.add(key.position, "\(key.name) takes a name") }
        return names
    }

    private mutating func policy(_ key: Node.Member) -> String? {
        guard let text = key.value.string, Self.policies.contains(text) else {
            findings.add(key.value.position, "\(key.name) can be Delete, Retain or RetainExceptOnCreate here")
            return nil
        }
        return text
    }
}

// `Metadata: Etape:`, which is this program's own.
extension ResourceReader {
    private mutating func readMetadata(_ key: Node.Member, into resource: inout ResourceDeclaration) {
        guard let members = key.value.map else { return findings.add(key.position, "Metadata must be a map") }
        guard let own = members.first(where: { $0.name == "Etape" }) else { return }
        guard let entries = own.value.map else { return findings.add(own.position, "Etape must be a map") }
        for entry in entries {
            if entry.name == "Uploads", resource.type == "AWS::S3::Bucket" {
                resource.uploads = uploads(entry)
            } else {
                findings.add(
                    entry.position, "Metadata: Etape: of \(resource.type) has no \(entry.name); buckets have Uploads")
            }
        }
    }

    private mutating func uploads(_ entry: Node.Member) -> [ResourceDeclaration.Upload] {
        guard let nodes = entry.value.list else {
            findings.add(entry.position, "Uploads is a list of {From: folder, Prefix: key prefix}")
            return []
        }
        return nodes.compactMap { upload($0) }
    }

    private mutating func upload(_ node: Node) -> ResourceDeclaration.Upload? {
        guard let from = node["From"] else {
            findings.add(node.position, "an upload is {From: folder, Prefix: key prefix}")
            return nil
        }
        for member in node.map ?? [] where member.name != "From" && member.name != "Prefix" {
            findings.add(member.position, "an upload has no \(member.name); it is {From: folder, Prefix: key prefix}")
        }
        return ResourceDeclaration.Upload(from: from, prefix: node["Prefix"], position: node.position)
    }
}
