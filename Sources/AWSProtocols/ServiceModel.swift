/// How a service speaks: https://smithy.io/2.0/aws/protocols/index.html
public enum ProtocolKind: String, Sendable {
    case json
    case query
    case restJSON = "rest-json"
    case restXML = "rest-xml"
}

/// An operation of a service's model.
public struct Operation: Sendable {
    /// How a REST request for the operation looks.
    struct Binding: Sendable {
        var method: String
        var template: URITemplate
        /// Query parameters and headers that a request for it always has.
        var queries: [String]
        var headers: [String]
    }

    public var name: String
    /// The operation's types are in the model; those of others are not, only their names are known.
    public var isKnownFully: Bool
    var binding: Binding?
    var status: Int
    var input: Int?
    var inputElement: String?
    var output: Int?
    var outputWrapper: String?
}

/// The part of a service's model that this server speaks: operations and shapes.
public struct ServiceModel: Sendable {
    /// The endpoint prefix: `states`.
    public var name: String
    public var protocolKind: ProtocolKind
    public var apiVersion: String
    public var operations: [String: Operation]
    var jsonVersion: String
    /// `AWSStepFunctions` of `X-Amz-Target: AWSStepFunctions.StartExecution`
    var targetPrefix: String?
    var namespace: String?
    var shapes: [Shape]
    var positions: [String: Int]

    func shape(named name: String) -> Shape? { positions[name].map { shapes[$0] } }
    func shape(_ reference: Shape.Reference) -> Shape { shapes[reference.target] }
    func input(of operation: Operation) -> Shape? { operation.input.map { shapes[$0] } }
    func output(of operation: Operation) -> Shape? { operation.output.map { shapes[$0] } }

    /// Whether a request's body is the bytes of a payload member, which the service gets as they arrive.
    public func takesPayload(_ operation: Operation) -> Bool {
        input(of: operation)?.payloadMember.map { shape($0).kind == .blob } ?? false
    }

    /// The member whose bytes are a request's body, where the operation has one.
    public func payloadMember(of operation: Operation) -> String? {
        takesPayload(operation) ? input(of: operation)?.payload : nil
    }
}

extension ServiceModel {
    /// The model of a service by its endpoint prefix; nil where it is not spoken here.
    public static func named(_ name: String) -> ServiceModel? { all[name] }

    /// Every service spoken here, by endpoint prefix.
    public static let all: [String: ServiceModel] = {
        let tables = [
            StatesModel.table, GlueModel.table, LambdaModel.table, SnsModel.table, S3Model.table, StsModel.table,
            IamModel.table, LogsModel.table,
        ]
        let models = tables.compactMap(ServiceModel.init(table:))
        return Dictionary(models.map { ($0.name, $0) }) { first, _ in first }
    }()
}
