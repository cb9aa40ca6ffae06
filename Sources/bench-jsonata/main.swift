import Foundation
import Foundations
import JSONModel
import JSONata

/// Times each expression of a file over the data of another: `bench-jsonata CASES DATA` prints `name<TAB>microseconds`.
guard CommandLine.arguments.count == 3 else {
    FileHandle.standardError.write(Data("usage: bench-jsonata CASES.json DATA.json\n".utf8))
    exit(2)
}

func contents(_ path: String) throws -> JSONValue {
    try JSONValue(parsing: try String(contentsOfFile: path, encoding: .utf8))
}

/// The best of the rounds, each long enough for a clock of milliseconds.
func microseconds(_ body: () throws -> Void) throws -> Double {
    let clock = SystemClock()
    var best = Double.infinity
    for _ in 0..<5 {
        var count = 0.0
        let start = clock.now
        repeat {
            try body()
            count += 1
        } while clock.now.milliseconds - start.milliseconds < 200
        best = min(best, Double(clock.now.milliseconds - start.milliseconds) * 1000 / count)
    }
    return best
}

let environment = EvaluationEnvironment(clock: SystemClock(), random: SystemRandomness())
let data = try contents(CommandLine.arguments[2])
for (name, expression) in try contents(CommandLine.arguments[1]).objectValue ?? JSONObject() {
    let text = expression.stringValue ?? ""
    let program = try Program(compiling: text)
    let time = try microseconds { _ = try program.evaluate(input: data, environment: environment) }
    print("\(name)\t\(time)")
}
let longest = try contents(CommandLine.arguments[1])["group"]?.stringValue ?? "1"
print("compile\t\(try microseconds { _ = try Program(compiling: longest) })")
