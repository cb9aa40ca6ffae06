import EngineTestKit
import Foundations
import JSONModel
import Testing

@testable import JSONata

/// Hostile expressions end with an error, never with a trap or without end.
@Suite struct SafetyTests {
    static let small = EvaluationLimits(depth: 2_000, work: 2_000_000, sequence: 100_000, regexSteps: 200_000)

    @Test(arguments: [
        // Recursion without end, in and out of tail position.
        ("($f := function($n){$n + $f($n - 1)}; $f(5))", "D1011"),
        ("($f := function($n){$f($n + 1)}; $f(5))", "D1012"),
        ("($f := function($n){$g($n)}; $g := function($n){$f($n)}; $f(1))", "D1012"),
        // Values that grow: nested arrays, nested closures, doubled strings.
        ("($f := function($x){$f([[$x], 1])}; $f(1))", "D1011"),
        ("($f := function($x){$f(function(){$x})}; $f(1))", "D1011"),
        ("($f := function($x){$f({'a': $x})}; $f(1))", "D1011"),
        ("($f := function($s){$f($s & $s)}; $f('ab'))", "D1012"),
        ("($f := function($a){$f($append($a, $a))}; $f([1, 2]))", "D2015"),
        // Ranges.
        ("[1..1e9]", "D2014"),
        ("[1..200000]", "D2015"),
        ("$pad('', 1e9)", "D2015"),
        // A pattern that no memory helps: a back reference in a nested repetition.
        ("$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /^((a+)\\2?)+$/)", "D1012"),
    ])
    func endsWithTheRightError(_ text: String, _ code: String) {
        #expect(failure(text, limits: Self.small)?.code == code)
    }

    /// `(a+)+$` takes exponential time where states are tried again.
    @Test func patternsWithoutBackReferencesAreLinear() throws {
        let text = String(repeating: "a", count: 20_000) + "!"
        let limits = EvaluationLimits(regexSteps: 3_000_000)
        #expect(try evaluate("$contains($, /^(a+)+$/)", .string(text), limits: limits) == false)
    }

    @Test func timeIsLimitedByTheClockPassedIn() throws {
        let program = try Program(compiling: "($f := function($n){$f($n + 1)}; $f(1))")
        let limits = EvaluationLimits(work: .max, time: .seconds(5))
        let running = EvaluationEnvironment(clock: RunningClock(), random: SeededRandomness(), limits: limits)
        #expect {
            try program.evaluate(input: nil, environment: running)
        } throws: { error in
            (error as? JSONataError)?.code == "D1012" && (error as? JSONataError)?.value == 5000
        }
    }

    @Test(arguments: ["(", "[", "-", "{'a':", "function(){", "$f(", "|", "a[", "1?"])
    func deepNestingOfTextIsRefused(_ opening: String) {
        #expect(failure(String(repeating: opening, count: 100_000)) != nil)
    }

    @Test(arguments: ["+1", ".a", "[0]", "&a", "~>$f", "?:a", "^(a)", "{a:a}", "@$a", ":=1"])
    func longChainsOfOperatorsAreRefused(_ link: String) {
        #expect(failure("$a" + String(repeating: link, count: 100_000)) != nil)
    }

    @Test func everyRuntimeErrorHasAPosition() {
        for text in ["1 + 'a'", "$sum('a')", "$x()", "- 'a'", "[1..'a']", "'a' < 1", "{1: 2}", "a^(1)", "$error('x')"] {
            let error = failure(text, ["a": [["b": 1], ["b": "x"]]])
            if error != nil { #expect(error?.position != nil, "\(text): \(String(describing: error))") }
        }
    }
}

/// A clock that is later each time it is read.
private final class RunningClock: TimeSource {
    private let clock = ManualClock(now: moment)

    var now: Timestamp {
        clock.advance(by: .seconds(1))
        return clock.now
    }

    func sleep(until deadline: Timestamp) async throws { try await clock.sleep(until: deadline) }
}
