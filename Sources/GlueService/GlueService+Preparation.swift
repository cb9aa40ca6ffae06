import Foundation
import JSONModel
import ServicePorts

/// A run that cannot begin, in the words of its `ErrorMessage`.
struct LaunchError: Error, CustomStringConvertible {
    var description: String
}

extension GlueService {
    /// Brings the run's files together in its folder.
    func prepare(_ record: JobRunRecord) async throws -> JobRequest {
        let arguments = try RunArguments(record)
        let place = "\(folder)/\(record.id)"
        try Self.emptyFolder(place)
        let script = try await fetch(record.command.string("ScriptLocation") ?? "", into: place, record, isScript: true)
        _ = try await fetch(arguments.extraFiles, into: place, record)
        return JobRequest(
            jobName: record.jobName, runID: record.id, kind: arguments.kind,
            glueVersion: record.run.string("GlueVersion"), script: script, arguments: arguments.script,
            environment: children.variables(for: record.context),
            extraPythonFiles: try await fetch(arguments.extraPythonFiles, into: place + "/lib", record),
            extraJars: try await fetch(arguments.extraJars, into: place + "/jars", record),
            sparkProperties: arguments.sparkProperties, workers: record.run.int("NumberOfWorkers"),
            sparkMaster: arguments.kind == .spark ? sparkMaster : nil, folder: place)
    }

    private static func emptyFolder(_ path: String) throws {
        // A run that is begun anew starts from nothing.
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    private func fetch(_ locations: [String], into folder: String, _ record: JobRunRecord) async throws -> [String] {
        var paths: [String] = []
        for location in locations { paths.append(try await fetch(location, into: folder, record, isScript: false)) }
        return paths
    }

    private func fetch(
        _ location: String, into folder: String, _ record: JobRunRecord, isScript: Bool
    ) async throws -> String {
        guard let source = S3Location(location) else {
            throw LaunchError(description: "LAUNCH ERROR | \(location) is not an S3 location (s3://BUCKET/KEY).")
        }
        let path = folder + "/" + (isScript ? source.scriptName : try source.fileName())
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        do {
            let response = try await invoker.invoke(
                ServiceRequest(
                    "s3", "GetObject", ["Bucket": .string(source.bucket), "Key": .string(source.key)],
                    context: record.context))
            try await PayloadFile.write(response.body, to: path)
        } catch let error as AWSError {
            throw LaunchError(
                description: "LAUNCH ERROR | File Location: \(location) | \(error.message) "
                    + "(Service: Amazon S3; Error Code: \(error.code)). Please refer logs for details.")
        }
        return path
    }
}

/// `s3://BUCKET/KEY`
struct S3Location {
    var bucket: String
    var key: String

    init?(_ text: String) {
        for scheme in ["s3://", "s3a://", "s3n://"] where text.hasPrefix(scheme) {
            let parts = text.dropFirst(scheme.count).split(
                separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
            bucket = String(parts[0])
            key = String(parts[1])
            return
        }
        return nil
    }

    /// The key's last part; it becomes a file's name.
    func fileName() throws -> String {
        let name = String(key.split(separator: "/").last ?? "")
        guard !name.isEmpty, name != ".", name != "..", !name.contains("\0") else {
            throw LaunchError(description: "LAUNCH ERROR | s3://\(bucket)/\(key) names no file.")
        }
        return name
    }

    /// The script's own name where it is a plain one: tracebacks show it.
    var scriptName: String {
        let name = String(key.split(separator: "/").last ?? "")
        let isPlain = name.utf8.allSatisfy { byte in
            let character = Character(UnicodeScalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
        }
        return isPlain && name.hasSuffix(".py") && !name.hasPrefix(".") ? name : "script.py"
    }
}

/// A payload written to a file.
enum PayloadFile {
    static func write(_ payload: Payload, to path: String) async throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw LaunchError(description: "LAUNCH ERROR | \(path) cannot be written.") }
        defer { try? file.close() }
        switch payload {
        case .none: break
        case .bytes(let bytes): try file.write(contentsOf: bytes)
        case .file(let source, let offset, let count): try copy(source, offset, count, to: file)
        case .stream(let stream, _): for try await chunk in stream { try file.write(contentsOf: chunk) }
        }
    }

    private static func copy(_ source: String, _ offset: Int, _ count: Int, to file: FileHandle) throws {
        guard let input = FileHandle(forReadingAtPath: source) else {
            throw LaunchError(description: "LAUNCH ERROR | \(source) cannot be read.")
        }
        defer { try? input.close() }
        try input.seek(toOffset: UInt64(offset))
        var left = count
        while left > 0, let chunk = try input.read(upToCount: min(left, 1 << 20)), !chunk.isEmpty {
            try file.write(contentsOf: chunk)
            left -= chunk.count
        }
    }
}
