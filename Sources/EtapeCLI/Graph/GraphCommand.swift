import ArgumentParser
import Foundation
import JSONModel
import ServicePorts
import Templates
import WorkflowGraph

/// `etape graph`
struct GraphCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draws a state machine's definition, or a template's resources, as SVG or PNG.")

    @Argument(help: "A definition (JSON) or a template (YAML or JSON).")
    var file: String
    @Option(name: .shortAndLong, help: "The file to write: .svg or .png (default: SVG to standard output).")
    var output: String?
    @Option(name: .long, help: "The drawing's title.")
    var title: String?

    func run() async throws {
        if let output, !output.lowercased().hasSuffix(".png"), !output.lowercased().hasSuffix(".svg") {
            throw CLIError("--output \(output): the file's name must end with .svg or .png")
        }
        let svg = try drawing()
        guard let output else { return Terminal.standardOutput.write(svg) }
        if output.lowercased().hasSuffix(".png") {
            try PNGRenderer.write(svg, to: output)
        } else {
            try Self.write(Array(svg.utf8), to: output)
        }
    }

    private func drawing() throws -> String {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CLIError("\(file): there is no such file, or it cannot be read")
        }
        let text = String(decoding: data, as: UTF8.self)
        var options = SVGDrawing.Options()
        options.title = title
        if let value = try? JSONValue(parsing: text), value["StartAt"] != nil || value["States"] != nil {
            do {
                return try WorkflowGraph.svg(definition: value, options: options)
            } catch {
                throw CLIError("\(file): \(error)")
            }
        }
        return try template(text, options)
    }

    private func template(_ text: String, _ options: SVGDrawing.Options) throws -> String {
        let name = URL(fileURLWithPath: file).lastPathComponent
        do {
            let resolved = try Template(parsing: text, file: name).resolve(
                context: TemplateContext(stackName: "stack"))
            return try ResourceGraph(resolved).svg(options: options)
        } catch let error as TemplateErrors {
            throw CLIError("\(error)")
        } catch let error as ResourceGraphError {
            throw CLIError("\(file): \(error)")
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CLIError("cannot write \(path): \(error.localizedDescription)", exitCode: 1)
        }
    }
}

/// PNG by librsvg's own program.
enum PNGRenderer {
    static func write(_ svg: String, to path: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["rsvg-convert", "--format", "png", "--zoom", "2", "--output", path]
        let input = Pipe()
        process.standardInput = input
        do {
            try process.run()
        } catch {
            throw CLIError("cannot run rsvg-convert: \(error.localizedDescription)", exitCode: 1)
        }
        try? input.fileHandleForWriting.write(contentsOf: Data(svg.utf8))
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw CLIError("PNG needs rsvg-convert (Debian's librsvg2-bin); SVG needs nothing.", exitCode: 1)
        }
    }
}
