import Foundation
import Foundations
import JSONModel
import JSONata

/// Runs the cases of a folder: `cases.jsonl`, and `datasets/NAME.json` for those that name one.
struct JSONataSuite {
    let folder: String
    let cases: [JSONObject]

    init(folder: String, filter: String? = nil) throws {
        self.folder = folder
        let text = try String(contentsOfFile: folder + "/cases.jsonl", encoding: .utf8)
        let all = try text.split(separator: "\n").compactMap { try JSONValue(parsing: String($0)).objectValue }
        cases = all.filter { filter == nil || $0.string("name")?.contains(filter ?? "") == true }
    }

    /// Prints the failures and the sums; true where all passed.
    func run() -> Bool {
        let failures = failures()
        for failure in failures { print("FAIL \(failure)") }
        print("\(cases.count - failures.count) passed, \(failures.count) failed")
        return failures.isEmpty
    }

    /// What fails, each with its name, expression and difference.
    func failures() -> [String] {
        cases.compactMap { testCase in
            failure(of: testCase).map { difference in
                "\(testCase.string("name") ?? "?"): \(testCase.string("expr") ?? "")\n     \(difference)"
            }
        }
    }

    /// nil: passed.
    private func failure(of testCase: JSONObject) -> String? {
        let outcome: Result<JSONValue?, JSONataError>
        do {
            outcome = .success(try evaluate(testCase))
        } catch let error as JSONataError {
            outcome = .failure(error)
        } catch {
            return "\(error)"
        }
        return Expectation(testCase).difference(from: outcome)
    }

    private func evaluate(_ testCase: JSONObject) throws -> JSONValue? {
        var limits = EvaluationLimits()
        if let depth = testCase.int("depth") { limits.depth = depth }
        if let time = testCase.int("timelimit") { limits.time = .milliseconds(time) }
        let environment = EvaluationEnvironment(clock: SystemClock(), random: SystemRandomness(), limits: limits)
        let program = try Program(compiling: testCase.string("expr") ?? "")
        var bindings: [String: JSONValue] = [:]
        for (name, value) in testCase.object("bindings") ?? JSONObject() { bindings[name] = value }
        return try program.evaluate(input: try input(of: testCase), bindings: bindings, environment: environment)
    }

    private func input(of testCase: JSONObject) throws -> JSONValue? {
        guard let name = testCase.string("dataset") else { return testCase["data"] }
        let path = folder + "/datasets/" + (name as NSString).lastPathComponent + ".json"
        return try JSONValue(parsing: try String(contentsOfFile: path, encoding: .utf8))
    }
}
