/// The scope of a SigV4 signature: `AKID/20260131/us-east-1/states/aws4_request`.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html. It is a hint for routing and nothing more:
/// requests are not authenticated.
public struct CredentialScope: Sendable, Hashable {
    public var accessKey: String
    public var region: String
    /// The signing name: `states`, `s3`.
    public var service: String

    /// Reads the `Authorization` header, or a presigned request's `X-Amz-Credential`.
    public init?(_ request: WireRequest) {
        if let header = request.headers["authorization"], header.hasPrefix("AWS4-"),
            let field = header.split(whereSeparator: { $0 == " " || $0 == "," }).first(where: {
                $0.hasPrefix("Credential=")
            })
        {
            self.init(scope: field.dropFirst("Credential=".count))
        } else if request.query.contains("X-Amz-Credential="),
            let pair = PercentEncoding.pairs(request.query)?.first(where: { $0.name == "X-Amz-Credential" })
        {
            self.init(scope: pair.value[...])
        } else {
            return nil
        }
    }

    private init?(scope: Substring) {
        let parts = scope.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 5, parts[parts.count - 1] == "aws4_request" else { return nil }
        accessKey = parts.dropLast(4).joined(separator: "/")
        region = String(parts[parts.count - 3])
        service = String(parts[parts.count - 2])
        guard Self.isPlain(region), Self.isPlain(service) else { return nil }
    }

    /// Both become parts of ARNs and keys.
    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy {
                $0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0.asciiLowercased)
            }
    }
}
