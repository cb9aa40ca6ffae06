import JSONModel
import ServicePorts
import Templates

/// What a stack has brought up, as the store keeps it (service `cloudformation`, kind `stack`).
struct StackRecord: Sendable {
    var name: String
    var id: String
    /// In the order of creation.
    var resources: [StackResource] = []
    var outputs: JSONObject = [:]

    func resource(_ logicalID: String) -> StackResource? { resources.first { $0.logicalID == logicalID } }

    /// Keeps the place of a resource of the same name and type.
    mutating func keep(_ resource: StackResource) {
        if let index = resources.firstIndex(where: { $0.isSame(as: resource) }) {
            resources[index] = resource
        } else {
            resources.append(resource)
        }
    }

    mutating func forget(_ resource: StackResource) { resources.removeAll { $0.isSame(as: resource) } }
}

extension StackResource {
    func isSame(as other: StackResource) -> Bool {
        logicalID == other.logicalID && type == other.type && physicalName == other.physicalName
    }
}

extension StackRecord {
    init?(_ value: JSONValue?) {
        guard let object = value?.objectValue, let name = object.string("StackName"), let id = object.string("StackId")
        else { return nil }
        self.name = name
        self.id = id
        resources = (object.array("Resources") ?? []).compactMap { $0.objectValue.flatMap(StackResource.init) }
        outputs = object.object("Outputs") ?? [:]
    }

    var json: JSONValue {
        [
            "StackName": .string(name), "StackId": .string(id), "Resources": .array(resources.map(\.json)),
            "Outputs": .object(outputs),
        ]
    }
}

extension StackResource {
    init?(_ object: JSONObject) {
        guard let logicalID = object.string("LogicalResourceId"), let type = object.string("ResourceType"),
            let name = object.string("PhysicalName")
        else { return nil }
        self.init(
            logicalID: logicalID, type: type, physicalName: name,
            reference: object.string("PhysicalResourceId") ?? name,
            attributes: Dictionary(
                (object.object("Attributes") ?? [:]).compactMap { name, value in value.stringValue.map { (name, $0) } },
                uniquingKeysWith: { first, _ in first }),
            details: object.object("Details") ?? [:], deletionPolicy: object.string("DeletionPolicy") ?? "Delete",
            fingerprint: object.string("Fingerprint") ?? "")
    }

    var json: JSONValue {
        [
            "LogicalResourceId": .string(logicalID), "ResourceType": .string(type),
            "PhysicalName": .string(physicalName),
            "PhysicalResourceId": .string(reference),
            "Attributes": .object(
                JSONObject(attributes.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            "Details": .object(details), "DeletionPolicy": .string(deletionPolicy), "Fingerprint": .string(fingerprint),
        ]
    }
}
