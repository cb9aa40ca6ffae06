import JSONModel
import ServicePorts

extension StepFunctionsService {
    func tagResource(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let added = input.array("tags") ?? []
        return try await changeTags(input, context) { tags in
            let names = added.compactMap { $0["key"]?.stringValue }
            let merged = tags.filter { tag in !names.contains(tag["key"]?.stringValue ?? "") } + added
            guard merged.count <= 50 else {
                throw AWSError("TooManyTags", "A resource has at most 50 tags.")
            }
            return merged
        }
    }

    func untagResource(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let names = input.strings("tagKeys") ?? []
        return try await changeTags(input, context) { tags in
            tags.filter { !names.contains($0["key"]?.stringValue ?? "") }
        }
    }

    func listTagsForResource(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        ["tags": .array(try await tagged(input, context).tags)]
    }

    private func tagged(_ input: JSONObject, _ context: CallContext) async throws -> StateMachineRecord {
        let arn = input.string("resourceArn") ?? ""
        do {
            return try await record(of: arn, context)
        } catch let error as AWSError where error.code == "StateMachineDoesNotExist" {
            throw AWSError("ResourceNotFound", "Resource not found: '\(arn)'")
        }
    }

    private func changeTags(
        _ input: JSONObject, _ context: CallContext, _ change: @Sendable ([JSONValue]) throws -> [JSONValue]
    ) async throws -> JSONObject {
        try await withoutActuallyEscaping(change) { change in
            try await writes.run { [self] in
                var record = try await tagged(input, context)
                record.tags = try change(record.tags)
                try await put(record, context)
            }
        }
        return [:]
    }
}
