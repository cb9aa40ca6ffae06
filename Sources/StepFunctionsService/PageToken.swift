import JSONModel
import ServicePorts

/// The `nextToken` of listings: how many entries have been given.
struct PageToken {
    var offset: Int
    var size: Int

    /// `maxResults` 0 and nil mean the default.
    init(_ input: JSONObject, standard: Int = 100, most: Int = 1000) throws(AWSError) {
        let asked = input.int("maxResults") ?? 0
        guard asked <= most else {
            throw AWSError.constraint("\(asked)", "maxResults", "Member must have value less than or equal to \(most)")
        }
        size = asked == 0 ? standard : min(asked, most)
        guard let token = input.string("nextToken") else {
            offset = 0
            return
        }
        guard token.hasPrefix(Self.prefix), let offset = Int(token.dropFirst(Self.prefix.count)), offset >= 0 else {
            throw AWSError("InvalidToken", "Invalid Token: 'Invalid token'")
        }
        self.offset = offset
    }

    /// The token after `count` further entries.
    func next(after count: Int) -> JSONValue { .string(Self.prefix + String(offset + count)) }

    private static let prefix = "after-"
}
