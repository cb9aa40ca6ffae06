import Foundations
import JSONModel
import ServicePorts

/// The function's resource policy. It is recorded, and answered as Lambda builds it.
extension LambdaService {
    func addPermission(_ request: ServiceRequest) async throws -> ServiceResponse {
        let name = try request.functionName()
        let sid = request.input.string("StatementId") ?? ""
        return try await changes.turn {
            var record = try await find(name, request.context)
            try checkRevision(request.input, record.policyRevision)
            guard !record.statements.contains(where: { $0["Sid"]?.stringValue == sid }) else {
                throw AWSError(
                    "ResourceConflictException",
                    "The statement id (\(sid)) provided already exists. Please provide a new statement id, or remove "
                        + "the existing statement.")
            }
            let statement = Self.statement(sid, request, resource: record.arn)
            record.statements.append(statement)
            record.policyRevision = random.uuid()
            try await save(record, name, request.context)
            return ServiceResponse(["Statement": .string(statement.serialized())])
        }
    }

    func removePermission(_ request: ServiceRequest) async throws -> ServiceResponse {
        let name = try request.functionName()
        let sid = request.input.string("StatementId") ?? ""
        return try await changes.turn {
            var record = try await find(name, request.context)
            try checkRevision(request.input, record.policyRevision)
            let before = record.statements.count
            record.statements.removeAll { $0["Sid"]?.stringValue == sid }
            guard record.statements.count < before else {
                throw AWSError("ResourceNotFoundException", "Statement \(sid) is not found in resource policy.")
            }
            record.policyRevision = random.uuid()
            try await save(record, name, request.context)
            return ServiceResponse()
        }
    }

    func getPolicy(_ request: ServiceRequest) async throws -> ServiceResponse {
        let record = try await find(try request.functionName(), request.context)
        guard !record.statements.isEmpty else {
            throw AWSError("ResourceNotFoundException", "The resource you requested does not exist.")
        }
        let policy: JSONValue = ["Version": "2012-10-17", "Id": "default", "Statement": .array(record.statements)]
        return ServiceResponse(["Policy": .string(policy.serialized()), "RevisionId": .string(record.policyRevision)])
    }

    private static func statement(_ sid: String, _ request: ServiceRequest, resource: String) -> JSONValue {
        let input = request.input
        var statement: JSONObject = [
            "Sid": .string(sid), "Effect": "Allow", "Principal": principal(input.string("Principal") ?? ""),
            "Action": input["Action"] ?? "", "Resource": .string(resource),
        ]
        var equals: JSONObject = [:]
        if let account = input["SourceAccount"] { equals["AWS:SourceAccount"] = account }
        if let organization = input["PrincipalOrgID"] { equals["aws:PrincipalOrgID"] = organization }
        if let type = input["FunctionUrlAuthType"] { equals["lambda:FunctionUrlAuthType"] = type }
        if let token = input["EventSourceToken"] { equals["lambda:EventSourceToken"] = token }
        var condition: JSONObject = [:]
        if !equals.isEmpty { condition["StringEquals"] = .object(equals) }
        if let source = input["SourceArn"] { condition["ArnLike"] = ["AWS:SourceArn": source] }
        if let byURL = input.bool("InvokedViaFunctionUrl") {
            condition["Bool"] = ["lambda:InvokedViaFunctionUrl": byURL ? "true" : "false"]
        }
        if !condition.isEmpty { statement["Condition"] = .object(condition) }
        return .object(statement)
    }

    /// A service, an account, an ARN, or everybody.
    private static func principal(_ text: String) -> JSONValue {
        if text == "*" { return "*" }
        if text.hasSuffix(".amazonaws.com") { return ["Service": .string(text)] }
        let isAccount = text.count == 12 && text.allSatisfy(\.isNumber)
        return ["AWS": .string(isAccount ? "arn:aws:iam::\(text):root" : text)]
    }
}
