import JSONModel
import ServicePorts

/// A resource on its way to its service: everything known, files read.
struct ResourceSite: Sendable {
    var invoker: any ServiceInvoker
    var context: CallContext
    var logicalID: String
    var name: String
    /// What `Ref` gives, where it is known before creation.
    var reference: String?
    var properties: JSONObject
    /// A state machine's definition.
    var definition: String?
    /// A function's code.
    var archive: CodeArchive?

    /// The resource's name as the member of an input.
    func named(_ member: String) -> JSONObject { [member: .string(name)] }

    @discardableResult
    func call(_ service: String, _ operation: String, _ input: JSONObject) async throws(AWSError) -> JSONObject {
        try await invoker.call(service, operation, input, context: context)
    }
}

/// What making a resource gave.
struct Made: Sendable {
    /// `Ref`, where only creation gives it.
    var reference: String?
    var attributes: [String: String] = [:]
    var details: JSONObject = [:]
}

/// How resources of one type are made, changed and removed by their service's own operations.
protocol ResourceKind: Sendable {
    /// `service:Operation` for each operation that making this resource takes. (Whether it exists already can be left
    /// open where a service cannot tell.)
    func operations(_ properties: JSONObject) -> [String]
    func exists(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Bool
    func create(_ site: ResourceSite) async throws(AWSError) -> Made
    /// `record` is nil for a resource that exists without this stack having made it.
    func update(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Made
    func delete(_ record: StackResource, _ site: ResourceSite) async throws(AWSError)
}

enum ResourceKinds {
    static func named(_ type: String) -> (any ResourceKind)? { table[type] }

    private static let table: [String: any ResourceKind] = [
        "AWS::S3::Bucket": BucketKind(),
        "AWS::Glue::Database": DatabaseKind(),
        "AWS::Glue::Job": JobKind(),
        "AWS::Glue::Connection": ConnectionKind(),
        "AWS::Lambda::Function": FunctionKind(),
        "AWS::Lambda::Permission": PermissionKind(),
        "AWS::SNS::Topic": TopicKind(),
        "AWS::SNS::Subscription": SubscriptionKind(),
        "AWS::IAM::Role": RoleKind(),
        "AWS::IAM::Policy": InlinePolicyKind(),
        "AWS::IAM::ManagedPolicy": ManagedPolicyKind(),
        "AWS::StepFunctions::StateMachine": StateMachineKind(),
        "AWS::Logs::LogGroup": LogGroupKind(),
    ]
}

extension AWSError {
    private static let missingCodes: Set<String> = [
        "NoSuchBucket", "NotFound", "404", "EntityNotFoundException", "ResourceNotFoundException", "NotFoundException",
        "NoSuchEntityException", "NoSuchEntity", "StateMachineDoesNotExist",
    ]

    var saysMissing: Bool { Self.missingCodes.contains(code) }
}

extension ResourceSite {
    /// Whether a call finds what it asks for. An operation that is not served says nothing: `fallback` counts.
    func finds(
        _ service: String, _ operation: String, _ input: JSONObject, otherwise fallback: Bool
    ) async throws(AWSError) -> Bool {
        do {
            try await call(service, operation, input)
            return true
        } catch {
            if error.saysMissing { return false }
            if error.code == "UnknownOperationException" { return fallback }
            throw error
        }
    }

    /// Removes something that may be gone already.
    func remove(_ service: String, _ operation: String, _ input: JSONObject) async throws(AWSError) {
        do {
            try await call(service, operation, input)
        } catch  where error.saysMissing {
            return
        }
    }
}

extension JSONObject {
    /// The members of these names, in that order.
    func only(_ names: String...) -> JSONObject {
        JSONObject(names.compactMap { name in self[name].map { (name, $0) } })
    }

    func without(_ names: String...) -> JSONObject {
        var object = self
        for name in names { object.removeValue(forKey: name) }
        return object
    }
}
