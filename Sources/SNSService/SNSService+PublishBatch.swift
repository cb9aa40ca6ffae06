import JSONModel
import ServicePorts

extension SNSService {
    /// Up to ten messages (API reference, `PublishBatch`); each one succeeds or fails by itself.
    func publishBatch(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let topic = try await topic(input)
        let entries = (input.array("PublishBatchRequestEntries") ?? []).map { $0.objectValue ?? [:] }
        try check(entries)
        var (successful, failed): ([JSONValue], [JSONValue]) = ([], [])
        for entry in entries {
            let id = entry.string("Id") ?? ""
            do {
                let key = context.idempotencyKey.map { "\($0)/\(id)" }
                let messageID = try await publish(try Publication(entry), to: topic, key: key)
                successful.append(["Id": .string(id), "MessageId": .string(messageID)])
            } catch let error as AWSError {
                failed.append(Self.failure(id, error))
            }
        }
        return ["Successful": .array(successful), "Failed": .array(failed)]
    }

    private func check(_ entries: [JSONObject]) throws {
        guard !entries.isEmpty else {
            throw AWSError("EmptyBatchRequestException", "The batch request doesn't contain any entries.")
        }
        guard entries.count <= 10 else {
            throw AWSError(
                "TooManyEntriesInBatchRequestException",
                "The batch request contains more entries than permissible (10).")
        }
        let ids = entries.map { $0.string("Id") ?? "" }
        guard ids.allSatisfy({ (1...80).contains($0.utf8.count) && $0.utf8.allSatisfy(TopicAttributes.isNameByte) })
        else {
            throw AWSError(
                "InvalidBatchEntryIdException", "The Id of a batch entry doesn't abide by the specification.")
        }
        guard Set(ids).count == ids.count else {
            throw AWSError(
                "BatchEntryIdsNotDistinctException", "Two or more batch entries in the request have the same Id.")
        }
        let size = entries.reduce(0) { sum, entry in
            sum + (entry.string("Message")?.utf8.count ?? 0)
                + MessageAttribute.size(entry.object("MessageAttributes") ?? [:])
        }
        guard size <= Publication.limit else {
            throw AWSError(
                "BatchRequestTooLongException",
                "The length of all the batch messages put together is more than the limit.")
        }
    }

    private static func failure(_ id: String, _ error: AWSError) -> JSONValue {
        [
            "Id": .string(id), "Code": .string(code(error)), "Message": .string(error.message),
            "SenderFault": .bool(error.fault == .client),
        ]
    }

    /// Entries carry the code of the wire (`InvalidParameter`), not the exception's name.
    private static func code(_ error: AWSError) -> String {
        switch error.code {
        case "InvalidParameterValueException": "ParameterValueInvalid"
        case let code where code.hasSuffix("Exception"): String(code.dropLast("Exception".count))
        case let code: code
        }
    }
}
