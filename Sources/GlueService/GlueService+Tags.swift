import JSONModel
import ServicePorts

extension GlueService {
    func tagResource(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let arn = try Self.required(input, "ResourceArn")
        try await turnstile.turn {
            try await requireResource(arn, context)
            let tags = try await tags(of: arn, context).merging(input.object("TagsToAdd") ?? [:])
            guard tags.count <= 50 else { throw Self.invalid("A resource has 50 tags at most.") }
            try await store.put(context.key("glue", "tags", arn), .object(tags))
        }
        return [:]
    }

    func untagResource(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let arn = try Self.required(input, "ResourceArn")
        try await turnstile.turn {
            try await requireResource(arn, context)
            var tags = try await tags(of: arn, context)
            for key in input.strings("TagsToRemove") ?? [] { tags.removeValue(forKey: key) }
            try await store.put(context.key("glue", "tags", arn), .object(tags))
        }
        return [:]
    }

    func getTags(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let arn = try Self.required(input, "ResourceArn")
        try await requireResource(arn, context)
        return ["Tags": .object(try await tags(of: arn, context))]
    }

    func tags(of arn: String, _ context: CallContext) async throws -> JSONObject {
        try await store.get(context.key("glue", "tags", arn))?.objectValue ?? [:]
    }

    private func requireResource(_ arn: String, _ context: CallContext) async throws {
        let prefix = context.arn("glue", "")
        guard arn.hasPrefix(prefix) else { throw Self.invalid("ResourceArn \(arn) is not an ARN of Glue.") }
        let parts = arn.dropFirst(prefix.count).split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, ["job", "database", "connection"].contains(parts[0]) else {
            throw Self.invalid("Tags are kept for jobs, databases and connections, not for \(arn).")
        }
        let id = parts[0] == "database" ? parts[1].lowercased() : parts[1]
        guard try await store.get(context.key("glue", parts[0], id)) != nil else {
            throw Self.notFound("Entity Not Found")
        }
    }
}
