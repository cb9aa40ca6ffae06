import JSONModel
import JSONata

/// What a case expects: a result, no result, or an error.
struct Expectation {
    private let testCase: JSONObject

    init(_ testCase: JSONObject) { self.testCase = testCase }

    /// What differs; nil where nothing does.
    func difference(from outcome: Result<JSONValue?, JSONataError>) -> String? {
        switch outcome {
        case .failure(let error): errorDifference(error)
        case .success(let value): valueDifference(value)
        }
    }

    private var expectedError: JSONObject? {
        if let error = testCase.object("error") { return error }
        return testCase.string("code").map { ["code": .string($0)] }
    }

    private func errorDifference(_ error: JSONataError) -> String? {
        guard let expected = expectedError else { return "unexpected error \(error)" }
        if let code = expected.string("code"), code != suiteCode(error) { return "expected \(code), got \(error)" }
        if let message = expected.string("message"), message != error.message {
            return "expected message \(message), got \(error.message)"
        }
        if let token = expected.string("token"), token != error.token {
            return "expected token \(token), got \(error.token ?? "none")"
        }
        return nil
    }

    /// The reference's suite sets its own guard, which reports depth and time alike; the language's own are told apart.
    private func suiteCode(_ error: JSONataError) -> String {
        let isGuarded = testCase["depth"] != nil || testCase["timelimit"] != nil
        return isGuarded && ["D1011", "D1012"].contains(error.code) ? "U1001" : error.code
    }

    private func valueDifference(_ value: JSONValue?) -> String? {
        if let expectedError { return "expected error \(expectedError), got \(shown(value))" }
        guard testCase.bool("undefinedResult") != true else {
            return value == nil ? nil : "expected nothing, got \(shown(value))"
        }
        guard let expected = testCase["result"] else { return nil }
        guard let value else { return "expected \(expected), got nothing" }
        let isSame = testCase.bool("unordered") == true ? Self.sameSet(expected, value) : Self.same(expected, value)
        return isSame ? nil : "expected \(expected), got \(shown(value))"
    }

    private func shown(_ value: JSONValue?) -> String { value.map { String($0.serialized().prefix(400)) } ?? "nothing" }

    private static func same(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.number(let first), .number(let second)): first.doubleValue == second.doubleValue
        case (.array(let first), .array(let second)):
            first.count == second.count && zip(first, second).allSatisfy { same($0, $1) }
        case (.object(let first), .object(let second)):
            first.count == second.count
                && first.allSatisfy { member in second[member.key].map { same(member.value, $0) } ?? false }
        default: left == right
        }
    }

    private static func sameSet(_ left: JSONValue, _ right: JSONValue) -> Bool {
        guard case .array(let first) = left, case .array(var second) = right else { return same(left, right) }
        guard first.count == second.count else { return false }
        for element in first {
            guard let place = second.firstIndex(where: { same(element, $0) }) else { return false }
            second.remove(at: place)
        }
        return true
    }
}
