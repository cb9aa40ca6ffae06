import Foundation
import Testing

@testable import Templates

/// The repository's example, as it stands.
struct ExampleProjectTests {
    static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("examples/flights-etl/template.yaml").path

    @Test(.enabled(if: FileManager.default.fileExists(atPath: file)))
    func resolves() throws {
        let template = try resolved(try String(contentsOfFile: Self.file, encoding: .utf8), stack: "flights-etl")
        let types = Set(template.resources.map(\.type))
        #expect(types.contains("AWS::StepFunctions::StateMachine") && types.contains("AWS::Lambda::Function"))
        #expect(template.resources.count { $0.type == "AWS::Glue::Job" } == 3)
        let bucket = try #require(template.resources.first { $0.type == "AWS::S3::Bucket" })
        #expect(bucket.physicalName == "flights-etl-000000000000-us-east-1")
        #expect(bucket.uploads.map(\.prefix) == ["raw/", "scripts/"])
    }
}
