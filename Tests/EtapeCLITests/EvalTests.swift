import EngineTestKit
import Foundations
import JSONModel
import Testing

@testable import EtapeCLI

@Suite struct EvalTests {
    private static func evaluator(_ language: EvalLanguage = .jsonata, aws: Bool = false) -> Evaluator {
        var evaluator = Evaluator(
            language: language, isAWS: aws, clock: ManualClock(), random: SeededRandomness(seed: 1))
        evaluator.input = ["items": [["price": 2, "qty": 3], ["price": 4, "qty": 1]], "name": "hat"]
        evaluator.variables = ["rate": 10, "states": ["input": ["x": 1]]]
        evaluator.context = ["Execution": ["Name": "run-1"]]
        return evaluator
    }

    static let values: [(language: EvalLanguage, expression: String, result: EvalResult)] = [
        (.jsonata, "$sum(items.(price * qty)) * $rate", .value("100")),
        (.jsonata, "nothing", .undefined),
        (.jsonata, "$sum", .function),
        (.jsonata, "$states.input.x", .value("1")),
        (.jsonpath, "$.items[1].price", .value("4")),
        (.jsonpath, "$$.Execution.Name", .value("\"run-1\"")),
        (.jsonpath, "$rate", .value("10")),
        (.intrinsic, "States.Format('{} at {}', $.name, $rate)", .value("\"hat at 10\"")),
    ]

    @Test(arguments: values) func threeLanguages(_ language: EvalLanguage, _ text: String, _ result: EvalResult) throws
    {
        #expect(try Self.evaluator(language).evaluate(text) == result)
    }

    static let carets: [(language: EvalLanguage, expression: String, exitCode: Int32, drawing: String)] = [
        (.jsonata, "items[price > ", 2, "  items[price > \n                ^\n"),
        (.jsonata, "(\n  $a := 1;\n\t$b ) )\n)", 2, "line 3: \t$b ) )\n        \t     ^\n"),
        (.jsonata, "name & foo(1)", 1, "  name & foo(1)\n            ^\n"),
        (.jsonata, "'😀é' + name", 1, "  '😀é' + name\n       ^\n"),
        (.jsonpath, "$.items[", 2, "  $.items[\n          ^\n"),
    ]

    @Test(arguments: carets) func faultsShowTheirPlace(
        _ language: EvalLanguage, _ text: String, _ exitCode: Int32, _ drawing: String
    ) {
        let fault = #expect(throws: EvalFault.self) { try Self.evaluator(language).evaluate(text) }
        #expect(fault?.exitCode == exitCode)
        #expect(fault?.report.hasSuffix("\n" + drawing) == true, "\(fault?.report ?? "")")
    }

    @Test func aFunctionOfAWSNeedsItsDialect() throws {
        #expect(try Self.evaluator(aws: true).evaluate("$count($partition([1..5], 2))") == .value("3"))
        #expect(throws: EvalFault.self) { try Self.evaluator().evaluate("$partition([1..5], 2)") }
        #expect(throws: EvalFault.self) { try Self.evaluator(aws: true).evaluate("$eval('1')") }
        #expect(throws: EvalFault.self) { try Self.evaluator(aws: true).evaluate("[1..873783]") }
        #expect(try Self.evaluator(aws: true).evaluate("$count([1..873782])") == .value("873782"))
    }

    @Test func aConversation() {
        var lines = [
            "", "items.qty", ":let $who = \"me\"", "$who & name", ":input {\"name\": \"x\"}", "$who & name", "nothing",
            "1 +", ":jsonpath", "$.name", ":let broken", ":aws", ":intrinsic", "States.Array(1, $.name)", ":what",
            ":quit",
            "never read",
        ][...]
        var prompts: [String] = []
        var answers = ""
        var session = EvalSession(Self.evaluator()) { prompt in
            prompts.append(prompt)
            return lines.popFirst()
        } write: {
            answers += $0
        }
        session.run()
        #expect(lines == ["never read"])
        #expect(session.faults == 2)
        #expect(prompts.first == "jsonata> " && prompts.last == "intrinsic> ")
        #expect(answers.hasPrefix("[\n  3,\n  1\n]\n\"mehat\"\n\"mex\"\nundefined\nS0207: "))
        #expect(answers.contains("expected NAME=JSON") && answers.contains("AWS's dialect\n"))
        #expect(answers.contains("[\n  1,\n  \"x\"\n]\n"))
        #expect(answers.hasSuffix("ends (so does the end of input)\n"))
    }

    @Test func theEndOfInputEndsIt() {
        var session = EvalSession(Self.evaluator()) { _ in
            nil
        } write: { _ in
        }
        session.run()
        #expect(session.faults == 0)
    }

    @Test func variablesAreNamed() throws {
        #expect(try EvalText.variable("$x_1=[1]", option: "--variable").name == "x_1")
        for text in ["x", "=1", "a b=1", "x={", "x=@/nowhere"] {
            #expect(throws: CLIError.self) { try EvalText.variable(text, option: "--variable") }
        }
    }
}
