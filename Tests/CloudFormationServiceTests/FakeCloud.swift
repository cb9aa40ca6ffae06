import Crypto
import Foundation
import JSONModel
import ServicePorts
import Synchronization

/// Services that keep what they are told and write down each call.
final class FakeCloud: ServiceInvoker {
    struct Call: Sendable {
        var name: String
        var input: JSONObject
    }

    private struct State {
        var calls: [Call] = []
        var existing: Set<String> = []
        var objects: [String: (etag: String, size: Int)] = [:]
        var failures: [String: AWSError] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    var calls: [Call] { state.withLock { $0.calls } }
    /// The calls that change something.
    var changes: [String] {
        calls.map(\.name).filter { name in !["Get", "Head", "Describe", "List"].contains { name.contains(":" + $0) } }
    }
    var objects: [String] { state.withLock { $0.objects.keys.sorted() } }

    func forget() { state.withLock { $0.calls = [] } }
    func fail(_ call: String, _ error: AWSError?) { state.withLock { $0.failures[call] = error } }
    func write(_ object: String, _ text: String) {
        state.withLock { $0.objects[object] = (Self.md5(Data(text.utf8)), text.utf8.count) }
    }
    func input(_ name: String) -> JSONObject? { calls.last { $0.name == name }?.input }
    func inputs(_ name: String) -> [JSONObject] { calls.filter { $0.name == name }.map(\.input) }

    func invoke(_ request: ServiceRequest) async throws(AWSError) -> ServiceResponse {
        let name = request.service + ":" + request.operation
        let result: Result<JSONObject, AWSError> = state.withLock { state in
            state.calls.append(Call(name: name, input: request.input))
            if let failure = state.failures[name] { return .failure(failure) }
            return answer(name, request, &state)
        }
        return ServiceResponse(try result.get())
    }

    private func answer(
        _ name: String, _ request: ServiceRequest, _ state: inout State
    ) -> Result<JSONObject, AWSError> {
        let input = request.input
        let bucket = input.string("Bucket") ?? ""
        let key = bucket + "/" + (input.string("Key") ?? "")
        switch name {
        case "s3:PutObject":
            guard case .file(let path, let offset, let count) = request.body,
                let data = FileManager.default.contents(atPath: path), offset == 0, data.count == count
            else { return .failure(AWSError("IncompleteBody", "no body")) }
            state.objects[key] = (Self.md5(data), data.count)
            return .success(["ETag": .string("\"\(Self.md5(data))\"")])
        case "s3:HeadObject": return state.objects[key] == nil ? .failure(AWSError("NotFound", key)) : .success([:])
        case "s3:DeleteObject":
            state.objects[key] = nil
            return .success([:])
        case "logs:DescribeLogGroups":
            let groups = state.existing.filter { $0.hasPrefix("logs LogGroup ") }.map { $0.dropFirst(14) }
            return .success(["logGroups": .array(groups.map { ["logGroupName": .string(String($0))] })])
        case "s3:ListObjectsV2": return .success(list(bucket, input.string("Prefix") ?? "", state))
        case "s3:DeleteBucket" where state.objects.keys.contains { $0.hasPrefix(bucket + "/") }:
            return .failure(AWSError("BucketNotEmpty", bucket))
        case "sns:Subscribe":
            state.count += 1
            let arn = "\(input.string("TopicArn") ?? ""):\(state.count)"
            state.existing.insert("sns Subscription " + arn)
            return .success(["SubscriptionArn": .string(arn)])
        default: return resource(name, input, &state)
        }
    }

    private func list(_ bucket: String, _ prefix: String, _ state: State) -> JSONObject {
        let contents = state.objects.filter { $0.key.hasPrefix(bucket + "/" + prefix) }.sorted { $0.key < $1.key }
            .map { key, object -> JSONValue in
                [
                    "Key": .string(String(key.dropFirst(bucket.count + 1))), "Size": .int(object.size),
                    "ETag": .string("\"\(object.etag)\""),
                ]
            }
        return ["Contents": .array(contents), "IsTruncated": false]
    }

    private static let names = [
        "BucketName", "Bucket", "RoleName", "FunctionName", "JobName", "stateMachineArn", "SubscriptionArn", "TopicArn",
        "Name", "name", "logGroupName", "ConnectionName",
    ]

    /// Create, Get/Head/Describe and Delete of everything else.
    private func resource(_ name: String, _ input: JSONObject, _ state: inout State) -> Result<JSONObject, AWSError> {
        let parts = name.split(separator: ":").map(String.init)
        let verbs = ["Create", "Get", "Head", "Describe", "Delete"]
        guard let verb = verbs.first(where: { parts[1].hasPrefix($0) }), !parts[1].contains("RolePolicy") else {
            return .success([:])
        }
        var kind = String(parts[1].dropFirst(verb.count))
        if kind.hasSuffix("Attributes") { kind = String(kind.dropLast(10)) }
        let nested = (input.object("DatabaseInput") ?? input.object("ConnectionInput"))?.string("Name")
        let id = nested ?? Self.names.compactMap { input.string($0) }.first ?? ""
        let short = String(id.split(separator: ":").last ?? "")
        let key = parts[0] + " " + kind + " " + (kind == "Subscription" ? id : short)
        switch verb {
        case "Create":
            guard state.existing.insert(key).inserted else { return .failure(AWSError("AlreadyExists", key)) }
        case "Delete": state.existing.remove(key)
        default: if !state.existing.contains(key) { return .failure(AWSError("ResourceNotFoundException", key)) }
        }
        return .success(kind == "Role" ? ["Role": ["RoleId": "AROAEXAMPLE"]] : [:])
    }

    private static func md5(_ data: Data) -> String {
        Insecure.MD5.hash(data: data).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

/// A project in a folder of its own, gone with it.
final class TemporaryProject {
    let folder: String

    init(_ name: String) throws {
        folder = NSTemporaryDirectory() + "etape-cfn-\(name)-\(ProcessInfo.processInfo.processIdentifier)"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ path: String, _ text: String) throws {
        let place = folder + "/" + path
        try FileManager.default.createDirectory(
            atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try text.write(toFile: place, atomically: false, encoding: .utf8)
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: folder + "/" + path) }
}
