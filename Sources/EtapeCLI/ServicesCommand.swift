import ServicePorts
import SQLiteStore
import ArgumentParser
import Foundation
import Foundations

/// `etape services`
struct ServicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "services", abstract: "Lists the operations that are served.")

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/etape-services-" + SystemRandomness().uuid()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let server = try LocalServer(
            data: DataFolder(folder), settings: ServerSettings())
        for (service, operations) in server.registry.standing.sorted(by: { $0.key < $1.key }) {
            Terminal.standardOutput.line("\(service): \(operations.count) operations")
            for operation in operations.sorted() { Terminal.standardOutput.line("  \(operation)") }
        }
        try await server.store.close()
    }
}
