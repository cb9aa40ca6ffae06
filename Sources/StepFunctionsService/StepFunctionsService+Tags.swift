import JSONModel
import ServicePorts

extension StepFunctionsService {
    func tagResource(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let added = input.array("tags") ?? []
        return try await changeTags(input, context) { [quotas] tags in
            try Tags.checked(tags + added, quotas)
        }
    }

    func untagResource(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let names = input.strings("tagKeys") ?? []
        return try await changeTags(input, context) { tags in
            tags.filter { !names.contains($0["key"]?.stringValue ?? "") }
        }
    }

    func listTagsForResource(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        ["tags": try await tagged(input, context).value["tags"] ?? []]
    }

    /// The machine or activity that an ARN names, as it is stored; versions and aliases have no tags.
    private func tagged(_ input: JSONObject, _ context: CallContext) async throws -> Resource {
        let arn = input.string("resourceArn") ?? ""
        let name = try ResourceName(arn, context)
        let key = name.context.key("states", name.parts[0], name.parts[1])
        guard ["stateMachine", "activity"].contains(name.parts[0]), name.parts.count == 2,
            let value = try await store.get(key)
        else { throw AWSError("ResourceNotFound", "Resource not found: '\(arn)'") }
        return Resource(key: key, value: value)
    }

    private func changeTags(
        _ input: JSONObject, _ context: CallContext, _ change: @Sendable ([JSONValue]) throws -> [JSONValue]
    ) async throws -> JSONObject {
        try await withoutActuallyEscaping(change) { change in
            try await writes.turn { [self] in
                let resource = try await tagged(input, context)
                var object = resource.value.objectValue ?? [:]
                object["tags"] = .array(try change(object.array("tags") ?? []))
                try await store.put(resource.key, .object(object))
            }
        }
        return [:]
    }
}
