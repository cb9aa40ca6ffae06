import Crypto
import Foundation
import JSONModel
import ServicePorts

struct LogGroup: Sendable {
    var name: String
    /// Milliseconds since 1970.
    var creationTime: Int
    var folder: String
}

struct LogStream: Sendable {
    var name: String
    var creationTime: Int
    var path: String
    /// Where its first event begins, after the line about the stream itself.
    var start: Int
}

/// Where groups and streams lie. A name never is a path: it is percent-encoded, and shortened by a hash where it is
/// longer than a file's name can be.
struct LogFiles: Sendable {
    let root: String

    func folder(_ context: CallContext) -> String {
        "\(root)/\(Self.fileName(context.account))/\(Self.fileName(context.region))"
    }

    static func fileName(_ name: String) -> String {
        var encoded = ""
        for byte in name.utf8 {
            let character = Character(UnicodeScalar(byte))
            let isPlain = character.isASCII && (character.isLetter || character.isNumber || "_-".contains(character))
            encoded += isPlain || (character == "." && !encoded.isEmpty) ? String(character) : percent(byte)
        }
        guard encoded.utf8.count > 180 else { return encoded }
        let hash = SHA256.hash(data: Array(name.utf8)).prefix(16).map(percent).joined().filter { $0 != "%" }
        return encoded.prefix(140) + "~" + hash
    }

    private static func percent(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count == 1 ? "0" : "") + digits
    }

    // MARK: Groups

    func group(_ name: String, _ context: CallContext) throws -> LogGroup? {
        try group(at: "\(folder(context))/\(Self.fileName(name))")
    }

    func groups(_ context: CallContext) throws -> [LogGroup] {
        try entries(folder(context)).compactMap { try group(at: "\(folder(context))/\($0)") }
            .sorted { $0.name < $1.name }
    }

    private func group(at folder: String) throws -> LogGroup? {
        guard let data = FileManager.default.contents(atPath: folder + "/group.json"),
            let value = try? JSONValue(parsing: [UInt8](data)), let name = value["logGroupName"]?.stringValue
        else { return nil }
        return LogGroup(name: name, creationTime: value["creationTime"]?.intValue ?? 0, folder: folder)
    }

    func createGroup(_ name: String, at now: Int, _ context: CallContext) throws {
        let folder = "\(folder(context))/\(Self.fileName(name))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let value: JSONValue = ["logGroupName": .string(name), "creationTime": .int(now)]
        try Data(value.serializedBytes()).write(to: URL(fileURLWithPath: folder + "/group.json"), options: .atomic)
    }

    func delete(_ group: LogGroup) throws { try FileManager.default.removeItem(atPath: group.folder) }

    // MARK: Streams

    func stream(_ name: String, of group: LogGroup) throws -> LogStream? {
        try stream(at: "\(group.folder)/\(Self.fileName(name)).jsonl")
    }

    func streams(of group: LogGroup) throws -> [LogStream] {
        try entries(group.folder).filter { $0.hasSuffix(".jsonl") }
            .compactMap { try stream(at: "\(group.folder)/\($0)") }
            .sorted { $0.name < $1.name }
    }

    private func stream(at path: String) throws -> LogStream? {
        guard let reader = LogReader(path), let line = try reader.lines(from: 0, limit: 1).first,
            let value = try? JSONValue(parsing: line.bytes), let name = value["logStreamName"]?.stringValue
        else { return nil }
        return LogStream(
            name: name, creationTime: value["creationTime"]?.intValue ?? 0, path: path, start: line.end)
    }

    func createStream(_ name: String, at now: Int, in group: LogGroup) throws {
        let value: JSONValue = ["logStreamName": .string(name), "creationTime": .int(now)]
        let path = "\(group.folder)/\(Self.fileName(name)).jsonl"
        try Data(value.serializedBytes() + [UInt8(ascii: "\n")]).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    private func entries(_ folder: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder)
    }
}
