import JSONModel
import ServicePorts

/// The configuration members of CreateFunction and UpdateFunctionConfiguration: checked, and put into the document.
struct ConfigurationInput {
    var input: JSONObject

    func check() throws(AWSError) {
        try refuseUnserved()
        try checkRuntime()
        try check("Timeout", "timeout", 1...900)
        try check("MemorySize", "memorySize", 128...10_240)
        if let storage = input.object("EphemeralStorage")?.int("Size"), !(512...10_240).contains(storage) {
            throw .constraint(storage, "ephemeralStorage.size", 512...10_240)
        }
        try checkHandler()
        try EnvironmentCheck(variables: input.object("Environment")?.object("Variables") ?? [:]).check()
    }

    /// Puts what the input gives into the document.
    func apply(to configuration: inout JSONObject) {
        for member in [
            "Role", "Handler", "Runtime", "Description", "Timeout", "MemorySize", "EphemeralStorage",
            "TracingConfig", "DeadLetterConfig",
        ] {
            if let value = input[member], !value.isNull { configuration[member] = value }
        }
        if let environment = input.object("Environment") {
            configuration["Environment"] = .object(["Variables": environment["Variables"] ?? [:]])
        }
        if let vpc = input.object("VpcConfig") {
            configuration["VpcConfig"] = .object(vpc.merging(["VpcId": vpc["VpcId"] ?? ""]))
        }
        if let snapStart = input.object("SnapStart") {
            configuration["SnapStart"] = .object(snapStart.merging(["OptimizationStatus": "Off"]))
        }
        if let logging = input.object("LoggingConfig") {
            let logs = configuration.object("LoggingConfig") ?? [:]
            configuration["LoggingConfig"] = .object(logs.merging(logging))
        }
    }

    private static let unserved = [
        "Layers", "FileSystemConfigs", "ImageConfig", "CodeSigningConfigArn", "KMSKeyArn", "PublishTo",
        "DurableConfig", "CapacityProviderConfig", "TenancyConfig", "AcceleratorConfig", "RuntimeConfig",
    ]

    private func refuseUnserved() throws(AWSError) {
        for member in Self.unserved {
            guard let value = input[member], !value.isNull, value != [], value != "", value != [:] else { continue }
            throw .invalid("\(member) is not served here.")
        }
        if input.string("PackageType") == "Image" { throw .invalid("PackageType Image is not served here.") }
        if input.bool("Publish") == true { throw .invalid("Publish is not served here: functions have no versions.") }
        let logging = input.object("LoggingConfig")
        if let format = logging?.string("LogFormat"), format != "Text" {
            throw .invalid("LogFormat \(format) is not served here.")
        }
        if let target = input.object("DeadLetterConfig")?.string("TargetArn"), !target.isEmpty,
            !target.hasPrefix("arn:aws:sns:")
        {
            throw .invalid("A dead-letter target other than an SNS topic is not served here: \(target)")
        }
    }

    private func checkRuntime() throws(AWSError) {
        guard let runtime = input.string("Runtime"), !Self.runtimes.contains(runtime) else { return }
        throw .invalid(
            "Value \(runtime) at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
                + "\(Self.runtimes.sorted()) or be a valid ARN")
    }

    private func check(_ member: String, _ path: String, _ range: ClosedRange<Int>) throws(AWSError) {
        guard let value = input[member], !value.isNull else { return }
        guard let number = value.intValue, range.contains(number) else {
            throw .constraint(value.intValue, path, range)
        }
    }

    private func checkHandler() throws(AWSError) {
        guard let handler = input.string("Handler") else { return }
        guard !handler.isEmpty, handler.utf8.count <= 128, !handler.contains(where: \.isWhitespace),
            !handler.hasPrefix("-")
        else { throw .invalid("Value '\(handler)' at 'handler' failed to satisfy constraint: [^\\s]+") }
    }

    /// The enumeration `Runtime` of the API's model.
    private static let runtimes: Set = [
        "nodejs", "nodejs4.3", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x", "nodejs16.x",
        "nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x", "nodejs26.x", "nodejs4.3-edge", "java8", "java8.al2",
        "java8.al2023", "java11", "java11.al2023", "java17", "java17.al2023", "java21", "java25", "python2.7",
        "python3.6", "python3.7", "python3.8", "python3.9", "python3.10", "python3.11", "python3.12", "python3.13",
        "python3.14", "python3.15", "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "dotnet6",
        "dotnet8", "dotnet10", "go1.x", "ruby2.5", "ruby2.7", "ruby3.2", "ruby3.3", "ruby3.4", "ruby4.0", "provided",
        "provided.al2", "provided.al2023", "custom",
    ]
}

extension AWSError {
    fileprivate static func constraint(_ value: Int?, _ path: String, _ range: ClosedRange<Int>) -> AWSError {
        let bound =
            (value ?? 0) < range.lowerBound
            ? "greater than or equal to \(range.lowerBound)" : "less than or equal to \(range.upperBound)"
        return .invalid(
            "1 validation error detected: Value '\(value.map(String.init) ?? "")' at '\(path)' failed to satisfy "
                + "constraint: Member must have value \(bound)")
    }
}
