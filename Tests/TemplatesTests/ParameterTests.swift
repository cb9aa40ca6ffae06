import JSONModel
import Testing

@testable import Templates

struct ParameterTests {
    private func found(_ declaration: String, _ value: String) -> [String] {
        findings("Parameters: {P: {\(declaration)}}\nResources: {B: {Type: AWS::S3::Bucket}}", ["P": value])
    }

    @Test(arguments: [
        ("Type: String, AllowedValues: [a, b]", "c", "must be one of a, b"),
        ("Type: String, MinLength: 2, MaxLength: 3", "x", "must have 2 to 3 characters"),
        ("Type: Number, MinValue: 1, MaxValue: 5", "6", "must be between 1 and 5"),
        ("Type: Number", "six", "must be a number"),
        ("Type: List<Number>", "1,x", "must be a number"),
        (
            "Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: letters only", "a1",
            "must match [a-z]+ (letters only)"
        ),
    ])
    func refuses(_ declaration: String, _ value: String, _ expected: String) {
        #expect(found(declaration, value) == ["1:14: the parameter P " + expected])
    }

    @Test(arguments: [
        ("Type: String, AllowedPattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$'", "my-bucket.x"),
        ("Type: Number", " 2.5"), ("Type: List<Number>", "1, 2"), ("Type: CommaDelimitedList", ""),
        ("Type: String, AllowedValues: [true, 1]", "true"),
    ])
    func takes(_ declaration: String, _ value: String) {
        #expect(found(declaration, value) == [])
    }

    @Test func unknownOnesAndBadDefaultsAreRefused() {
        let text = "Parameters: {P: {Type: Number, Default: x}}\nResources: {B: {Type: AWS::S3::Bucket}}"
        #expect(findings(text) == ["1:41: the Default of the parameter P must be a number"])
        #expect(
            findings("Resources: {B: {Type: AWS::S3::Bucket}}", ["Q": "1"]) == ["1:1: the template has no parameter Q"])
    }

    @Test func listsBecomeLists() throws {
        let text = """
            Parameters: {L: {Type: CommaDelimitedList}}
            Resources: {B: {Type: AWS::S3::Bucket}}
            Outputs: {O: {Value: !Ref L}, J: {Value: !Join ["+", !Ref L]}}
            """
        let outputs = try resolved(text, ["L": "a, b ,c"]).outputs
        #expect(outputs.map(\.value) == [["a", "b", "c"], "a+b+c"])
    }

    @Test(arguments: [
        ("a*b", "aaab", true), ("a*b", "aaac", false), ("(ab|cd)+", "abcdab", true), ("(ab|cd)+", "abc", false),
        ("[^0-9]{2,3}", "ab", true), ("[^0-9]{2,3}", "a1", false), (#"\d{4}-\d{2}"#, "2024-01", true),
        (#"[\w.+-]+@[\w-]+\.[\w.-]+"#, "team@example.com", true), (#"[\w.+-]+@[\w-]+\.[\w.-]+"#, "team@", false),
        ("a?", "", true), ("a{0}b", "b", true), ("[]a]+", "]a", true), ("x|", "", true), ("(?:a|b)c", "bc", true),
        (#"\+[1-9]\d{1,14}"#, "+15550100", true), ("s3://.*", "s3://b/k", true),
    ])
    func patterns(_ pattern: String, _ text: String, _ expected: Bool) throws {
        #expect(try Pattern(pattern).matches(text) == expected)
    }

    @Test(arguments: ["(?=a)", "(a", "a)", "[a", #"(a)\1"#, "a{2,1}", "*a", "[z-a]", "a++", "(((a{999}){999}){999})"])
    func refusedPatterns(_ pattern: String) {
        #expect(throws: Mismatch.self) { try Pattern(pattern) }
    }

    /// Nested repetitions, over which backtracking would try 2^40 ways.
    @Test func noPatternTakesLong() throws {
        #expect(try !Pattern("(a+)+b").matches(String(repeating: "a", count: 2000)))
        #expect(try Pattern("(((){4096}){4096}){4096}").matches(""))
    }
}
