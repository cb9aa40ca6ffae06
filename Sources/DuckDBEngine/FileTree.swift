import Foundation

/// The few questions about files that the engine asks; `realpath` decides where a path really leads.
enum FileTree {
    static func isFile(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory.boolValue
    }

    static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    static func makeDirectory(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// The path without symbolic links, `.` and `..`; nil where nothing stands there.
    static func resolved(_ path: String) -> String? {
        guard let text = realpath(path, nil) else { return nil }
        defer { free(text) }
        return String(cString: text)
    }

    /// The data files under a folder, sorted, as Spark and Athena see them: no file or folder whose name begins with
    /// `_` or `.`, no empty file, no symbolic link.
    static func dataFiles(under folder: String) -> [String] {
        var found: [String] = []
        var open = [folder]
        while let current = open.popLast() {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: current)) ?? []
            for name in names where !name.hasPrefix("_") && !name.hasPrefix(".") {
                let path = current + "/" + name
                let attributes = try? FileManager.default.attributesOfItem(atPath: path)
                switch attributes?[.type] as? FileAttributeType {
                case .some(.typeDirectory): open.append(path)
                case .some(.typeRegular): if (attributes?[.size] as? Int ?? 0) > 0 { found.append(path) }
                default: break
                }
            }
        }
        return found.sorted()
    }
}
