import ServicePorts

/// The ARNs of Step Functions: `arn:aws:states:REGION:ACCOUNT:TYPE:…`
struct ResourceName {
    var context: CallContext
    /// What stands behind the account, by colons: `["stateMachine", "Name"]`.
    var parts: [String]

    /// Throws `InvalidArn` for anything but an ARN of this service.
    init(_ arn: String, _ caller: CallContext) throws(AWSError) {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard arn.hasPrefix("arn:") else {
            throw AWSError("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: \(arn)'")
        }
        guard parts.count >= 7, parts[2] == "states" else {
            throw AWSError("InvalidArn", "Invalid Arn: '\(arn)'")
        }
        context = caller
        context.region = parts[3]
        context.account = parts[4]
        self.parts = Array(parts[5...])
    }

    /// The state machine's name.
    static func stateMachine(_ arn: String, _ caller: CallContext) throws(AWSError) -> ResourceName {
        let name = try ResourceName(arn, caller)
        guard name.parts[0] == "stateMachine" else {
            throw AWSError(
                "InvalidArn", "Invalid Arn: 'Resource type not valid in this context: \(name.parts[0])'")
        }
        return name
    }

    static func activity(_ arn: String, _ caller: CallContext) throws(AWSError) -> ResourceName {
        let name = try ResourceName(arn, caller)
        guard name.parts[0] == "activity", name.parts.count == 2 else {
            throw AWSError(
                "InvalidArn", "Invalid Arn: 'Resource type not valid in this context: \(name.parts[0])'")
        }
        return name
    }

    static func execution(_ arn: String, _ caller: CallContext) throws(AWSError) -> ResourceName {
        let name = try ResourceName(arn, caller)
        guard name.parts[0] == "execution", name.parts.count == 3 else {
            throw AWSError(
                "InvalidArn", "Invalid Arn: 'Resource type not valid in this context: \(name.parts[0])'")
        }
        return name
    }
}

extension ResourceName {
    /// An execution that can be described: of Express executions only a Map Run's children are remembered.
    static func describable(_ arn: String, _ caller: CallContext) throws(AWSError) -> ResourceName {
        let name = try ResourceName(arn, caller)
        let isChild = name.parts[0] == "express" && name.parts.count == 4 && name.parts[1].contains("/")
        return isChild ? name : try execution(arn, caller)
    }
}

extension Quotas {
    /// Names: 1 to 80 characters, none of those that the API reference lists.
    /// https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
    func checkName(_ name: String) throws(AWSError) {
        let forbidden = "<>{}[]?*\""
        let special = #"#%\^|~`$&,;:/"#
        let isValid = name.unicodeScalars.allSatisfy { scalar in
            scalar.value > 0x20 && !(0x7F...0x9F).contains(scalar.value)
                && !forbidden.unicodeScalars.contains(scalar) && !special.unicodeScalars.contains(scalar)
        }
        guard isValid, !name.isEmpty, name.unicodeScalars.count <= self[.nameLength] else {
            throw AWSError("InvalidName", "Invalid Name: '\(name)'")
        }
    }
}
