import Foundation
import Foundations
import JSONModel
import JSONPath

/// Times reading and printing of a document, here and by Foundation's JSONSerialization, then each path of a file over
/// the data of another: `bench-json DOCUMENT.json PATHS.json DATA.json` prints `name<TAB>microseconds`.
guard CommandLine.arguments.count == 4 else {
    FileHandle.standardError.write(Data("usage: bench-json DOCUMENT.json PATHS.json DATA.json\n".utf8))
    exit(2)
}

func contents(_ index: Int) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[index])) }

func measure(_ name: String, _ body: () throws -> Void) rethrows {
    print("\(name)\t\(try Stopwatch.microseconds(body))")
}

let document = try contents(1)
let bytes = Array(document)
let value = try JSONValue(parsing: bytes)
let theirs = try JSONSerialization.jsonObject(with: document)
try measure("parse") { _ = try JSONValue(parsing: bytes) }
try measure("parse with places") { _ = try JSONSourceMap(parsing: bytes) }
try measure("Foundation parse") { _ = try JSONSerialization.jsonObject(with: document) }
measure("print") { _ = value.serializedBytes() }
try measure("Foundation print") { _ = try JSONSerialization.data(withJSONObject: theirs) }

let data = try JSONValue(parsing: Array(try contents(3)))
let paths = try JSONValue(parsing: Array(try contents(2))).objectValue ?? JSONObject()
for (name, text) in paths {
    let path = try Path(parsing: text.stringValue ?? "")
    try measure("parse \(name)") { _ = try Path(parsing: path.text) }
    try measure(name) { _ = try path.evaluate(input: data) }
}
