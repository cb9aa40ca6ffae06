import JSONModel
import StatesLanguage
import Testing

/// What AWS accepts and is most likely a mistake.
@Suite struct WarningTests {
    private func machine(_ states: String, start: String = "A") -> String {
        #"{"StartAt":"\#(start)","States":{\#(states)}}"#
    }

    private func task(_ more: String) -> String {
        machine(#""A":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","Parameters":{},"End":true,\#(more)}"#)
    }

    /// Code and place of each warning; a definition with errors is a mistake of the test.
    private func warnings(_ text: String, knowing resources: KnownResources = KnownResources()) -> [String] {
        let findings = StateMachine.review(of: text, knowing: resources)
        #expect(findings.allSatisfy { $0.severity == .warning }, "\(findings)")
        return findings.map { "\($0.code) \($0.location ?? "")" }
    }

    @Test func rulesBehindOthersNeverFire() {
        #expect(
            warnings(
                task(
                    #""Retry":[{"ErrorEquals":["States.TaskFailed"]},{"ErrorEquals":["Lambda.Unknown","States.Timeout"]},"#
                        + #"{"ErrorEquals":["States.Timeout"]}]"#))
                == ["RETRY_NEVER_FIRES /States/A/Retry[1]/ErrorEquals", "RETRY_NEVER_FIRES /States/A/Retry[2]"])
    }

    @Test func aRuleOfNoAttemptsIsNeededBeforeAWiderOneOnly() {
        #expect(
            warnings(task(#""Retry":[{"ErrorEquals":["E"],"MaxAttempts":0},{"ErrorEquals":["States.ALL"]}]"#)) == [])
        #expect(
            warnings(task(#""Retry":[{"ErrorEquals":["E"],"MaxAttempts":0}]"#))
                == ["RETRY_NEVER_FIRES /States/A/Retry[0]/MaxAttempts"])
        #expect(
            warnings(task(#""Retry":[{"ErrorEquals":["E","E"]}]"#))
                == ["DUPLICATE_ERROR_NAME /States/A/Retry[0]/ErrorEquals"])
    }

    @Test(arguments: [
        ("States.Timout", "Did you mean 'States.Timeout'?"), ("State.ALL", "Did you mean 'States.ALL'?"),
        ("states.taskFailed", "Did you mean 'States.TaskFailed'?"), ("States.Elsewhere", nil),
    ])
    func typosInErrorNamesAreSeen(_ name: String, _ hint: String?) {
        let findings = StateMachine.review(of: task(#""Retry":[{"ErrorEquals":["\#(name)"]}]"#))
        #expect(findings.map(\.code) == ["UNKNOWN_ERROR_NAME"])
        #expect(findings.first?.hint == hint)
    }

    @Test(arguments: ["States.Timeout", "Glue.ThrottlingException", "MyError", "States.Http.StatusCode.404"])
    func namesThatCanBeRaisedAreLeftAlone(_ name: String) {
        #expect(warnings(task(#""Retry":[{"ErrorEquals":["\#(name)"]}]"#)) == [])
    }

    @Test func aPathThatFindsNothingInALiteralIsSeen() {
        let states = #"""
            "A":{"Type":"Pass","Result":{"a":{"b":1}},"Next":"W"},"W":{"Type":"Wait","Seconds":1,"Next":"T"},
            "T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","InputPath":"$.a",
            "Parameters":{"Message.$":"$.c","Subject.$":"States.Format('{}', $.b)","X.$":"$$.Execution.Id"},"End":true}
            """#
        #expect(warnings(machine(states)) == ["PATH_NEVER_MATCHES /States/T/Parameters/Message.$"])
    }

    @Test func anInputThatComesFromElsewhereTooIsNotKnown() {
        let states = #"""
            "A":{"Type":"Pass","Result":{"a":1},"Next":"T"},
            "T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","Parameters":{"Message.$":"$.c"},"End":true,
            "Catch":[{"ErrorEquals":["States.ALL"],"Next":"T"}]}
            """#
        #expect(warnings(machine(states)) == [])
    }

    @Test func aChoiceWithoutADefaultIsSeenUnlessItsRulesCoverAll() {
        let open =
            #""A":{"Type":"Choice","Choices":[{"Variable":"$.a","IsNull":true,"Next":"B"}]},"B":{"Type":"Succeed"}"#
        #expect(warnings(machine(open)) == ["NO_DEFAULT /States/A"])
        let closed = open.replacing(
            #""Next":"B"}]"#, with: #""Next":"B"},{"Variable":"$.a","IsNull":false,"Next":"B"}]"#)
        #expect(warnings(machine(closed)) == [])
    }

    @Test func variablesAreFollowedThroughBranches() {
        let states = #"""
            "A":{"Type":"Pass","Assign":{"x":1,"y":2},"Next":"P"},
            "P":{"Type":"Parallel","Next":"Z","Branches":[{"StartAt":"I","States":{
              "I":{"Type":"Pass","Parameters":{"v.$":"$x"},"Assign":{"inner":1},"Next":"J"},
              "J":{"Type":"Pass","Parameters":{"v.$":"$inner"},"End":true}}}]},
            "Z":{"Type":"Pass","Parameters":{"v.$":"$inner"},"End":true}
            """#
        #expect(
            Set(warnings(machine(states))) == ["VARIABLE_NOT_ASSIGNED /States/Z", "VARIABLE_NOT_READ /States/A/Assign"])
    }

    @Test func namesOfJobsAreCheckedWhereTheyAreKnown() {
        let job = machine(
            #""A":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun.sync","#
                + #""Parameters":{"JobName":"extrakt"},"End":true}"#)
        #expect(warnings(job) == [])
        #expect(warnings(job, knowing: KnownResources(jobs: ["extrakt"])) == [])
        let findings = StateMachine.review(of: job, knowing: KnownResources(jobs: ["extract"]))
        #expect(findings.map(\.location) == ["/States/A/Parameters/JobName"])
        #expect(findings.first?.hint == "Did you mean 'extract'?")
    }
}
