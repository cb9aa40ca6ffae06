import JSONModel
import ServicePorts

struct StateMachineKind: ResourceKind {
    func operations(_ properties: JSONObject) -> [String] {
        ["states:CreateStateMachine"]
    }

    func exists(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Bool {
        try await site.finds("states", "DescribeStateMachine", arn(site), otherwise: record != nil)
    }

    func create(_ site: ResourceSite) async throws(AWSError) -> Made {
        var input = settings(site)
        input["name"] = .string(site.name)
        input["type"] = .string(type(site))
        try await site.call("states", "CreateStateMachine", input)
        return made(site)
    }

    func update(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Made {
        if let old = record?.details.string("Type"), old != type(site) {
            throw AWSError(
                "ValidationException",
                "the type of a state machine cannot change from \(old) to \(type(site)); give it another name as well")
        }
        try await site.call("states", "UpdateStateMachine", arn(site).merging(settings(site)))
        return made(site)
    }

    func delete(_ record: StackResource, _ site: ResourceSite) async throws(AWSError) {
        try await site.remove("states", "DeleteStateMachine", ["stateMachineArn": .string(record.reference)])
    }

    private func arn(_ site: ResourceSite) -> JSONObject { ["stateMachineArn": .string(site.reference ?? "")] }
    private func type(_ site: ResourceSite) -> String { site.properties.string("StateMachineType") ?? "STANDARD" }
    private func made(_ site: ResourceSite) -> Made { Made(details: ["Type": .string(type(site))]) }

    private func settings(_ site: ResourceSite) -> JSONObject {
        [
            "definition": .string(site.definition ?? ""),
            "roleArn": .string(site.properties.string("RoleArn") ?? ""),
        ]
    }
}
