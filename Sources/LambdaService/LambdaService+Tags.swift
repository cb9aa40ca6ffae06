import JSONModel
import ServicePorts

extension LambdaService {
    private static let mostTags = 50

    func tagResource(_ request: ServiceRequest) async throws -> ServiceResponse {
        try await changeTags(request) { tags in
            tags.merge(request.input.object("Tags") ?? [:])
            guard tags.count <= Self.mostTags else {
                throw AWSError.invalid("A resource has at most \(Self.mostTags) tags.")
            }
        }
    }

    func untagResource(_ request: ServiceRequest) async throws -> ServiceResponse {
        try await changeTags(request) { tags in
            for key in request.input.strings("TagKeys") ?? [] { tags.removeValue(forKey: key) }
        }
    }

    func listTags(_ request: ServiceRequest) async throws -> ServiceResponse {
        let record = try await find(try request.functionName("Resource"), request.context)
        return ServiceResponse(["Tags": .object(record.tags)])
    }

    private func changeTags(
        _ request: ServiceRequest, _ change: (inout JSONObject) throws -> Void
    ) async throws -> ServiceResponse {
        let name = try request.functionName("Resource")
        return try await changes.turn {
            var record = try await find(name, request.context)
            try change(&record.tags)
            try await save(record, name, request.context)
            return ServiceResponse()
        }
    }
}
