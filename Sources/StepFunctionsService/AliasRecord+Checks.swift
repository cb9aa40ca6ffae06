import ServicePorts

extension AliasRecord {
    /// 1 to 80 of letters, digits, `_`, `-` and `.`, not digits alone.
    static func check(name: String) throws(AWSError) {
        guard name.unicodeScalars.count <= 80 else {
            throw AWSError.constraint(name, "name", "Member must have length less than or equal to 80")
        }
        let isDigit = { (scalar: Unicode.Scalar) in ("0"..."9").contains(scalar) }
        let isOther = { (scalar: Unicode.Scalar) in
            ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || "_-.".unicodeScalars.contains(scalar)
        }
        let scalars = name.unicodeScalars
        guard scalars.contains(where: isOther), scalars.allSatisfy({ isDigit($0) || isOther($0) }) else {
            throw AWSError.constraint(
                name, "name",
                #"Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$"#)
        }
    }

    /// One version, or two distinct ones, with weights that make 100.
    static func check(_ routes: [Route]) throws(AWSError) {
        guard !routes.isEmpty else {
            throw AWSError.constraint(
                "[]", "routingConfiguration", "Member must have length greater than or equal to 1")
        }
        guard routes.count <= 2 else {
            let items = routes.map {
                "RoutingConfigurationListItem(stateMachineVersionArn=\($0.versionARN), weight=\($0.weight))"
            }
            throw AWSError.constraint(
                "[\(items.joined(separator: ", "))]", "routingConfiguration",
                "Member must have length less than or equal to 2")
        }
        for (index, route) in routes.enumerated() where !(0...100).contains(route.weight) {
            let bound = route.weight > 100 ? "less than or equal to 100" : "greater than or equal to 0"
            throw AWSError.constraint(
                "\(route.weight)", "routingConfiguration.\(index + 1).member.weight",
                "Member must have value \(bound)")
        }
        let arns = routes.map(\.versionARN)
        guard arns.allSatisfy(isVersion) else {
            throw received("Routing configuration must contain state machine version ARNs", arns)
        }
        guard Set(arns).count == arns.count else {
            throw received("Routing configuration must contain distinct state machine version ARNs", arns)
        }
        guard routes.reduce(0, { $0 + $1.weight }) == 100 else {
            throw received("Sum of routing configuration weights must equal 100", routes.map { String($0.weight) })
        }
    }

    private static func isVersion(_ arn: String) -> Bool {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 8 && Int(parts[7]) != nil
    }

    private static func received(_ message: String, _ values: [String]) -> AWSError {
        AWSError("ValidationException", "\(message). Received: [\(values.joined(separator: ", "))]")
    }
}

extension AWSError {
    static func checkMember(_ value: String?, _ member: String, of values: [String]) throws(AWSError) {
        guard let value, !values.contains(value) else { return }
        throw constraint(
            value, member, "Member must satisfy enum value set: [\(values.joined(separator: ", "))]")
    }

    static func checkLength(_ value: String?, _ member: String, most: Int) throws(AWSError) {
        guard let value, value.unicodeScalars.count > most else { return }
        throw constraint(
            String(value.prefix(1024)), member, "Member must have length less than or equal to \(most)")
    }

    /// How AWS's front says that a member breaks its shape's constraint.
    static func constraint(_ value: String, _ member: String, _ constraint: String) -> AWSError {
        AWSError(
            "ValidationException",
            "1 validation error detected: Value '\(value)' at '\(member)' failed to satisfy constraint: \(constraint)")
    }
}
