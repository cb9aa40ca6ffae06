import JSONModel
import ServicePorts

extension GlueService {
    static func notFound(_ message: String) -> AWSError { AWSError("EntityNotFoundException", message) }
    static func alreadyExists(_ message: String) -> AWSError { AWSError("AlreadyExistsException", message) }
    static func invalid(_ message: String) -> AWSError { AWSError("InvalidInputException", message) }

    /// A member that the operation cannot do without.
    static func required(_ input: JSONObject, _ member: String) throws -> String {
        guard let value = input.string(member), !value.isEmpty else { throw invalid("\(member) must not be empty.") }
        return value
    }

    /// Glue keeps the catalog's names in lower case.
    static func catalogName(_ input: JSONObject, _ member: String) throws -> String {
        try required(input, member).lowercased()
    }

    static func requiredObject(_ input: JSONObject, _ member: String) throws -> JSONObject {
        guard let value = input.object(member) else { throw invalid("\(member) must not be null.") }
        return value
    }
}

/// Where a page ends: the token is the id of its last resource.
struct Page {
    var after: String?
    var size: Int

    init(_ input: JSONObject, sizeMember: String = "MaxResults", limit: Int = 1000) {
        after = input.string("NextToken")
        size = min(max(input.int(sizeMember) ?? limit, 1), limit)
    }

    /// The first `size` of what was read (one more than that shows that there is more), and the next page's token.
    func cut(_ found: [Resource]) -> (resources: [Resource], token: String?) {
        guard found.count > size else { return (found, nil) }
        let page = Array(found.prefix(size))
        return (page, page.last?.key.id)
    }
}
