import JSONModel
import ServicePorts

extension SNSService {
    func tagResource(_ input: JSONObject) async throws -> JSONObject {
        var topic = try await taggedTopic(input)
        topic.tags.merge(try Tags.read(input.array("Tags") ?? []))
        try Tags.check(count: topic.tags.count)
        try await store.put(topic.arn.key, topic.document)
        return [:]
    }

    func untagResource(_ input: JSONObject) async throws -> JSONObject {
        var topic = try await taggedTopic(input)
        for key in input.strings("TagKeys") ?? [] { topic.tags.removeValue(forKey: key) }
        try await store.put(topic.arn.key, topic.document)
        return [:]
    }

    func listTagsForResource(_ input: JSONObject) async throws -> JSONObject {
        ["Tags": Tags.list(try await taggedTopic(input).tags)]
    }

    private func taggedTopic(_ input: JSONObject) async throws -> Topic {
        guard let topic = try await find(try topicARN(input, "ResourceArn")) else { throw SNSError.noResource }
        return topic
    }
}
