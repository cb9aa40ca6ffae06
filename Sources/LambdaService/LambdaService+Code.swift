import Foundation
import JSONModel
import ServicePorts

extension LambdaService {
    /// Bytes of a package that comes with the request ("Deployment package size" of Lambda's quotas: 50 MB zipped).
    static let largestUpload = 52_428_800
    /// Bytes of a package from S3: no zip of at most 250 MB unpacked is usefully larger.
    static let largestPackage = 262_144_000

    /// Installs the package that `ZipFile`, or `S3Bucket` and `S3Key`, give.
    func install(_ code: JSONObject, _ name: String, _ context: CallContext) async throws -> InstalledCode {
        for member in ["ImageUri", "SourceKMSKeyArn"] where code.string(member) != nil {
            throw AWSError.invalid("\(member) is not served here.")
        }
        if let mode = code.string("S3ObjectStorageMode"), mode != "COPY" {
            throw AWSError.invalid("S3ObjectStorageMode \(mode) is not served here.")
        }
        return try await host.install(try await package(code, context), functionName: name)
    }

    private func package(_ code: JSONObject, _ context: CallContext) async throws -> [UInt8] {
        switch (code.string("ZipFile"), code.string("S3Bucket"), code.string("S3Key")) {
        case (let text?, nil, nil):
            guard let data = Data(base64Encoded: text) else { throw AWSError.invalid("ZipFile is not base64.") }
            guard data.count <= Self.largestUpload else { throw Self.packageTooLarge(Self.largestUpload) }
            return Array(data)
        case (nil, let bucket?, let key?):
            return try await object(bucket, key, code.string("S3ObjectVersion"), context)
        default: throw AWSError.invalid("Please provide a source for function code.")
        }
    }

    private func object(
        _ bucket: String, _ key: String, _ version: String?, _ context: CallContext
    ) async throws -> [UInt8] {
        var input: JSONObject = ["Bucket": .string(bucket), "Key": .string(key)]
        if let version { input["VersionId"] = .string(version) }
        do {
            let response = try await invoker.invoke(ServiceRequest("s3", "GetObject", input, context: context))
            return try await response.body.read(
                atMost: Self.largestPackage, else: Self.packageTooLarge(Self.largestPackage))
        } catch let error as AWSError where error.code != "RequestEntityTooLargeException" {
            throw AWSError.invalid(
                "Error occurred while GetObject. S3 Error Code: \(error.code). S3 Error Message: \(error.message)")
        }
    }

    private static func packageTooLarge(_ limit: Int) -> AWSError {
        AWSError(
            "RequestEntityTooLargeException", "The deployment package must be smaller than \(limit) bytes.",
            httpStatus: 413)
    }
}

extension Payload {
    /// All bytes, or `error` where there are more than `limit`.
    func read(atMost limit: Int, else error: AWSError) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        switch self {
        case .none: break
        case .bytes(let given): bytes = given
        case .file(let path, let offset, let count):
            guard count <= limit else { throw error }
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? file.close() }
            try file.seek(toOffset: UInt64(offset))
            bytes = Array(try file.read(upToCount: count) ?? Data())
        case .stream(let stream, _):
            for try await chunk in stream {
                bytes += chunk
                guard bytes.count <= limit else { throw error }
            }
        }
        guard bytes.count <= limit else { throw error }
        return bytes
    }
}
