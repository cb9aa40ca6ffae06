import JSONModel
import ServicePorts
import Synchronization

/// S3 as far as Map Runs need it: objects in memory.
final class Bucket: Service {
    let name = "s3"
    let operations: Set<String> = ["GetObject", "PutObject", "ListObjectsV2"]
    private let objects: Mutex<[String: [UInt8]]>

    init(_ texts: [String: String] = [:]) { objects = Mutex(texts.mapValues { Array($0.utf8) }) }

    func put(_ key: String, _ bytes: [UInt8]) { objects.withLock { $0[key] = bytes } }

    var keys: [String] { objects.withLock { $0.keys.sorted() } }

    func text(_ key: String) -> String? {
        objects.withLock { $0[key] }.map { String(decoding: $0, as: UTF8.self) }
    }

    func json(_ key: String) throws -> JSONValue { try JSONValue(parsing: text(key) ?? "") }

    func call(_ request: ServiceRequest) async throws -> ServiceResponse {
        let key = request.input.string("Key") ?? ""
        switch request.operation {
        case "GetObject":
            guard let bytes = objects.withLock({ $0[key] }) else {
                throw AWSError("NoSuchKey", "The specified key does not exist.", httpStatus: 404)
            }
            return ServiceResponse(body: .bytes(bytes))
        case "PutObject":
            guard request.input.string("Bucket") == "b", case .bytes(let bytes) = request.body else {
                throw AWSError("NoSuchBucket", "The specified bucket does not exist", httpStatus: 404)
            }
            put(key, bytes)
            return ServiceResponse()
        default: return ServiceResponse(page(request.input))
        }
    }

    /// Two objects a page.
    private func page(_ input: JSONObject) -> JSONObject {
        let prefix = input.string("Prefix") ?? ""
        let after = input.string("ContinuationToken") ?? ""
        let found = keys.filter { $0.hasPrefix(prefix) && $0 > after }
        let contents = found.prefix(2).map { key -> JSONValue in
            ["Key": .string(key), "Size": .int(text(key)?.utf8.count ?? 0), "ETag": "\"e\"", "LastModified": 1.5]
        }
        var output: JSONObject = ["Contents": .array(contents), "IsTruncated": .bool(found.count > 2)]
        if found.count > 2 { output["NextContinuationToken"] = .string(found[1]) }
        return output
    }
}
