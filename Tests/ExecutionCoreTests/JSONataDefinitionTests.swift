import StatesLanguage
import Testing

/// What AWS says of wrong definitions in JSONata, as measured with `validate-state-machine-definition`:
/// https://github.com/floci-io/floci/issues/2670, 2735, 2745, 2968 and pull request 2786.
@Suite struct JSONataDefinitionTests {
    private func findings(_ definition: String) -> [String] {
        StateMachine.diagnostics(of: definition).map { "\($0.code): \($0.message) at \($0.location ?? "null")" }
    }

    private func pass(_ output: String) -> String {
        #"{"QueryLanguage":"JSONata","StartAt":"E","States":{"E":{"Type":"Pass","Output":{"v":"{% \#(output) %}"},"End":true}}}"#
    }

    @Test func aReferenceToTheInputItselfIsRefused() {
        #expect(
            findings(pass("phone")) == [
                "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at "
                    + "/States/E/Output/v"
            ])
        for expression in ["phone.number", "$$.a", "$", "[a]", "$sum(a.b)", "a + 1", "{'k': a}", "$x[0] & b"] {
            #expect(findings(pass(expression)).count == 1, "\(expression)")
        }
        for expression in [
            "$states.input.phone", "$x.phone[type = 'a'].{ 'n': number }", "$map($x, function($v) { $v.a })",
            "$states.input.items^(price).name", "$x.a.$sum(b)", "($y := $x.a; $y.b)",
        ] {
            #expect(findings(pass(expression)) == [], "\(expression)")
        }
    }

    @Test(arguments: [
        ("1 +", "Unexpected end of expression"), ("$x :=", "Unexpected end of expression"),
        ("$x[1,2)", #"Expected "]", got ",""#),
        ("'unterminated", "String literal must be terminated by a matching quote"),
        (#"$match('a', /abc"#, "No terminating / in regular expression"),
    ])
    func aWrongExpressionIsRefusedWithoutItsCode(_ expression: String, _ message: String) {
        #expect(findings(pass(expression)) == ["INVALID_JSONATA_EXPRESSION: \(message) at /States/E/Output/v"])
    }

    @Test func aFieldOfTheOtherLanguageIsRefused() {
        #expect(
            findings(#"{"StartAt":"P","States":{"P":{"Type":"Pass","Output":{},"End":true}}}"#) == [
                "SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported "
                    + "for the 'JSONata' QueryLanguage at /States/P"
            ])
    }

    /// The states inside inherit the machine's language, whatever the Map state's own is.
    @Test func innerStatesHaveTheMachinesLanguage() {
        let definition = #"""
            {"StartAt":"M","States":{"M":{"Type":"Map","QueryLanguage":"JSONata","End":true,
            "ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","Output":{},"End":true}}}}}}
            """#
        #expect(
            findings(definition) == [
                "SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported "
                    + "for the 'JSONata' QueryLanguage at /States/M/ItemProcessor/States/P"
            ])
    }

    @Test func aProcessorHasNoLanguageOfItsOwn() {
        let definition = #"""
            {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{"QueryLanguage":"JSONata",
            "StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}}}}
            """#
        #expect(
            findings(definition) == [
                "SCHEMA_VALIDATION_FAILED: Field 'QueryLanguage' is not supported at /States/M/ItemProcessor"
            ])
    }

    @Test func aFlowWithoutAnEnd() {
        #expect(
            findings(#"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","Next":"A"}}}"#)
                == ["MISSING_END_STATE: Workflow has no terminal state at null"])
        #expect(
            findings(#"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"NOPE"}}}"#) == [
                "MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/A/Next",
                "MISSING_END_STATE: Workflow has no terminal state at null",
            ])
        #expect(
            findings(
                #"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"A"},"C":{"Type":"Pass","End":true}}}"#
            ) == [#"MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C"#])
    }

    @Test func placesInArraysAreInBrackets() {
        let definition = #"""
            {"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{"Variable":"$.a","IsNull":true,"Next":"N"}],
            "Default":"D"},"D":{"Type":"Pass","End":true}}}
            """#
        #expect(
            findings(definition) == ["MISSING_TRANSITION_TARGET: Missing 'Next' target: N at /States/C/Choices[0]/Next"]
        )
    }
}
