import JSONModel
import Testing

@testable import WorkflowGraph

@Suite struct DefinitionTests {
    /// The conditions of the ASL specification's and the Step Functions guide's examples, and how a person reads them.
    @Test(arguments: [
        (#"{"Variable":"$.status","StringEquals":"FAILED"}"#, #"$.status == "FAILED""#),
        (#"{"Variable":"$.value","NumericGreaterThanEquals":20}"#, "$.value ≥ 20"),
        (#"{"Variable":"$.a","NumericLessThanPath":"$.b"}"#, "$.a < $.b"),
        (#"{"Variable":"$.f","StringMatches":"log-*.txt"}"#, #"$.f matches "log-*.txt""#),
        (#"{"Variable":"$.t","TimestampLessThanEquals":"2016-03-14T01:59:00Z"}"#, "$.t ≤ 2016-03-14T01:59:00Z"),
        (#"{"Variable":"$.p","IsPresent":false}"#, "$.p is absent"),
        (#"{"Variable":"$.p","IsNull":true}"#, "$.p is null"),
        (#"{"Variable":"$.ok","BooleanEquals":true}"#, "$.ok == true"),
        (#"{"Not":{"Variable":"$.type","StringEquals":"Private"}}"#, #"not ($.type == "Private")"#),
        (
            #"{"And":[{"Variable":"$.v","IsPresent":true},{"Or":[{"Variable":"$.v","NumericGreaterThan":20},"#
                + #"{"Variable":"$.v","NumericEquals":0}]}]}"#, "$.v is present and ($.v > 20 or $.v == 0)"
        ),
        (#"{"Condition":"{% $states.input.n > 3 %}","Next":"x"}"#, "$states.input.n > 3"),
    ]) func conditions(_ rule: String, _ text: String) throws {
        #expect(ChoiceText.text(try JSONValue(parsing: rule)) == text)
    }

    @Test(arguments: [
        ("arn:aws:states:::glue:startJobRun.sync", "Glue startJobRun.sync", Icon.gears),
        ("arn:aws:states:::lambda:invoke.waitForTaskToken", "Lambda invoke.waitForTaskToken", .function),
        ("arn:aws:states:::aws-sdk:s3:getObject", "S3 getObject", .bucket),
        ("arn:aws:lambda:us-east-1:000000000000:function:notify", "Lambda notify", .function),
        ("arn:aws:states:us-east-1:000000000000:activity:approve", "Activity approve", .person),
        ("${LoadFunction}", "${LoadFunction}", .function), ("", "Task", .gear),
    ]) func resources(_ resource: String, _ text: String, _ icon: Icon) {
        let name = ServiceName(resource: resource)
        #expect(name.text == text && name.icon == icon)
    }

    @Test(arguments: [
        (#"{"Seconds":45}"#, "Wait 45 s"), (#"{"Seconds":3600}"#, "Wait 1 h"),
        (#"{"SecondsPath":"$.s"}"#, "Wait $.s s"),
        (#"{"Timestamp":"2016-03-14T01:59:00Z"}"#, "Wait until 2016-03-14T01:59:00Z"),
        (#"{"TimestampPath":"$.t"}"#, "Wait until $.t"), (#"{"Seconds":"{% $n %}"}"#, "Wait $n s"),
    ]) func waits(_ fields: String, _ text: String) throws {
        let object = try #require(try JSONValue(parsing: fields).objectValue)
        #expect(StateSummary(type: .wait, fields: object).details == [text])
    }

    @Test(arguments: [
        ("[]", DefinitionError.notAnObject(at: "The definition")),
        (#"{"States":{"A":{"Type":"Pass"}}}"#, .missing(field: "StartAt", at: "The definition")),
        (#"{"StartAt":"A"}"#, .missing(field: "States", at: "The definition")),
        (#"{"StartAt":"A","States":{}}"#, .missing(field: "States", at: "The definition")),
        (
            #"{"StartAt":"B","States":{"A":{"Type":"Pass"}}}"#,
            .unknownTarget("B", field: "StartAt", state: "The definition")
        ),
        (#"{"StartAt":"A","States":{"A":3}}"#, .notAnObject(at: "State \"A\"")),
        (#"{"StartAt":"A","States":{"A":{"Type":"Nap"}}}"#, .unknownType("Nap", state: "A")),
        (
            #"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}"#,
            .unknownTarget("B", field: "Next", state: "A")
        ),
        (#"{"StartAt":"A","States":{"A":{"Type":"Map"}}}"#, .missing(field: "ItemProcessor", at: "State \"A\"")),
        (
            #"{"StartAt":"A","States":{"A":{"Type":"Parallel","Branches":[7]}}}"#,
            .notAnObject(at: "Branch 1 of state \"A\"")
        ),
    ]) func malformed(_ text: String, _ error: DefinitionError) throws {
        let definition = try JSONValue(parsing: text)
        #expect(throws: error) { try WorkflowGraph.svg(definition: definition) }
    }

    @Test func endlessNestingIsRefused() {
        var definition: JSONValue = ["StartAt": "A", "States": ["A": ["Type": "Pass", "End": true]]]
        for _ in 0..<60 {
            definition = ["StartAt": "A", "States": ["A": ["Type": "Map", "Iterator": definition, "End": true]]]
        }
        #expect {
            try WorkflowGraph.svg(definition: definition)
        } throws: { error in
            if case DefinitionError.tooDeep = error { true } else { false }
        }
    }

    @Test func waysToOneStateBecomeOneLine() throws {
        let diagram = try WorkflowGraph.diagram(
            definition: [
                "StartAt": "C",
                "States": [
                    "C": [
                        "Type": "Choice",
                        "Choices": [
                            ["Variable": "$.a", "NumericEquals": 1, "Next": "D"],
                            ["Variable": "$.a", "NumericEquals": 2, "Next": "D"],
                        ], "Default": "D",
                    ], "D": ["Type": "Succeed"],
                ],
            ])
        #expect(diagram.edges.compactMap(\.label).map(\.lines) == [["$.a == 1", "or $.a == 2", "or Default"]])
    }
}
