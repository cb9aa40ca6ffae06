import JSONModel
import ServicePorts
import Synchronization

/// As much of S3 as a client needs to show that nothing is lost on the way: objects in memory.
final class MemoryS3: ServicePorts.Service {
    struct Object: Sendable {
        var bytes: [UInt8]
        var metadata: JSONValue
        var contentType: JSONValue
    }

    private struct State {
        var objects: [String: Object] = [:]
        var parts: [Int: [UInt8]] = [:]
        var inputs: [(String, JSONObject)] = []
    }

    let name = "s3"
    let operations: Set<String> = [
        "CreateBucket", "PutObject", "GetObject", "HeadObject", "ListObjectsV2", "DeleteObject", "DeleteObjects",
        "CopyObject",
        "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload", "GetBucketLocation", "ListBuckets",
        "HeadBucket",
        "PutObjectTagging", "GetObjectTagging",
    ]
    private let state = Mutex(State())

    var keys: [String] { state.withLock { $0.objects.keys.sorted() } }
    func object(_ key: String) -> Object? { state.withLock { $0.objects[key] } }
    func inputs(of operation: String) -> [JSONObject] {
        state.withLock { $0.inputs.filter { $0.0 == operation }.map(\.1) }
    }

    func call(_ request: ServiceRequest) async throws -> ServiceResponse {
        let bytes = try await Self.read(request.body)
        let input = request.input
        return try state.withLock { state in
            state.inputs.append((request.operation, input))
            return try Self.answer(request.operation, input, bytes, &state)
        }
    }

    private static func read(_ payload: Payload) async throws -> [UInt8] {
        guard case .stream(let stream, _) = payload else { return [] }
        var bytes: [UInt8] = []
        for try await piece in stream { bytes += piece }
        return bytes
    }

    private static func answer(
        _ operation: String, _ input: JSONObject, _ bytes: [UInt8], _ state: inout State
    ) throws -> ServiceResponse {
        let key = input.string("Key") ?? ""
        switch operation {
        case "PutObject":
            state.objects[key] = Object(
                bytes: bytes, metadata: input["Metadata"] ?? [:], contentType: input["ContentType"] ?? .null)
            return ServiceResponse(["ETag": "\"etag\""])
        case "GetObject", "HeadObject": return try get(operation, key, input, state)
        case "CopyObject":
            let source = input.string("CopySource")?.split(separator: "/", maxSplits: 1).last.map(String.init) ?? ""
            state.objects[key] = state.objects[source.removingPercentEncoding_]
            return ServiceResponse(["CopyObjectResult": ["ETag": "\"copy\"", "LastModified": 1_700_000_000]])
        case "ListObjectsV2": return list(input, state)
        case "DeleteObject":
            state.objects[key] = nil
            return ServiceResponse()
        case "DeleteObjects":
            let keys = input["Delete"]?["Objects"]?.arrayValue?.compactMap { $0["Key"]?.stringValue } ?? []
            for key in keys { state.objects[key] = nil }
            return ServiceResponse(["Deleted": .array(keys.map { ["Key": .string($0)] })])
        case "CreateMultipartUpload":
            return ServiceResponse(["Bucket": "b", "Key": .string(key), "UploadId": "u 1/2"])
        case "UploadPart":
            state.parts[input.int("PartNumber") ?? 0] = bytes
            return ServiceResponse(["ETag": .string("\"p\(input.int("PartNumber") ?? 0)\"")])
        case "CompleteMultipartUpload":
            let numbers =
                input["MultipartUpload"]?["Parts"]?.arrayValue?.compactMap { $0["PartNumber"]?.intValue } ?? []
            let whole = numbers.flatMap { state.parts[$0] ?? [] }
            state.objects[key] = Object(bytes: whole, metadata: [:], contentType: .null)
            return ServiceResponse(["Bucket": "b", "Key": .string(key), "ETag": "\"whole-2\"", "Location": "/b"])
        case "GetBucketLocation": return ServiceResponse(["LocationConstraint": "eu-west-3"])
        case "GetObjectTagging": return ServiceResponse(["TagSet": [["Key": "a", "Value": "<b>"]]])
        case "ListBuckets":
            return ServiceResponse(["Buckets": [["Name": "b", "CreationDate": 1_700_000_000]], "Owner": ["ID": "o"]])
        default: return ServiceResponse()
        }
    }

    private static func get(
        _ operation: String, _ key: String, _ input: JSONObject, _ state: State
    ) throws -> ServiceResponse {
        guard let object = state.objects[key] else {
            throw AWSError("NoSuchKey", "The specified key does not exist.", members: ["Key": .string(key)])
        }
        var output: JSONObject = [
            "ContentLength": .int(object.bytes.count), "Metadata": object.metadata, "ContentType": object.contentType,
            "LastModified": 1_700_000_000, "ETag": "\"etag\"", "AcceptRanges": "bytes",
        ]
        guard operation == "GetObject" else { return ServiceResponse(output) }
        guard input.string("Range") == "bytes=1-2" else { return ServiceResponse(output, body: .bytes(object.bytes)) }
        output["ContentRange"] = .string("bytes 1-2/\(object.bytes.count)")
        output["ContentLength"] = 2
        return ServiceResponse(output, body: .bytes(Array(object.bytes[1...2])), httpStatus: 206)
    }

    private static func list(_ input: JSONObject, _ state: State) -> ServiceResponse {
        let contents = state.objects.keys.sorted().map { key -> JSONValue in
            [
                "Key": .string(key), "Size": .int(state.objects[key]?.bytes.count ?? 0),
                "LastModified": 1_700_000_000.5,
                "ETag": "\"etag\"",
            ]
        }
        return ServiceResponse([
            "Name": input["Bucket"] ?? .null, "IsTruncated": false, "KeyCount": .int(contents.count),
            "Contents": .array(contents), "CommonPrefixes": [["Prefix": "p/"]],
        ])
    }
}

extension String {
    fileprivate var removingPercentEncoding_: String { PercentText.decode(self) }
}

/// Percent-decoding by the rule, independent of the code under test.
private enum PercentText {
    static func decode(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2 {
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
