import FileObjectStore
import Foundation

/// A folder that goes when the test is over.
final class TemporaryFolder: Sendable {
    let path: String
    var root: String { path + "/buckets" }

    init() throws {
        var template = Array((FileManager.default.temporaryDirectory.path + "/etape-objects-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func store() throws -> FileObjectStore { try FileObjectStore(root: root) }

    /// Writes a file below the buckets as somebody else does.
    func write(_ text: String, to file: String) throws {
        let url = URL(fileURLWithPath: root + "/" + file)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func link(_ file: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: root + "/" + file, withDestinationPath: target)
    }

    func text(_ file: String) -> String? {
        FileManager.default.contents(atPath: root + "/" + file).map { String(decoding: $0, as: UTF8.self) }
    }

    func exists(_ file: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: root + "/" + file)) != nil
    }

    func names(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []).sorted()
    }
}
