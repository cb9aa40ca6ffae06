import Foundation
public import JSONModel

/// A folder of recorded cases, one JSON object a line.
public struct RecordedFolder: Sendable {
    public let path: String
    /// Only cases whose name contains it.
    public let filter: String?

    public init(_ path: String, filter: String? = nil) {
        self.path = path
        self.filter = filter
    }

    public func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + file) }

    public func cases(_ file: String) throws -> [JSONObject] {
        let text = try String(contentsOfFile: path + "/" + file, encoding: .utf8)
        return try text.split(separator: "\n").enumerated().compactMap { number, line in
            guard let object = try JSONValue(parsing: String(line)).objectValue else {
                throw RecordedFolderError(description: "\(path)/\(file):\(number + 1): no JSON object")
            }
            guard let filter, object.string("name")?.contains(filter) != true else { return object }
            return nil
        }
    }
}

public struct RecordedFolderError: Error, CustomStringConvertible {
    public var description: String
}

extension JSONObject {
    /// A text that was recorded as itself, or as the JSON that it holds.
    func text(_ name: String) -> String? {
        guard let value = self[name], !value.isNull else { return nil }
        return value.stringValue ?? value.serialized()
    }

    var caseName: String { string("name") ?? "?" }
}
