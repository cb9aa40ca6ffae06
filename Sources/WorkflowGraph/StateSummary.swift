import JSONModel

/// What a state's card says below its name.
struct StateSummary {
    let type: StateType
    let fields: JSONObject

    var details: [String] {
        switch type {
        case .task: taskDetails
        case .wait: ["Wait " + waiting]
        case .fail: [fields.string("Error").map { "Fail · \($0)" } ?? "Fail"]
        case .parallel: ["Parallel" + count(fields.array("Branches")?.count ?? 0, "branch", "branches")]
        case .map: [mapping]
        case .pass, .choice, .succeed: [type.rawValue]
        }
    }

    var icon: Icon {
        switch type {
        case .task: ServiceName(resource: resource).icon
        case .pass: .arrow
        case .choice: .diamond
        case .wait: .clock
        case .succeed: .check
        case .fail: .cross
        case .parallel: .lanes
        case .map: .stack
        }
    }

    var retries: Int? {
        guard let retriers = fields.array("Retry"), !retriers.isEmpty else { return nil }
        return retriers.map { $0["MaxAttempts"]?.intValue ?? 3 }.max()
    }

    var tooltip: [String] {
        var lines = [type.rawValue + (resource.isEmpty ? "" : ": \(resource)")]
        if let comment = fields.string("Comment") { lines.append(comment) }
        for retrier in fields.array("Retry") ?? [] { lines.append("Retry " + retrying(retrier)) }
        return lines
    }

    private var resource: String { fields.string("Resource") ?? "" }

    private var taskDetails: [String] {
        let service = ServiceName(resource: resource)
        return [service.text] + (subject.map { [$0] } ?? [])
    }

    /// What the task works on, where the definition says so.
    private var subject: String? {
        let parameters = fields.object("Arguments") ?? fields.object("Parameters") ?? [:]
        let names = [
            "JobName", "FunctionName", "TopicArn", "QueueUrl", "StateMachineArn", "TableName", "Bucket", "Cluster",
            "ActivityArn",
        ]
        for name in names {
            guard let value = parameters.string(name), !value.hasPrefix("{%") else { continue }
            let short = value.split(whereSeparator: { $0 == ":" || $0 == "/" }).last.map(String.init) ?? value
            return value.hasPrefix("arn:") || value.hasPrefix("http") ? short : value
        }
        return nil
    }

    private var waiting: String {
        if let seconds = fields["Seconds"] {
            return seconds.stringValue == nil ? duration(seconds) : ChoiceText.plain(seconds) + " s"
        }
        if let path = fields.string("SecondsPath") { return "\(path) s" }
        return "until " + (fields["Timestamp"].map(ChoiceText.plain) ?? fields.string("TimestampPath") ?? "…")
    }

    private func duration(_ value: JSONValue) -> String {
        guard let seconds = value.intValue, seconds >= 60 else { return value.serialized() + " s" }
        for (unit, length) in [("d", 86_400), ("h", 3600), ("min", 60)] where seconds % length == 0 {
            return "\(seconds / length) \(unit)"
        }
        return "\(seconds) s"
    }

    private var mapping: String {
        let processor = fields.object("ItemProcessor") ?? fields.object("Iterator")
        let isDistributed = processor?.object("ProcessorConfig")?.string("Mode") == "DISTRIBUTED"
        var parts = [isDistributed ? "Distributed Map" : "Map"]
        if let items = fields.string("ItemsPath") { parts.append("over \(items)") }
        if let items = fields["Items"] { parts.append("over \(ChoiceText.plain(items))") }
        if let most = fields.int("MaxConcurrency"), most > 0 { parts.append("\(most) at a time") }
        return parts.joined(separator: " · ")
    }

    private func retrying(_ retrier: JSONValue) -> String {
        let errors = (retrier["ErrorEquals"]?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: ", ")
        let attempts = retrier["MaxAttempts"]?.serialized() ?? "3"
        let interval = retrier["IntervalSeconds"]?.serialized() ?? "1"
        let rate = retrier["BackoffRate"]?.serialized() ?? "2"
        return "on \(errors): up to \(attempts) times, first after \(interval) s, then × \(rate)"
    }

    private func count(_ number: Int, _ one: String, _ many: String) -> String {
        " · \(number) \(number == 1 ? one : many)"
    }
}

/// The service behind a Task's Resource.
struct ServiceName {
    let text: String
    let icon: Icon

    private static let names: [String: (String, Icon)] = [
        "glue": ("Glue", .gears), "lambda": ("Lambda", .function), "sns": ("SNS", .megaphone), "sqs": ("SQS", .queue),
        "s3": ("S3", .bucket), "dynamodb": ("DynamoDB", .table), "states": ("Step Functions", .flow),
        "sfn": ("Step Functions", .flow), "ecs": ("ECS", .gears), "batch": ("Batch", .gears),
        "athena": ("Athena", .table), "events": ("EventBridge", .bolt), "http": ("HTTP", .globe),
        "apigateway": ("API Gateway", .globe), "bedrock": ("Bedrock", .bolt), "emr": ("EMR", .gears),
        "sagemaker": ("SageMaker", .gears), "codebuild": ("CodeBuild", .gears), "eks": ("EKS", .gears),
        "secretsmanager": ("Secrets Manager", .key),
    ]

    init(resource: String) {
        let parts = resource.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard resource.hasPrefix("arn:"), parts.count >= 6 else {
            text = resource.isEmpty ? "Task" : resource
            icon =
                resource.lowercased().contains("lambda") || resource.lowercased().contains("function")
                ? .function : .gear
            return
        }
        let integration = parts[2] == "states" && parts[3].isEmpty && parts[4].isEmpty
        if integration, parts[5] == "aws-sdk", parts.count >= 8 {
            let known = Self.names[parts[6].lowercased()]
            (text, icon) = ("\(known?.0 ?? parts[6]) \(parts[7...].joined(separator: ":"))", known?.1 ?? .gear)
        } else if integration {
            let known = Self.names[parts[5].lowercased()]
            (text, icon) = ("\(known?.0 ?? parts[5]) \(parts[6...].joined(separator: ":"))", known?.1 ?? .gear)
        } else if parts[2] == "states", parts[5] == "activity" {
            (text, icon) = ("Activity \(parts[6...].joined(separator: ":"))", .person)
        } else {
            let known = Self.names[parts[2]]
            let name = parts[2] == "lambda" && parts.count > 6 ? parts[6...] : parts[5...]
            (text, icon) = ("\(known?.0 ?? parts[2]) \(name.joined(separator: ":"))", known?.1 ?? .gear)
        }
    }
}
