import JSONModel
import JSONPath

extension Compiler {
    mutating func compileTask(_ fields: Fields) -> TaskDefinition? {
        let timeout = seconds("TimeoutSeconds", fields)
        let heartbeat = seconds("HeartbeatSeconds", fields)
        if case .literal(let limit)? = timeout, case .literal(let beat)? = heartbeat, beat >= limit {
            report("HeartbeatSeconds must be smaller than TimeoutSeconds", at: fields.pointer("HeartbeatSeconds"))
        }
        let credentials = compileCredentials(fields)
        guard let arn = fields.string("Resource", required: true, &self) else { return nil }
        guard let resource = TaskResource(arn) else {
            report(
                "The resource provided \(arn) is not recognized. The value is not a valid resource ARN, or the "
                    + "resource is not available in this region.",
                at: fields.pointer("Resource"))
            return nil
        }
        checkExpress(resource, fields)
        return TaskDefinition(resource: resource, timeout: timeout, heartbeat: heartbeat, credentials: credentials)
    }

    /// `NAME` or `NAMEPath`, not both.
    private mutating func seconds(_ name: String, _ fields: Fields) -> Field<Int>? {
        if fields[name] != nil, fields[name + "Path"] != nil {
            report("Only one of the fields '\(name)' and '\(name)Path' can be set", at: fields.location)
            return nil
        }
        if fields[name + "Path"] != nil { return referencePath(name + "Path", fields).map(Field.path) }
        return fields.integerField(name, atLeast: 1, &self)
    }

    private mutating func compileCredentials(_ fields: Fields) -> Template? {
        guard let credentials = fields.object("Credentials", &self) else { return nil }
        guard credentials["RoleArn"] != nil || credentials["RoleArn.$"] != nil else {
            report("The field 'RoleArn' is required but was missing", at: fields.pointer("Credentials"))
            return nil
        }
        return template("Credentials", fields)
    }

    private mutating func checkExpress(_ resource: TaskResource, _ fields: Fields) {
        guard options.isExpress else { return }
        switch resource {
        case .activity:
            report("Express state machine does not support Activity ARN", at: fields.pointer("Resource"))
        case .integration(let integration) where integration.pattern != .requestResponse:
            let pattern = integration.pattern == .waitForTaskToken ? ".waitForTaskToken" : ".sync"
            // AWS's sentence ends in a blank for one of the two.
            let end = integration.pattern == .waitForTaskToken ? " " : ""
            report(
                "Express state machine does not support '\(pattern)' service integration\(end)",
                at: fields.pointer("Resource"))
        default: break
        }
    }
}
