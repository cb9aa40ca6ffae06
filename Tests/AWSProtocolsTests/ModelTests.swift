import Testing

@testable import AWSProtocols

@Suite struct ModelTests {
    @Test func everyServiceLoads() {
        #expect(ServiceModel.all.keys.sorted() == ["glue", "iam", "lambda", "logs", "s3", "sns", "states", "sts"])
        #expect(ServiceModel.named("states")?.operations.values.filter(\.isKnownFully).count == 37)
        #expect(ServiceModel.named("sqs") == nil)
    }
}
