import SQLiteStore
import ArgumentParser
import CloudFormationService
import Foundation
import Foundations
import ServicePorts

/// `etape up`: serves the AWS APIs until stopped.
struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Serves AWS's APIs on this machine, with a project's resources where there is one."
    )

    @OptionGroup var folders: FolderOptions
    @OptionGroup var template: TemplateOptions
    @OptionGroup var server: ServerOptions
    @Option(name: .long, help: "The port; 0 takes a free one.")
    var port = 4566
    @Option(name: .long, help: "The address to listen on. Whoever reaches it can run code here: keep it on loopback.")
    var host = "127.0.0.1"

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535") }
    }

    func run() async throws {
        let project = try project()
        if let project { _ = try project.resolved(CallContext()) }
        let local = try start()
        let say: @Sendable (String) -> Void = { Terminal.standardOutput.line($0) }
        let gateway = try await RunningGateway(local, host: host, port: port)
        let stopped = AsyncStream.makeStream(of: Void.self)
        let interrupt = Interrupt { stopped.continuation.yield() }
        do {
            if let project { try await StackBringUp(project: project, server: local, say: say).run() }
            try await local.resume()
            try local.data.publish(address: gateway.address, project: project?.fingerprint)
        } catch {
            await local.shutDown()
            await gateway.stop()
            throw error
        }
        if project == nil { say("No template here: an empty server") }
        say("Serving on \(gateway.address)")
        say("export AWS_ENDPOINT_URL=\(gateway.address)")
        await local.prepare(for: project)
        for await _ in stopped.stream { break }
        interrupt.cancel()
        local.data.withdrawAddress()
        await gateway.stop()
        await local.shutDown()
        try await local.store.close()
    }

    private func project() throws -> RunProject? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folders.folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw CLIError("\(folders.folder) is not a folder")
        }
        guard Project.templateName(in: folders.folder) != nil else {
            guard template.parameter.isEmpty, template.upload.isEmpty else {
                throw CLIError("\(folders.folder)/template.yaml: there is no such file for --parameter and --upload")
            }
            return nil
        }
        return try RunProject(folder: folders.folder, options: template)
    }

    private func start() throws -> LocalServer {
        do {
            return try LocalServer(data: folders.dataFolder, settings: server.settings)
        } catch let taken as DataFolderTaken {
            throw CLIError(
                "another etape works with \(taken.path)\(taken.address.map { " and serves on \($0)" } ?? "").")
        }
    }
}
