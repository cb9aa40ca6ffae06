import JSONPath

/// A Task state's own fields.
public struct TaskDefinition: Sendable {
    public var resource: TaskResource
    public var timeout: Field<Int>?
    public var heartbeat: Field<Int>?
    /// `Credentials`: the role to assume.
    public var credentials: Template?
}

/// What a Task's `Resource` names.
public enum TaskResource: Sendable, Hashable {
    /// A Lambda function's ARN, called directly.
    case function(arn: String)
    case activity(arn: String)
    /// `arn:aws:states:::SERVICE:ACTION[.PATTERN]`
    case integration(Integration)
}

/// A service integration.
/// https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
public struct Integration: Sendable, Hashable {
    public enum Pattern: String, Sendable, Hashable {
        case requestResponse = ""
        case sync = ".sync"
        case sync2 = ".sync:2"
        case waitForTaskToken = ".waitForTaskToken"
    }

    /// `glue`; for an SDK integration `aws-sdk:glue`.
    public var service: String
    /// `startJobRun`, without the pattern.
    public var action: String
    public var pattern: Pattern

    /// The history's `resourceType`.
    public var resourceType: String { service }
    /// The history's `resource`: `startJobRun.sync`
    public var resource: String { action + pattern.rawValue }
}

extension TaskResource {
    /// Reads a `Resource` ARN; nil where it is none that Step Functions knows.
    public init?(_ arn: String) {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn", parts[1].hasPrefix("aws") else { return nil }
        switch parts[2] {
        // The specification's own example: a definition may name one, and its state fails.
        case "swf" where parts[5].hasPrefix("task:") && parts[5].count > 5:
            self = .integration(Integration(service: "swf", action: "task", pattern: .requestResponse))
        case "lambda" where parts[5].hasPrefix("function:") && parts[5].count > 9:
            self = .function(arn: arn)
        case "states" where parts[5].hasPrefix("activity:") && parts[5].count > 9:
            self = .activity(arn: arn)
        case "states" where parts[3].isEmpty && parts[4].isEmpty:
            guard let integration = Integration(parts[5]), integration.isKnown else { return nil }
            self = .integration(integration)
        default: return nil
        }
    }
}

extension Integration {
    /// Reads `glue:startJobRun.sync`, `states:startExecution.sync:2`, `aws-sdk:sfn:listExecutions`.
    init?(_ text: String) {
        var rest = text
        var pattern = Pattern.requestResponse
        for candidate in [Pattern.waitForTaskToken, .sync2, .sync] where rest.hasSuffix(candidate.rawValue) {
            rest.removeLast(candidate.rawValue.count)
            pattern = candidate
            break
        }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let isSDK = parts.first == "aws-sdk"
        guard parts.count == (isSDK ? 3 : 2), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        service = isSDK ? "aws-sdk:" + parts[1] : parts[0]
        action = parts[parts.count - 1]
        self.pattern = pattern
    }

    /// False for an action or a pattern that an optimized integration does not have.
    var isKnown: Bool {
        guard let actions = Self.optimized[service] else { return true }
        return actions[action]?.contains(pattern) ?? false
    }

    /// `glue:startJobRun.sync` and so on, sorted.
    static let optimizedResources: [String] = optimized.flatMap { service, actions in
        actions.flatMap { action, patterns in patterns.map { "\(service):\(action)\($0.rawValue)" } }
    }.sorted()

    /// The integrations whose list of actions is closed here; those of other services are taken as they come.
    /// https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
    private static let optimized: [String: [String: Set<Pattern>]] = [
        "lambda": ["invoke": [.requestResponse, .waitForTaskToken]],
        "dynamodb": [
            "getItem": [.requestResponse], "putItem": [.requestResponse], "updateItem": [.requestResponse],
            "deleteItem": [.requestResponse],
        ],
        "sns": ["publish": [.requestResponse, .waitForTaskToken]],
        "sqs": ["sendMessage": [.requestResponse, .waitForTaskToken]],
        "glue": ["startJobRun": [.requestResponse, .sync]],
        "events": ["putEvents": [.requestResponse, .waitForTaskToken]],
        "states": ["startExecution": [.requestResponse, .sync, .sync2, .waitForTaskToken]],
        "http": ["invoke": [.requestResponse]],
    ]
}
