import ExecutionCore
import Foundations
import JSONModel
import StatesLanguage
import Testing

/// States in JSONata beyond what was recorded. What AWS says of each: Developer Guide, "Transforming data with JSONata
/// in Step Functions" and "Passing data between states with variables"; the specification at states-language.net.
@Suite struct JSONataStateTests {
    private func machine(_ states: String, start: String = "A") -> String {
        #"{"QueryLanguage":"JSONata","StartAt":"\#(start)","States":{\#(states)}}"#
    }

    private func run(
        _ definition: String, input: String = "{}", answer: @escaping (TaskRequest) -> Input? = { _ in nil }
    ) throws -> CoreHarness {
        var harness = try CoreHarness(definition, input: input)
        harness.answer = answer
        harness.run()
        return harness
    }

    private func output(_ harness: CoreHarness) -> String? {
        if case .succeeded(let output) = harness.execution.outcome { output.text } else { nil }
    }

    private func failure(_ harness: CoreHarness) -> (error: String?, cause: String?) {
        if case .failed(let error, let cause) = harness.execution.outcome { (error, cause) } else { (nil, nil) }
    }

    private let task = #""Type":"Task","Resource":"arn:aws:states:::sns:publish""#

    @Test func argumentsResultAndOutput() throws {
        let harness = try run(
            machine(
                #"""
                "A":{\#(task),"Arguments":{"Message":"{% $states.input.name & '!' %}","Tags":["{% 1 + 1 %}","x"]},
                "Assign":{"id":"{% $states.result.MessageId %}"},"Output":{"got":"{% $states.result %}"},"Next":"B"},
                "B":{"Type":"Pass","Output":"{% $merge([$states.input, {'id': $id}]) %}","End":true}
                """#), input: #"{"name":"Ada"}"#
        ) { request in
            #expect(request.parameters.text == #"{"Message":"Ada!","Tags":[2,"x"]}"#)
            return .taskSucceeded(request.task, output: Document(["MessageId": "m1"]))
        }
        #expect(output(harness) == #"{"got":{"MessageId":"m1"},"id":"m1"}"#)
    }

    @Test func withoutArgumentsATaskGetsTheInputAndItsResultIsTheOutput() throws {
        let harness = try run(machine(#""A":{\#(task),"End":true}"#), input: #"{"Message":"m"}"#) { request in
            .taskSucceeded(request.task, output: request.parameters)
        }
        #expect(output(harness) == #"{"Message":"m"}"#)
    }

    /// All assignments of a state see the variables as they were when it was entered.
    @Test func assignmentsSeeTheOldVariables() throws {
        let harness = try run(
            machine(
                #"""
                "A":{"Type":"Pass","Assign":{"x":1,"y":2},"Next":"B"},
                "B":{"Type":"Pass","Assign":{"x":"{% $y %}","y":"{% $x %}"},"Output":"{% [$x, $y] %}","Next":"C"},
                "C":{"Type":"Pass","Output":{"before":"{% $states.input %}","after":"{% [$x, $y] %}"},"End":true}
                """#))
        #expect(output(harness) == #"{"before":[1,2],"after":[2,1]}"#)
    }

    /// A binding takes the place of a function of its name, as in JSONata itself.
    @Test func aVariableMayHaveAFunctionsName() throws {
        let harness = try run(
            machine(
                #"""
                "A":{"Type":"Pass","Assign":{"error":{"Error":"E"}},"Next":"B"},
                "B":{"Type":"Fail","Error":"{% $error.Error %}"}
                """#))
        #expect(failure(harness).error == "E")
    }

    @Test func aRulesOwnOutputAndTheDefaults() throws {
        let definition = machine(
            #"""
            "A":{"Type":"Choice","Choices":[
              {"Condition":"{% $states.input.n > 10 %}","Output":{"size":"big"},"Assign":{"a":1},"Next":"B"},
              {"Condition":"{% $states.input.n > 5 %}","Next":"B"}],
            "Default":"B","Output":{"size":"small"},"Assign":{"a":2}},
            "B":{"Type":"Pass","Output":{"in":"{% $states.input %}","a":"{% $exists($a) ? $a : 0 %}"},"End":true}
            """#)
        #expect(output(try run(definition, input: #"{"n":11}"#)) == #"{"in":{"size":"big"},"a":1}"#)
        #expect(output(try run(definition, input: #"{"n":6}"#)) == #"{"in":{"n":6},"a":0}"#)
        #expect(output(try run(definition, input: #"{"n":1}"#)) == #"{"in":{"size":"small"},"a":2}"#)
    }

    @Test func anErrorIsTheCatchersToShape() throws {
        let harness = try run(
            machine(
                #"""
                "A":{\#(task),"Next":"B","Catch":[{"ErrorEquals":["Boom"],"Next":"B",
                "Assign":{"why":"{% $states.errorOutput.Cause %}"},
                "Output":{"in":"{% $states.input %}","error":"{% $states.errorOutput.Error %}"}}]},
                "B":{"Type":"Pass","Output":"{% $merge([$states.input, {'why': $why}]) %}","End":true}
                """#), input: #"{"x":1}"#
        ) { .taskFailed($0.task, error: "Boom", cause: "c") }
        #expect(output(harness) == #"{"in":{"x":1},"error":"Boom","why":"c"}"#)
    }

    @Test func aFailStateComputesItsErrorAndCause() throws {
        let harness = try run(
            machine(
                #""A":{"Type":"Fail","Error":"{% $states.input.e %}","Cause":"{% 'no ' & $states.input.e %}"}"#),
            input: #"{"e":"E1"}"#)
        #expect(failure(harness) == ("E1", "no E1"))
    }

    @Test func timesAreComputed() throws {
        let harness = try run(
            machine(
                #"""
                "A":{"Type":"Wait","Seconds":"{% $states.input.s * 2 %}","Next":"B"},
                "B":{"Type":"Wait","Timestamp":"{% $states.input.at %}","Next":"C"},
                "C":{\#(task),"TimeoutSeconds":"{% $states.input.s %}","End":true}
                """#), input: #"{"s":30,"at":"2026-11-24T00:00:00Z"}"#)
        let times = harness.events.map { $0.time }
        #expect(times[2] - times[1] == .seconds(60))
        #expect(harness.events[4].time.iso8601.hasPrefix("2026-11-24T00:00:00"))
        #expect(harness.types.suffix(2) == ["TaskTimedOut", "ExecutionFailed"])
        #expect(harness.events[harness.events.count - 2].time - harness.events[5].time == .seconds(30))
    }

    @Test func iterationsGetWhatTheSelectorMakes() throws {
        let harness = try run(
            machine(
                #"""
                "A":{"Type":"Map","Items":"{% $states.input.items %}","MaxConcurrency":"{% 1 %}",
                "ItemSelector":{"n":"{% $states.context.Map.Item.Index %}","v":"{% $states.context.Map.Item.Value %}",
                "of":"{% $states.input.of %}"},
                "ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","Output":"{% $states.input.v + 1 %}","End":true}}},
                "Output":{"all":"{% $states.result %}"},"End":true}
                """#), input: #"{"items":[1,2],"of":"t"}"#)
        #expect(output(harness) == #"{"all":[2,3]}"#)
        let entered = harness.events.filter { $0.type == "PassStateEntered" }.map { $0.details?.fields["input"] }
        #expect(entered == [#"{"n":0,"v":1,"of":"t"}"#, #"{"n":1,"v":2,"of":"t"}"#])
    }

    @Test func branchesSeeTheVariablesAndKeepTheirOwn() throws {
        let harness = try run(
            machine(
                #"""
                "A":{"Type":"Pass","Assign":{"x":1},"Next":"P"},
                "P":{"Type":"Parallel","Branches":[
                {"StartAt":"B1","States":{"B1":{"Type":"Pass","Assign":{"y":9},"Output":"{% $x + 1 %}","End":true}}},
                {"StartAt":"B2","States":{"B2":{"Type":"Pass","Output":"{% $x + 2 %}","End":true}}}],
                "Output":{"sum":"{% $sum($states.result) %}","y":"{% $exists($y) %}"},"End":true}
                """#))
        #expect(output(harness) == #"{"sum":5,"y":false}"#)
    }

    /// The two endings, measured on AWS with TestState: https://github.com/floci-io/floci/issues/2737
    @Test(arguments: [
        (
            "$formatNumber(1, 'x')",
            " threw an error during evaluation. D3086: The sub-picture must not contain a passive character that is "
                + "preceded by an active character and that is followed by another active character"
        ),
        ("$eval('1+1')", " threw an error during evaluation. T1006: Attempted to invoke a non-function"),
    ])
    func whatFailsSaysWhere(_ expression: String, _ ending: String) throws {
        let harness = try run(machine(#""A":{"Type":"Pass","Output":{"r":"{% \#(expression) %}"},"End":true}"#))
        #expect(
            failure(harness) == (
                "States.QueryEvaluationError",
                "An error occurred while executing the state 'A' (entered at the event id #2). The JSONata expression "
                    + "'\(expression)' specified for the field 'Output/r'\(ending)"
            ))
        #expect(harness.types == ["ExecutionStarted", "PassStateEntered", "EvaluationFailed", "ExecutionFailed"])
    }

    /// Fields are named as AWS names them: array positions in brackets, a rule's own under its number.
    @Test(arguments: [
        (#""A":{"Type":"Pass","Output":{"l":[1,{"k":"{% $states.input.no %}"}]},"End":true}"#, "Output/l[1]/k"),
        (
            #""A":{"Type":"Choice","Choices":[{"Condition":false,"Next":"B"},{"Condition":"{% $states.input.no %}","Next":"B"}]},"B":{"Type":"Succeed"}"#,
            "Choices[1]/Condition"
        ),
        (
            #""A":{"Type":"Choice","Choices":[{"Condition":true,"Output":{"v":"{% $states.input.no %}"},"Next":"B"}]},"B":{"Type":"Succeed"}"#,
            "Choices[0]/Output/v"
        ),
        (#""A":{"Type":"Wait","Seconds":"{% $states.input.no %}","End":true}"#, "Seconds"),
        (#""A":{"Type":"Fail","Error":"{% $states.input.no %}"}"#, "Error"),
        (#""A":{"Type":"Succeed","Output":{"a":"{% $states.input.no %}"}}"#, "Output/a"),
    ])
    func fieldsAreNamed(_ states: String, _ field: String) throws {
        let harness = try run(machine(states))
        let event = try #require(harness.events.first { $0.type == "EvaluationFailed" })
        #expect(event.details?.fields["location"] == .string(field))
        #expect(event.details?.fields["state"] == "A")
    }

    /// A catcher whose own `Output` fails: the evaluation's failure is recorded from before the state's own, and the
    /// state fails once more. Measured on AWS: https://github.com/floci-io/floci/pull/2689
    @Test func aCatcherThatFailsFailsTheStateAgain() throws {
        let harness = try run(
            machine(
                #"""
                "A":{"Type":"Parallel","Branches":[{"StartAt":"X","States":{"X":{"Type":"Fail","Error":"E"}}}],
                "Catch":[{"ErrorEquals":["Other"],"Next":"D"},
                {"ErrorEquals":["States.ALL"],"Output":{"v":"{% $states.input.no %}"},"Next":"D"}],"End":true},
                "D":{"Type":"Pass","End":true}
                """#))
        #expect(
            harness.types == [
                "ExecutionStarted", "ParallelStateEntered", "ParallelStateStarted", "FailStateEntered",
                "ParallelStateFailed", "EvaluationFailed", "ParallelStateFailed", "ExecutionFailed",
            ])
        #expect(harness.events.map(\.previousEventID) == [0, 0, 2, 3, 4, 4, 6, 7])
        #expect(harness.events[5].details?.fields["location"] == "Catch[1]/Output/v")
    }

    @Test func anEvaluationsFailureIsRetriedAndCaught() throws {
        let harness = try run(
            machine(
                #"""
                "A":{\#(task),"Arguments":{"m":"{% $states.input.no %}"},
                "Retry":[{"ErrorEquals":["States.QueryEvaluationError"],"MaxAttempts":1}],
                "Catch":[{"ErrorEquals":["States.ALL"],"Next":"B"}],"End":true},
                "B":{"Type":"Pass","Output":"{% $states.input.Error %}","End":true}
                """#))
        #expect(harness.types.filter { $0 == "EvaluationFailed" }.count == 2)
        #expect(output(harness) == #""States.QueryEvaluationError""#)
    }

    @Test(arguments: [
        "($f := function($x){ $f($x+1) }; $f(1))", "($f := function($x){ 1 + $f($x+1) }; $f(1))",
        "$sum([1..9000000])", "$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(a*)*b/)[0].match ~> $uppercase",
    ])
    func hostileExpressionsEnd(_ expression: String) throws {
        let harness = try run(machine(#""A":{"Type":"Pass","Output":"{% \#(expression) %}","End":true}"#))
        #expect(failure(harness).error == "States.QueryEvaluationError")
    }
}
