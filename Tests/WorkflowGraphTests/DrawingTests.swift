import JSONModel
import Testing

@testable import WorkflowGraph

@Suite struct DrawingTests {
    static let hostile = "</svg><script>alert('\"&')</script>\u{1B}\u{0}\u{FFFE}"

    @Test func hostileNamesStayText() throws {
        let name = JSONValue.string(Self.hostile)
        let definition: JSONValue = [
            "Comment": name, "StartAt": name,
            "States": [
                Self.hostile: [
                    "Type": "Choice", "Comment": name,
                    "Choices": [["Variable": name, "StringEquals": name, "Next": "x"]], "Default": "y",
                ],
                "x": ["Type": "Fail", "Error": name],
                "y": [
                    "Type": "Task", "Resource": name, "End": true,
                    "Catch": [["ErrorEquals": [name], "Next": "x"]],
                ],
            ],
        ]
        let options = SVGDrawing.Options(title: Self.hostile, showsTitle: true, prefix: "\"><script>")
        let svg = try WorkflowGraph.svg(definition: definition, options: options)
        let document = try #require(XMLReader.read(svg))
        let known: Set<String> = [
            "svg", "title", "desc", "style", "defs", "marker", "path", "rect", "g", "text", "circle",
        ]
        #expect(Set(document.elements).subtracting(known).isEmpty)
        #expect(document.elements.filter { $0 == "svg" }.count == 1)
        #expect(
            document.attributes.contains { $0["data-name"]?.hasPrefix("</svg><script>alert('\"&')</script>") == true })
        let handlers = document.attributes.flatMap(\.keys).filter { $0.hasPrefix("on") || $0.hasSuffix("href") }
        #expect(handlers.isEmpty)
        #expect(!svg.contains("<script"))
    }

    @Test func describedForScreenReaders() throws {
        let definition: JSONValue = [
            "Comment": "What it is for.", "StartAt": "A", "States": ["A": ["Type": "Pass", "End": true]],
        ]
        let document = try #require(XMLReader.read(try WorkflowGraph.svg(definition: definition)))
        let root = document.attributes[0]
        #expect(root["role"] == "img" && root["aria-labelledby"] == "etape-title etape-desc")
        #expect(document.elements[1...2] == ["title", "desc"])
        #expect(document.texts[2].hasPrefix("What it is for."))
    }

    @Test func statusesColourTheirStates() throws {
        let definition: JSONValue = [
            "StartAt": "A",
            "States": [
                "A": ["Type": "Pass", "Next": "B"], "B": ["Type": "Pass", "Next": "C"], "C": ["Type": "Succeed"],
            ],
        ]
        let statuses = ["A": StateStatus(.succeeded), "B": StateStatus(.failed, retries: 2)]
        let svg = try WorkflowGraph.svg(definition: definition, options: .init(statuses: statuses))
        let document = try #require(XMLReader.read(svg))
        func classes(_ name: String) -> String? {
            document.attributes.first { $0["data-name"] == name }?["class"]
        }
        #expect(classes("A") == "pass is-succeeded")
        #expect(classes("B") == "pass is-failed")
        #expect(classes("C") == "succeed idle")
        #expect(document.texts.contains("×3"))
    }

    @Test func lightAloneHasNoDarkRules() throws {
        let definition: JSONValue = ["StartAt": "A", "States": ["A": ["Type": "Pass", "End": true]]]
        let both = try WorkflowGraph.svg(definition: definition)
        let light = try WorkflowGraph.svg(definition: definition, options: .init(allowsDark: false))
        #expect(both.contains("prefers-color-scheme:dark") && !light.contains("prefers-color-scheme"))
    }

    @Test(arguments: ["", "a", "a_long_name_without_any_spaces_in_it_at_all_whatever", "ÄÖÜ 日本語の長い名前です 😀"])
    func wrappedLinesFit(_ text: String) {
        let font = TextMetrics(size: 13, bold: true)
        let lines = font.wrap(text, width: 90, lines: 2)
        #expect(lines.count <= 2)
        #expect(lines.allSatisfy { font.width($0) <= 90 })
        #expect(lines.joined().filter { $0 != "…" && $0 != " " }.count <= text.count)
        #expect(font.wrap(text, width: 9000, lines: 1).joined() == text)
    }

    @Test(arguments: [(0.0, "0"), (12.0, "12"), (-0.04, "0"), (1.25, "1.3"), (-3.5, "-3.5"), (1000.96, "1001")])
    func numbers(_ value: Double, _ text: String) { #expect(SVGWriter.number(value) == text) }
}
