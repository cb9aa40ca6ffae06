import Foundation
import Testing

/// What the house's rules say of the sources, checked: layers, sizes, the homes of time and randomness.
@Suite struct TidyTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct Source: Sendable {
        var target: String
        var path: String
        var lines: [String]

        var isGenerated: Bool { path.contains("/Models/") }
    }

    static let sources: [Source] = {
        let folder = root.appendingPathComponent("Sources")
        let paths = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
        return paths.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.compactMap { url in
            guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
            let path = String(url.path.dropFirst(folder.path.count + 1))
            return Source(
                target: String(path.prefix { $0 != "/" }), path: "Sources/" + path,
                lines: text.components(separatedBy: "\n"))
        }
    }()

    /// The layers of ARCHITECTURE.md: a target imports only from layers before its own.
    static let layers: [[String]] = [
        ["JSONModel", "Foundations"],
        ["JSONPath", "JSONata", "AWSProtocols"],
        ["StatesLanguage", "Templates"],
        ["WorkflowGraph"],
        ["ExecutionCore", "ServicePorts"],
        ["ExecutionRuntime"],
        [
            "SQLiteStore", "FileObjectStore", "DuckDBEngine", "SparkRuntime", "LambdaRuntime", "Mail", "CCurl",
            "CDuckDB",
        ],
        [
            "StepFunctionsService", "GlueService", "LogsService", "LambdaService", "SNSService", "S3Service",
            "STSService", "IAMService", "CloudFormationService",
        ],
        ["Gateway"],
        ["EtapeCLI"],
        ["etape", "conformance", "bench-jsonata"],
    ]

    static func layer(_ target: String) -> Int? { layers.firstIndex { $0.contains(target) } }

    @Test func everyTargetHasALayer() {
        let unknown = Set(Self.sources.map(\.target)).filter { Self.layer($0) == nil && $0 != "EngineTestKit" }
        #expect(unknown.isEmpty, "say in TidyTests.layers and ARCHITECTURE.md where these stand")
        #expect(Self.sources.count > 100)
    }

    @Test func importsGoUpTheLayersOnly() {
        for source in Self.sources where source.target != "EngineTestKit" {
            for line in source.lines {
                let words = line.split(separator: " ").map(String.init)
                guard let mark = words.firstIndex(of: "import"), mark <= 1, mark + 1 < words.count,
                    let imported = Self.layer(words[mark + 1]), let own = Self.layer(source.target)
                else { continue }
                let isOwnShim = ["CCurl", "CDuckDB"].contains(words[mark + 1]) && imported == own
                #expect(imported < own || isOwnShim, "\(source.path) imports \(words[mark + 1])")
            }
        }
    }

    @Test func filesAreSmall() {
        for source in Self.sources where !source.isGenerated {
            #expect(source.lines.count <= 501, "\(source.path) has \(source.lines.count) lines")
        }
    }

    /// Time, randomness and sleep have one home; force unwraps and traps have none.
    @Test(arguments: [
        "Date()", "UUID()", "Task.sleep", ".random(in", ".random()", "usleep(", "Thread.sleep", "try!", "fatalError(",
        "DispatchTime.now", "ContinuousClock", "SuspendingClock",
    ])
    func forbiddenCallsStayAway(_ call: String) {
        for source in Self.sources where source.target != "Foundations" && source.target != "EngineTestKit" {
            for (number, line) in source.lines.enumerated() where line.contains(call) {
                let isComment = line.trimmingCharacters(in: .whitespaces).hasPrefix("//")
                #expect(isComment, "\(source.path):\(number + 1): \(call)")
            }
        }
    }

    /// The pure targets import nothing that reads, writes, waits or draws.
    @Test(arguments: ["JSONModel", "JSONPath", "JSONata", "StatesLanguage", "ExecutionCore"])
    func theCoreIsPure(_ target: String) {
        let allowed: Set<String> = [
            "JSONModel", "Foundations", "JSONPath", "StatesLanguage", "ExecutionCore", "Synchronization",
        ]
        let files = Self.sources.filter { $0.target == target }
        #expect(!files.isEmpty)
        for source in files {
            for line in source.lines {
                let words = line.split(separator: " ").map(String.init)
                guard let mark = words.firstIndex(of: "import"), mark <= 1, mark + 1 < words.count else { continue }
                #expect(allowed.contains(words[mark + 1]), "\(source.path) imports \(words[mark + 1])")
            }
        }
    }

    @Test func uncheckedSendableHasAReason() {
        for source in Self.sources {
            for (number, line) in source.lines.enumerated() where line.contains("@unchecked Sendable") {
                let before = source.lines[max(0, number - 4)...number].joined()
                #expect(before.contains("//"), "\(source.path):\(number + 1): say why beside it")
            }
        }
    }
}
