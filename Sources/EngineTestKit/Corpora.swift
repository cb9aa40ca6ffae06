import Foundation
public import JSONModel

/// The folder of recorded expectations: `ETAPE_CORPORA`, or the one beside the checkout.
public enum Corpora {
    public static var folder: String {
        ProcessInfo.processInfo.environment["ETAPE_CORPORA"] ?? "../shared/conformance"
    }

    public static var isPresent: Bool { FileManager.default.fileExists(atPath: folder) }

    /// The lines of a JSON Lines file of the corpora.
    public static func lines(_ name: String) throws -> [JSONObject] {
        let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
        return try text.split(separator: "\n").compactMap { try JSONValue(parsing: String($0)).objectValue }
    }
}
