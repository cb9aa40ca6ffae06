import ArgumentParser
import JSONModel
import StatesLanguage

/// `etape validate`
struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Says all that is wrong with a state machine's definition, and what is most likely a mistake.",
        discussion: """
            Exits with 2 where there are errors, with 0 otherwise. A template's definitions are checked with their \
            substitutions, and the names of Glue jobs and Lambda functions in them against its resources.
            """)

    @Argument(help: "Definitions (JSON or YAML), templates, or projects' folders.")
    var files: [String]
    @Option(name: .long, help: "The type of machine that a definition is for: STANDARD or EXPRESS.")
    var type = "STANDARD"
    @Flag(name: .long, help: "Prints the findings as JSON.")
    var json = false
    @Flag(name: .long, help: "Takes warnings for errors.")
    var strict = false
    @OptionGroup var template: TemplateOptions

    func run() async throws {
        guard ["STANDARD", "EXPRESS"].contains(type) else {
            throw CLIError("--type \(type): a machine's type is STANDARD or EXPRESS")
        }
        let parameters = try template.parameters()
        var findings: [LocatedFinding] = []
        var machines = 0
        for file in files {
            let found = try ValidatedFile(path: file, isExpress: type == "EXPRESS", parameters: parameters).check()
            findings += found.findings.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
            machines += found.machines
        }
        if strict { for index in findings.indices { findings[index].finding.severity = .error } }
        report(findings, machines: machines)
        if findings.contains(where: { $0.finding.severity == .error }) { throw ExitCode(2) }
    }

    private func report(_ findings: [LocatedFinding], machines: Int) {
        let output = Terminal.standardOutput
        if json { return output.line(JSONValue.array(findings.map(\.json)).serialized(pretty: true)) }
        for finding in findings { output.line(finding.text) }
        let errors = findings.count { $0.finding.severity == .error }
        let sums = [(machines, "state machine"), (errors, "error"), (findings.count - errors, "warning")]
        output.line(sums.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: ", "))
    }
}

/// A finding with its place in a file.
struct LocatedFinding {
    var file: String
    var line: Int
    var column: Int
    var pointer: String
    /// The machine's logical id, where a template names it.
    var machine: String?
    var finding: Diagnostic

    /// As compilers print it, and the hint on a line of its own.
    var text: String {
        let place = finding.location.map { " (\($0))" } ?? ""
        let head = "\(file):\(line):\(column): \(finding.severity.rawValue.lowercased()): "
        return head + "\(finding.code): \(finding.message)\(place)".printableLine
            + (finding.hint.map { "\n    hint: \($0.printableLine)" } ?? "")
    }

    var json: JSONValue {
        var object: JSONObject = [
            "file": .string(file), "line": .int(line), "column": .int(column),
            "severity": .string(finding.severity.rawValue), "code": .string(finding.code),
            "message": .string(finding.message), "pointer": .string(pointer),
        ]
        object["location"] = finding.location.map(JSONValue.string)
        object["hint"] = finding.hint.map(JSONValue.string)
        object["stateMachine"] = machine.map(JSONValue.string)
        return .object(object)
    }
}
