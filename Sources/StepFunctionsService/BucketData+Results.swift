import ExecutionCore
import JSONModel
import ServicePorts
import StatesLanguage

/// The files of a `ResultWriter`: results by status, and a manifest that names them.
/// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
extension BucketData {
    /// Writes a manifest without results: a bucket that refuses it fails the run before its first child.
    func prepare(_ request: MapRunRequest) async throws(MapRunFailure) {
        guard let writer = request.writer, let parameters = writer.parameters else { return }
        var writing = ResultFiles(self, parameters, writer, request)
        do throws(MapRunFailure) {
            _ = try await writing.finish(request.arn)
        } catch {
            let start = "Failed to write a test manifest into given output bucket. "
            throw .resultWriter(start + (error.cause ?? ""))
        }
    }

    func write(_ run: MapRun) async throws(MapRunFailure) -> Document {
        guard let writer = run.request.writer, let parameters = writer.parameters else {
            throw .resultWriter("The Map Run has no ResultWriter.")
        }
        var writing = ResultFiles(self, parameters, writer, run.request)
        for index in 0..<run.children.count {
            let status = Self.file(of: run.children.result(index)?.status)
            let transformation = status == "SUCCEEDED" ? writer.transformation : ResultWriter.Transformation.none
            for text in run.texts(of: index, transformation) { try await writing.add(text, status) }
        }
        let key = try await writing.finish(run.request.arn)
        return Document([
            "MapRunArn": .string(run.request.arn),
            "ResultWriterDetails": ["Bucket": parameters["Bucket"] ?? "", "Key": .string(key)],
        ])
    }

    private static func file(of status: String?) -> String {
        switch status {
        case nil: "PENDING"
        case "SUCCEEDED"?: "SUCCEEDED"
        default: "FAILED"
        }
    }
}

/// Result files while they are written, one after another of each status.
private struct ResultFiles {
    struct Open {
        var texts: [String] = []
        var bytes = 0
        var files: [JSONValue] = []
    }

    let data: BucketData
    let parameters: JSONObject
    let folder: String
    let type: ResultWriter.OutputType
    let context: CallContext
    private var open: [String: Open] = [:]

    init(_ data: BucketData, _ parameters: JSONObject, _ writer: ResultWriterRequest, _ request: MapRunRequest) {
        self.data = data
        self.parameters = parameters
        var prefix = parameters.string("Prefix") ?? ""
        if !prefix.isEmpty, !prefix.hasSuffix("/") { prefix += "/" }
        folder = prefix + request.id + "/"
        type = writer.outputType
        context = BucketData.context(request)
    }

    /// Bytes of a file, about.
    private static let size = 64 << 20

    mutating func add(_ text: String, _ status: String) async throws(MapRunFailure) {
        open[status, default: Open()].texts.append(text)
        open[status]?.bytes += text.utf8.count
        if (open[status]?.bytes ?? 0) >= Self.size { try await close(status) }
    }

    private mutating func close(_ status: String) async throws(MapRunFailure) {
        guard var file = open[status], !file.texts.isEmpty else { return }
        let isArray = type == .json
        let text = isArray ? "[" + file.texts.joined(separator: ",") + "]" : file.texts.joined(separator: "\n")
        let key = "\(folder)\(status)_\(file.files.count).\(isArray ? "json" : "jsonl")"
        let bytes = Array(text.utf8)
        try await put(key, bytes)
        file.files.append(["Key": .string(key), "Size": .int(bytes.count)])
        file.texts = []
        file.bytes = 0
        open[status] = file
    }

    /// Gives the manifest's key.
    mutating func finish(_ arn: String) async throws(MapRunFailure) -> String {
        for status in ["FAILED", "PENDING", "SUCCEEDED"] { try await close(status) }
        let files = JSONObject(["FAILED", "PENDING", "SUCCEEDED"].map { ($0, .array(open[$0]?.files ?? [])) })
        let manifest: JSONValue = [
            "DestinationBucket": parameters["Bucket"] ?? "", "MapRunArn": .string(arn), "ResultFiles": .object(files),
        ]
        try await put(folder + "manifest.json", manifest.serializedBytes())
        return folder + "manifest.json"
    }

    private func put(_ key: String, _ bytes: [UInt8]) async throws(MapRunFailure) {
        var input: JSONObject = [
            "Bucket": parameters["Bucket"] ?? "", "Key": .string(key), "ContentType": "application/json",
        ]
        input["ExpectedBucketOwner"] = parameters["ExpectedBucketOwner"]
        do throws(AWSError) {
            _ = try await data.invoker.invoke(
                ServiceRequest("s3", "PutObject", input, body: .bytes(bytes), context: context))
        } catch {
            throw .resultWriter(BucketData.cause(error, context))
        }
    }
}
