import Foundation
import Foundations
import JSONModel

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 2, arguments.first == "jsonata", let folder = arguments.last else {
    FileHandle.standardError.write(Data("usage: conformance jsonata DIR\n".utf8))
    exit(2)
}
do {
    let suite = try JSONataSuite(folder: folder)
    exit(suite.run() ? 0 : 1)
} catch {
    FileHandle.standardError.write(Data("conformance: \(error)\n".utf8))
    exit(2)
}
