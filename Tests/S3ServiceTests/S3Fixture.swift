import EngineTestKit
import FileObjectStore
import Foundation
import Foundations
import JSONModel
import S3Service
import ServicePorts
import Testing

/// The service over a store of files in a folder that goes when the test is over.
final class S3Fixture: Sendable {
    let path: String
    let service: S3Service
    let objects: FileObjectStore
    let clock = ManualClock()

    init() throws {
        var template = Array((FileManager.default.temporaryDirectory.path + "/etape-s3-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        objects = try FileObjectStore(root: path + "/buckets")
        service = S3Service(
            store: MemoryResourceStore(), objects: objects, clock: clock, random: SeededRandomness())
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// With the bucket `bucket`.
    static func make() async throws -> S3Fixture {
        let fixture = try S3Fixture()
        try await fixture.call("CreateBucket", ["Bucket": "bucket"])
        return fixture
    }

    @discardableResult
    func respond(
        _ operation: String, _ input: JSONObject, body: Payload = .none, region: String = "us-east-1"
    ) async throws -> ServiceResponse {
        try await service.call(
            ServiceRequest("s3", operation, input, body: body, context: CallContext(region: region)))
    }

    /// A call on `bucket` where the input names no other.
    @discardableResult
    func call(_ operation: String, _ input: JSONObject, body: String? = nil) async throws -> JSONObject {
        let named: JSONObject = ["Bucket": "bucket"]
        return try await respond(
            operation, named.merging(input), body: body.map { .bytes(Array($0.utf8)) } ?? .none
        ).output
    }

    /// The code and status of the error that a call ends with.
    func failure(_ operation: String, _ input: JSONObject, body: String? = nil) async throws -> String {
        do {
            let output = try await call(operation, input, body: body)
            return "no error: \(JSONValue.object(output))"
        } catch let error as AWSError {
            return error.code + (error.httpStatus.map { " \($0)" } ?? "")
        }
    }

    @discardableResult
    func put(_ key: String, _ text: String, _ input: JSONObject = [:]) async throws -> JSONObject {
        let named: JSONObject = ["Key": .string(key)]
        return try await call("PutObject", named.merging(input), body: text)
    }

    func text(_ key: String, _ input: JSONObject = [:]) async throws -> String {
        let named: JSONObject = ["Bucket": "bucket", "Key": .string(key)]
        let response = try await respond("GetObject", named.merging(input))
        var bytes: [UInt8] = []
        let staged = try await objects.stage(response.body) { bytes += $0 }
        await objects.discard(staged)
        return String(decoding: bytes, as: UTF8.self)
    }
}
