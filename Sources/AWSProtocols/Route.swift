/// What a request asks for.
public struct Route: Sendable {
    public var model: ServiceModel
    public var operation: Operation
    /// The request, its bucket moved from the host to the path.
    public var request: WireRequest
    var labels: [String: Substring] = [:]
}

/// Where a request goes, as far as its head tells.
public enum Destination: Sendable {
    case operation(Route)
    /// A form whose body names the operation: read it, then ask ``Destination/route(form:)``.
    case form(WireRequest)
}

/// A request that goes nowhere, in the words of the protocol that it seems to speak.
public struct RoutingFailure: Error, Sendable {
    public var fault: WireFault
    /// The model to word the fault by; nil where the service is unknown.
    public var model: ServiceModel?
    public var speaks: ProtocolKind

    init(_ fault: WireFault, _ model: ServiceModel) {
        self.fault = fault
        self.model = model
        speaks = model.protocolKind
    }

    public init(_ fault: WireFault, speaks: ProtocolKind) {
        self.fault = fault
        self.speaks = speaks
    }
}

extension Destination {
    /// Finds a request's operation by its head: the target header, the query's or form's action, a REST path, else S3.
    public static func find(_ request: WireRequest) throws(RoutingFailure) -> Destination {
        if let target = request.headers["x-amz-target"] { return .operation(try targeted(target, request)) }
        let scope = CredentialScope(request)
        if let scope, scope.service != "s3", scope.service != "lambda" { return try scoped(scope.service, request) }
        if scope == nil {
            if Self.isForm(request) { return .form(request) }
            if request.method == "GET", request.path == "/", let pairs = PercentEncoding.pairs(request.query),
                pairs.contains(where: { $0.name == "Action" })
            {
                return .operation(try link(pairs, hint: nil, request))
            }
        }
        let isLambda = scope.map { $0.service == "lambda" } ?? isLambdaPath(request.path)
        return .operation(try rest(isLambda ? "lambda" : "s3", request))
    }

    /// What links in SNS messages ask for; they name no version.
    private static let unsignedActions: Set<String> = ["ConfirmSubscription", "Unsubscribe"]

    /// A call by GET: any page of the web can make a browser send one, but not with an `Authorization` header.
    private static func link(
        _ pairs: [(name: String, value: String)], hint: String?, _ request: WireRequest
    ) throws(RoutingFailure) -> Route {
        let isUnsigned = pairs.contains { $0.name == "Action" && unsignedActions.contains($0.value) }
        guard isUnsigned || request.headers["authorization"] != nil else {
            let fault = WireFault(
                "MissingAuthenticationToken", "Request is missing Authentication Token", httpStatus: 403)
            throw RoutingFailure(fault, speaks: .query)
        }
        return try form(pairs, hint: isUnsigned ? "sns" : hint, request)
    }

    /// Finds the operation of a form whose body is there.
    public static func route(form request: WireRequest) throws(RoutingFailure) -> Route {
        guard let text = String(validating: request.body, as: UTF8.self), let pairs = PercentEncoding.pairs(text) else {
            throw RoutingFailure(WireFault("MalformedQueryString", "The form is malformed."), speaks: .query)
        }
        return try form(pairs, hint: CredentialScope(request)?.service, request)
    }

    private static func scoped(_ service: String, _ request: WireRequest) throws(RoutingFailure) -> Destination {
        switch ServiceModel.named(service)?.protocolKind {
        case .query:
            if request.method == "POST" { return .form(request) }
            return .operation(try link(PercentEncoding.pairs(request.query) ?? [], hint: service, request))
        case .json:
            throw RoutingFailure(.unknownOperation("\(service): a request without X-Amz-Target"), speaks: .json)
        default:
            let kind: ProtocolKind = isForm(request) ? .query : .restJSON
            throw RoutingFailure(.unknownOperation("\(service):\(request.method) \(request.path)"), speaks: kind)
        }
    }

    private static func isForm(_ request: WireRequest) -> Bool {
        request.method == "POST" && request.path == "/"
            && request.headers["content-type"]?.hasPrefix("application/x-www-form-urlencoded") == true
    }

    /// `/2015-03-31/…`: no bucket's name looks like a date of Lambda's API.
    private static func isLambdaPath(_ path: String) -> Bool {
        let first = path.dropFirst().prefix { $0 != "/" }
        return ServiceModel.named("lambda")?.operations.values.contains { operation in
            operation.binding?.template.segments.first == .literal(String(first))
        } ?? false
    }

    private static func targeted(_ target: String, _ request: WireRequest) throws(RoutingFailure) -> Route {
        let parts = target.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, let model = ServiceModel.all.values.first(where: { $0.targetPrefix == parts[0] }) else {
            throw RoutingFailure(.unknownOperation(target), speaks: .json)
        }
        return Route(model: model, operation: try operation(parts[1], of: model), request: request)
    }

    private static func operation(_ name: String, of model: ServiceModel) throws(RoutingFailure) -> Operation {
        guard let operation = model.operations[name], operation.isKnownFully else {
            throw RoutingFailure(.unknownOperation("\(model.name):\(name)"), model)
        }
        return operation
    }
}

extension Destination {
    /// The operation of `Action`, by the hint of the credentials or by `Version`.
    private static func form(
        _ pairs: [(name: String, value: String)], hint: String?, _ request: WireRequest
    ) throws(RoutingFailure) -> Route {
        guard let action = pairs.first(where: { $0.name == "Action" })?.value else {
            throw RoutingFailure(WireFault("MissingAction", "The request has no Action."), speaks: .query)
        }
        let version = pairs.first { $0.name == "Version" }?.value
        let queries = ServiceModel.all.values.filter { $0.protocolKind == .query }
        guard let model = queries.first(where: { hint == nil ? $0.apiVersion == version : $0.name == hint }) else {
            throw RoutingFailure(
                .unknownOperation([hint, action].compactMap(\.self).joined(separator: ":")), speaks: .query)
        }
        return Route(model: model, operation: try operation(action, of: model), request: request)
    }
}
