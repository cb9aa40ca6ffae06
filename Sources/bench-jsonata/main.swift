import Foundation
import Foundations
import JSONModel
import JSONata

/// Times the cases of a folder: `bench-jsonata FOLDER` reads `cases.json` (name, language, expression, data) and the data
/// beside it, and prints `name<TAB>microseconds`; then what evaluating takes of the heap.
guard CommandLine.arguments.count == 2 else {
    FileHandle.standardError.write(Data("usage: bench-jsonata FOLDER\n".utf8))
    exit(2)
}
let folder = CommandLine.arguments[1]

func contents(_ name: String) throws -> JSONValue {
    try JSONValue(parsing: try String(contentsOfFile: "\(folder)/\(name).json", encoding: .utf8))
}

let environment = EvaluationEnvironment(clock: SystemClock(), random: SystemRandomness())

func time(_ language: String, _ text: String, on data: JSONValue) throws -> Double {
    switch language {
    case "parse": return try Stopwatch.microseconds { _ = try Program(compiling: text) }
    case "first":
        return try Stopwatch.microseconds {
            _ = try Program(compiling: text).evaluate(input: data, environment: environment)
        }
    default:
        let program = try Program(compiling: text)
        return try Stopwatch.microseconds { _ = try program.evaluate(input: data, environment: environment) }
    }
}

// Before anything else has left holes in the heap.
let growth = try HeapGrowth.measure(
    input: { try contents("numbers") },
    evaluate: { input in
        let program = try Program(compiling: "$sum(numbers)")
        _ = try program.evaluate(input: input, environment: environment)
    })
for test in try contents("cases").arrayValue ?? [] {
    guard let test = test.objectValue, let name = test.string("name"), let text = test.string("expression") else {
        continue
    }
    let data = try contents(test.string("data") ?? "small")
    print("\(name)\t\(try time(test.string("language") ?? "jsonata", text, on: data))")
}
if let growth { print("heap of the input\t\(growth.input)\nheap of the evaluation\t\(growth.evaluation)") }
