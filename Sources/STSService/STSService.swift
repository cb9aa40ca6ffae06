public import Foundations
import JSONModel
public import ServicePorts

/// AWS STS (API version 2011-06-15): who one is, and local credentials of a role.
public final class STSService: Service {
    public let name = "sts"
    public let operations: Set<String> = ["GetCallerIdentity", "AssumeRole"]

    private let store: any ResourceStore
    private let invoker: any ServiceInvoker
    private let clock: any TimeSource
    private let random: any RandomSource

    public init(
        store: any ResourceStore, invoker: any ServiceInvoker, clock: any TimeSource, random: any RandomSource
    ) {
        self.store = store
        self.invoker = invoker
        self.clock = clock
        self.random = random
    }

    public func call(_ request: ServiceRequest) async throws -> ServiceResponse {
        switch request.operation {
        case "GetCallerIdentity": return try await getCallerIdentity(request)
        case "AssumeRole": return try await assumeRole(request)
        default: throw AWSError.unknownOperation(name, request.operation)
        }
    }

    /// Whose temporary credentials an access key id is part of: the principal's ARN, until they expire.
    public func principal(ofAccessKey accessKey: String, account: String) async throws -> String? {
        guard let session = try await store.get(Self.key(accessKey, account)),
            let expiration = session["Expiration"]?.doubleValue, expiration > clock.now.seconds
        else { return nil }
        return session["Arn"]?.stringValue
    }

    private func getCallerIdentity(_ request: ServiceRequest) async throws -> ServiceResponse {
        let context = request.context
        let arn = context.principal ?? Self.root(context)
        let session = AssumedRole(arn: arn)
        var user = context.account
        if let session {
            user = "\(try await role(session.roleName, context).string("RoleId") ?? ""):\(session.sessionName)"
        }
        return ServiceResponse(["UserId": .string(user), "Account": .string(context.account), "Arn": .string(arn)])
    }

    private func assumeRole(_ request: ServiceRequest) async throws -> ServiceResponse {
        let (input, context) = (request.input, request.context)
        for member in ["Policy", "PolicyArns", "SerialNumber", "TokenCode", "Tags", "TransitiveTagKeys"] {
            guard let value = input[member], !value.isNull, value != [] else { continue }
            throw AWSError("ValidationError", "\(member) of AssumeRole is not served here.")
        }
        let role = try await assumable(input.string("RoleArn") ?? "", context)
        let session = AssumedRole(
            account: context.account, roleName: role.string("RoleName") ?? "",
            sessionName: input.string("RoleSessionName") ?? "")
        guard session.isValid else { throw AWSError("ValidationError", "RoleSessionName is missing or invalid.") }
        let credentials = try await credentials(of: session, lasting: try duration(input, role), context)
        return ServiceResponse([
            "Credentials": .object(credentials),
            "AssumedRoleUser": [
                "AssumedRoleId": .string("\(role.string("RoleId") ?? ""):\(session.sessionName)"),
                "Arn": .string(session.arn),
            ],
        ])
    }

    /// The role of that ARN; `AccessDenied` where there is none, as for one that does not trust the caller.
    private func assumable(_ arn: String, _ context: CallContext) async throws -> JSONObject {
        let denied = AWSError(
            "AccessDenied",
            "User: \(context.principal ?? Self.root(context)) is not authorized to perform: sts:AssumeRole on "
                + "resource: \(arn)", httpStatus: 403)
        guard let name = arn.split(separator: "/").last.map(String.init), arn.contains(":role/") else { throw denied }
        do {
            let role = try await role(name, context)
            guard role.string("Arn") == arn else { throw denied }
            return role
        } catch let error as AWSError where error.code == "NoSuchEntityException" {
            throw denied
        }
    }

    private func role(_ name: String, _ context: CallContext) async throws(AWSError) -> JSONObject {
        try await invoker.call("iam", "GetRole", ["RoleName": .string(name)], context: context).object("Role") ?? [:]
    }

    /// Seconds; one hour where the caller says nothing.
    private func duration(_ input: JSONObject, _ role: JSONObject) throws(AWSError) -> Int {
        let duration = input.int("DurationSeconds") ?? 3600
        guard duration >= 900 else {
            throw AWSError(
                "ValidationError",
                "1 validation error detected: Value '\(duration)' at 'durationSeconds' failed to satisfy constraint: "
                    + "Member must have value greater than or equal to 900")
        }
        guard duration <= role.int("MaxSessionDuration") ?? 3600 else {
            throw AWSError(
                "ValidationError",
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
        }
        return duration
    }

    /// Fresh credentials. Only the access key id is stored: requests are told apart by it.
    private func credentials(
        of session: AssumedRole, lasting seconds: Int, _ context: CallContext
    ) async throws -> JSONObject {
        let accessKey = "ASIA" + text(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        let expiration = JSONValue.double((clock.now + .seconds(seconds)).seconds)
        try await store.create(
            Self.key(accessKey, context.account), ["Arn": .string(session.arn), "Expiration": expiration])
        return [
            "AccessKeyId": .string(accessKey), "SecretAccessKey": .string(text(40, letters)),
            "SessionToken": .string(text(128, letters)), "Expiration": expiration,
        ]
    }

    private func text(_ count: Int, _ letters: String) -> String {
        let letters = Array(letters)
        return String((0..<count).map { _ in letters[Int(random.next() % UInt64(letters.count))] })
    }

    private static func root(_ context: CallContext) -> String { "arn:aws:iam::\(context.account):root" }

    private static func key(_ accessKey: String, _ account: String) -> ResourceKey {
        ResourceKey(scope: account, service: "sts", kind: "session", id: accessKey)
    }
}
