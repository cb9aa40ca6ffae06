import ConformanceSuites
import Foundation
import Foundations
import JSONModel

func complain(_ text: String) -> Never {
    FileHandle.standardError.write(Data("conformance: \(text)\n".utf8))
    exit(2)
}

do {
    let command = try ConformanceCommand(CommandLine.arguments.dropFirst())
    exit(try await command.run() ? 0 : 1)
} catch {
    complain("\(error)")
}
