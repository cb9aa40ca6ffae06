import Foundation
import JSONModel
import ServicePorts

/// A page of 100 as SNS lists, and the opaque token of the next one: the last id, in base64.
enum Page {
    static let size = 100

    static func start(_ input: JSONObject) throws(AWSError) -> String? {
        guard let token = input.string("NextToken"), !token.isEmpty else { return nil }
        guard let data = Data(base64Encoded: token), let id = String(data: data, encoding: .utf8) else {
            throw SNSError.invalid("NextToken")
        }
        return id
    }

    /// The first 100 of at most 101 resources, and the token where more follow.
    static func cut(_ found: [Resource]) -> (page: [Resource], next: JSONValue?) {
        guard found.count > size, case let page = Array(found.prefix(size)), let last = page.last else {
            return (found, nil)
        }
        return (page, .string(Data(last.key.id.utf8).base64EncodedString()))
    }
}
