import Foundation
import JSONModel
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Recorded and published definitions, from the folder in `ETAPE_CORPORA` or beside the package.
enum Corpus {
    struct Case {
        var name: String
        var definition: JSONValue
        /// AWS accepted it.
        var isAccepted: Bool
    }

    static var folder: String {
        if let folder = ProcessInfo.processInfo.environment["ETAPE_CORPORA"] { return folder }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return package.deletingLastPathComponent().appendingPathComponent("shared/conformance").path
    }

    static func cases() throws -> [Case] {
        var cases: [Case] = []
        for file in ["asl/validation", "stepfunctions/executions", "stepfunctions/teststate"] {
            let text = try String(contentsOfFile: "\(folder)/\(file).jsonl", encoding: .utf8)
            for line in text.split(separator: "\n") {
                let value = try JSONValue(parsing: String(line))
                guard let definition = value["definition"], definition["States"]?.objectValue != nil else { continue }
                let isAccepted = value["expect"]?.stringValue != "invalid" && value["expected"]?["exception"] == nil
                cases.append(
                    Case(name: value["name"]?.stringValue ?? file, definition: definition, isAccepted: isAccepted))
            }
        }
        return cases
    }
}

/// The name of every element and the text of every text node, or nil where the document is not well-formed.
final class XMLReader: NSObject, XMLParserDelegate {
    private(set) var elements: [String] = []
    private(set) var texts: [String] = []
    private var depth: [Int] = []
    private(set) var attributes: [[String: String]] = []

    static func read(_ document: String) -> XMLReader? {
        let reader = XMLReader()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = reader
        return parser.parse() ? reader : nil
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append(name)
        self.attributes.append(attributes)
        texts.append("")
        depth.append(texts.count - 1)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        depth.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) { texts[depth[depth.count - 1]] += text }
}
