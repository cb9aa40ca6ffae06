import ExecutionCore
import Foundations
import JSONModel

/// A workflow whose history is kept: its definition, its input, and how its tasks are answered when it is recorded.
struct GoldenScenario: Sendable {
    var name: String
    var definition: String
    var input = "{}"
    /// Answers the nth task, from 0; nil leaves it to its timeouts.
    var answer: @Sendable (Int, TaskRequest) -> Input? = { _, request in
        .taskSucceeded(request.task, output: request.parameters)
    }
    /// What happens besides, once nothing more happens by itself.
    var afterwards: @Sendable (inout CoreHarness) -> Void = { _ in }

    static let all = [
        everyState, jsonata, retries, timeouts, activity, callback, parallel, map, variables, stopped, failing,
    ]

    private static let sns = #""Type":"Task","Resource":"arn:aws:states:::sns:publish""#

    private static let everyState = GoldenScenario(
        name: "every-state",
        definition: #"""
            {"StartAt":"P","States":{
              "P":{"Type":"Pass","Parameters":{"n.$":"$.n","words.$":"States.StringSplit($.text, ' ')"},"ResultPath":"$.p","Next":"C"},
              "C":{"Type":"Choice","Choices":[{"And":[{"Variable":"$.n","NumericGreaterThan":1},
                {"Not":{"Variable":"$.text","StringMatches":"x*"}}],"Next":"W"}],"Default":"F"},
              "W":{"Type":"Wait","SecondsPath":"$.n","Next":"T"},
              "T":{\#(sns),"Parameters":{"Message.$":"$.p.words"},"ResultSelector":{"got.$":"$"},"OutputPath":"$.got","Next":"S"},
              "S":{"Type":"Succeed"},"F":{"Type":"Fail","Error":"Never"}}}
            """#, input: #"{"n":3,"text":"a b c"}"#)

    private static let jsonata = GoldenScenario(
        name: "jsonata",
        definition: #"""
            {"QueryLanguage":"JSONata","StartAt":"A","States":{
              "A":{"Type":"Pass","Output":"{% {'sum': $sum($states.input.xs)} %}","Assign":{"n":"{% $count($states.input.xs) %}"},"Next":"C"},
              "C":{"Type":"Choice","Choices":[{"Condition":"{% $n > 2 %}","Next":"T","Output":"{% $merge([$states.input, {'n': $n}]) %}"}],"Default":"B"},
              "T":{\#(sns),"Arguments":{"Message":"{% $string($states.input) %}"},"Output":"{% $states.result.Message %}","Next":"W"},
              "W":{"Type":"Wait","Seconds":"{% $n %}","Next":"M"},
              "M":{"Type":"Map","Items":"{% [1..$n] %}","ItemSelector":{"i":"{% $states.context.Map.Item.Value %}"},"Next":"B",
                "ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","Output":"{% $states.input.i * 10 %}","End":true}}}},
              "B":{"Type":"Fail","Error":"{% 'E' & $string($n) %}","Cause":"done"}}}
            """#, input: #"{"xs":[1,2,3.5]}"#)

    private static let retries = GoldenScenario(
        name: "retries-and-catches",
        definition: #"""
            {"StartAt":"T","States":{
              "T":{\#(sns),"Parameters":{},"End":true,
                "Retry":[{"ErrorEquals":["Busy"],"IntervalSeconds":2,"MaxAttempts":3,"BackoffRate":1.5,"JitterStrategy":"FULL"},
                  {"ErrorEquals":["States.ALL"],"MaxAttempts":1,"MaxDelaySeconds":5}],
                "Catch":[{"ErrorEquals":["Other"],"ResultPath":"$.error","Next":"C"}]},
              "C":{"Type":"Pass","End":true}}}
            """#, input: #"{"keep":true}"#,
        answer: { number, request in
            .taskFailed(request.task, error: number < 2 ? "Busy" : "Other", cause: "attempt \(number)")
        })

    private static let timeouts = GoldenScenario(
        name: "timeouts",
        definition: #"""
            {"TimeoutSeconds":100,"StartAt":"T","States":{
              "T":{\#(sns),"Parameters":{},"TimeoutSeconds":10,"Next":"W",
                "Catch":[{"ErrorEquals":["States.Timeout"],"Next":"W"}]},
              "W":{"Type":"Wait","Seconds":1000,"End":true}}}
            """#, answer: { _, _ in nil })

    private static let activity = GoldenScenario(
        name: "activity",
        definition: #"""
            {"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:a",
              "HeartbeatSeconds":30,"End":true,"Retry":[{"ErrorEquals":["States.HeartbeatTimeout"],"MaxAttempts":1}]}}}
            """#, input: #"{"x":1}"#, answer: { _, _ in nil },
        afterwards: { harness in
            guard let silent = harness.running.keys.max() else { return }
            harness.apply(.activityStarted(silent, workerName: "silent"))
            harness.run(until: harness.now + .seconds(40))
            guard let task = harness.running.keys.max() else { return }
            harness.apply(.activityStarted(task, workerName: "worker"))
            harness.apply(.taskHeartbeat(task))
            harness.apply(.taskSucceeded(task, output: Document(["done": true])))
        })

    private static let callback = GoldenScenario(
        name: "callback",
        definition: #"""
            {"StartAt":"C","States":{"C":{"Type":"Task","Resource":"arn:aws:states:::sns:publish.waitForTaskToken",
              "Parameters":{"Message":"hello"},"End":true}}}
            """#,
        answer: { _, request in .taskSubmitted(request.task, output: Document(["MessageId": "m"])) },
        afterwards: { harness in
            guard let task = harness.running.keys.max() else { return }
            harness.apply(.taskFailed(task, error: "Refused", cause: "by a person"))
        })

    private static let parallel = GoldenScenario(
        name: "parallel",
        definition: #"""
            {"StartAt":"P","States":{"P":{"Type":"Parallel","ResultPath":"$.both","End":true,
              "Retry":[{"ErrorEquals":["Once"],"MaxAttempts":1}],"Branches":[
              {"StartAt":"A","States":{"A":{\#(sns),"Parameters":{"which":"A"},"End":true}}},
              {"StartAt":"B","States":{"B":{"Type":"Wait","Seconds":5,"Next":"C"},"C":{\#(sns),"Parameters":{"which":"C"},"End":true}}}]}}}
            """#,
        answer: { number, request in
            number == 0
                ? .taskFailed(request.task, error: "Once", cause: nil)
                : .taskSucceeded(request.task, output: request.parameters)
        })

    private static let map = GoldenScenario(
        name: "map",
        definition: #"""
            {"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$.xs","MaxConcurrency":2,"End":true,
              "ItemSelector":{"x.$":"$$.Map.Item.Value","i.$":"$$.Map.Item.Index"},"Catch":[{"ErrorEquals":["Bad"],"Next":"K"}],
              "ItemProcessor":{"StartAt":"T","States":{"T":{\#(sns),"Parameters":{"x.$":"$.x"},"End":true}}}},
              "K":{"Type":"Pass","End":true}}}
            """#, input: #"{"xs":["a","b","c"]}"#,
        answer: { number, request in
            switch number {
            case 0: .taskSucceeded(request.task, output: request.parameters)
            case 1: nil
            default: .taskFailed(request.task, error: "Bad", cause: "third")
            }
        })

    private static let variables = GoldenScenario(
        name: "variables",
        definition: #"""
            {"StartAt":"A","States":{
              "A":{"Type":"Pass","Assign":{"x.$":"$.x","id.$":"States.UUID()"},"Next":"B"},
              "B":{"Type":"Pass","QueryLanguage":"JSONata","Assign":{"y":"{% $x + 1 %}"},"Output":"{% [$x, $id] %}","Next":"C"},
              "C":{"Type":"Pass","Parameters":{"y.$":"$y","r.$":"States.MathRandom(1, 1000)"},"End":true}}}
            """#, input: #"{"x":41}"#)

    private static let stopped = GoldenScenario(
        name: "stopped", definition: #"{"StartAt":"W","States":{"W":{\#(sns),"Parameters":{},"End":true}}}"#,
        answer: { _, _ in nil }, afterwards: { $0.apply(.stop(error: "Enough", cause: "a person")) })

    private static let failing = GoldenScenario(
        name: "failing",
        definition: #"""
            {"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
              {"StartAt":"I","States":{"I":{"Type":"Pass","InputPath":"$.none","End":true}}}]}}}
            """#)
}
