/// A type of a service's model, as botocore's `service-2.json` describes it.
struct Shape: Sendable {
    enum Kind: String, Sendable {
        case structure, list, map, string, integer, long, float, double, boolean, timestamp, blob
    }

    /// A shape's use as a member, list element, map key or map value.
    struct Reference: Sendable {
        enum Location: String, Sendable { case uri, querystring, header, headers, statusCode }

        /// The member's name; empty for elements, keys and values.
        var name: String
        /// Position of the target in ``ServiceModel/shapes``.
        var target: Int
        var location: Location?
        var locationName: String?
        var isFlattened: Bool
        var isAttribute: Bool
        var timestampFormat: String?
        var namespace: Namespace?

        /// The name on the wire.
        var wireName: String { locationName ?? name }
    }

    struct Namespace: Sendable {
        var uri: String
        var prefix: String?
    }

    var name: String
    var kind: Kind
    var members: [Reference] = []
    var required: [String] = []
    /// The member that is the body.
    var payload: String?
    var element: Reference?
    var key: Reference?
    var value: Reference?
    var isFlattened = false
    var timestampFormat: String?
    var locationName: String?
    var namespace: Namespace?

    var values: [String] = []
    var minimum: Double?
    var maximum: Double?
    var pattern: String?

    var isException = false
    var isServerFault = false
    var errorCode: String?
    var errorStatus: Int?

    func member(_ name: String) -> Reference? { members.first { $0.name == name } }
    var payloadMember: Reference? { payload.flatMap(member) }
}
