import JSONModel
import StatesLanguage
import Testing

/// Hints and places of what AWS refuses.
@Suite struct HintTests {
    static let definition = #"""
        {"StartAt":"Frist","States":{
          "First":{"Type":"Choice","Choices":[{"Variable":"$.b","IsNull":true,"Next":"Wrok"}],"Default":"a[0]"},
          "Work":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun.snyc","Parmeters":{},"End":true},
          "a[0]":{"Type":"Pas","End":true},
          "b/c":{"Type":"Pass","Nxt":"Work"}}}
        """#

    @Test(arguments: [
        ("/StartAt", "Did you mean 'First'?"), ("/States/First/Choices[0]/Next", "Did you mean 'Work'?"),
        ("/States/Work/Resource", "Did you mean 'arn:aws:states:::glue:startJobRun.sync'?"),
        ("/States/Work", "Did you mean 'Parameters'?"), ("/States/a[0]/Type", "Did you mean 'Pass'?"),
        ("/States/b~1c", "Did you mean 'Next'?"),
    ])
    func whatIsNearIsSaid(_ location: String, _ hint: String) {
        let findings = StateMachine.review(of: Self.definition).filter { $0.location == location }
        #expect(findings.contains { $0.hint == hint }, "\(findings)")
    }

    @Test(arguments: [
        ("/States/First/Choices[0]/Next", "/States/First/Choices/0/Next"), ("/", ""),
        ("/States/a[0]/Type", "/States/a[0]/Type"), ("/States/b~1c", "/States/b~1c"),
    ])
    func placesBecomePointers(_ location: String, _ pointer: String) throws {
        let finding = Diagnostic(code: "X", message: "", location: location)
        #expect(finding.pointer(in: try JSONValue(parsing: Self.definition)) == pointer)
        #expect(Diagnostic(code: "X", message: "", location: nil).pointer(in: [:]) == "")
    }

    @Test func aTextThatIsNoDefinitionHasOneFinding() {
        #expect(StateMachine.review(of: "[]").map(\.code) == ["SCHEMA_VALIDATION_FAILED"])
    }
}
