import Foundation
import ServicePorts

/// A subscription's protocol.
enum Channel: String, Sendable {
    case email
    case emailJSON = "email-json"
    case sms, http, https, lambda, sqs

    init(protocol name: String) throws(AWSError) {
        if name == "application" || name == "firehose" {
            throw SNSError.unsupported("Protocol", "the protocol '\(name)'")
        }
        guard let channel = Channel(rawValue: name) else {
            throw SNSError.invalid("Amazon SNS does not support this protocol string: \(name)")
        }
        self = channel
    }

    var isEmail: Bool { self == .email || self == .emailJSON }
    var isHTTP: Bool { self == .http || self == .https }
    /// Whether the endpoint has to say that it wants the messages.
    var needsConfirmation: Bool { isEmail || isHTTP }
    var takesRawMessages: Bool { isHTTP || self == .sqs }

    func check(endpoint: String) throws(AWSError) {
        switch self {
        case .email, .emailJSON: try check(Self.isEmailAddress(endpoint), "Email address")
        case .sms: try check(Self.isPhoneNumber(endpoint), "Invalid SMS endpoint: \(endpoint)")
        case .http, .https: try check(isURL(endpoint), "Endpoint must match the specified protocol")
        case .lambda: try check(Self.isARN(endpoint, service: "lambda"), "Lambda endpoint ARN")
        case .sqs: try check(Self.isARN(endpoint, service: "sqs"), "SQS endpoint ARN")
        }
    }

    private func check(_ isRight: Bool, _ message: String) throws(AWSError) {
        guard isRight else { throw SNSError.invalid(message) }
    }

    private static func isEmailAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, text.utf8.count <= 254 else { return false }
        return text.utf8.allSatisfy { (0x21..<0x7F).contains($0) && !"<>()[]\\,;:\"".utf8.contains($0) }
    }

    /// E.164, with or without its plus.
    static func isPhoneNumber(_ text: String) -> Bool {
        let digits = text.hasPrefix("+") ? text.dropFirst() : text[...]
        return (3...15).contains(digits.utf8.count)
            && digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private func isURL(_ text: String) -> Bool {
        let prefix = rawValue + "://"
        guard text.lowercased().hasPrefix(prefix), text.utf8.count <= 2048 else { return false }
        let authority = text.dropFirst(prefix.count).prefix { !"/?#".contains($0) }
        return !authority.isEmpty && text.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
    }

    private static func isARN(_ text: String, service: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 6, parts[0] == "arn", parts[1].hasPrefix("aws"), parts[2] == service,
            text.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }), parts.allSatisfy({ !$0.isEmpty })
        else { return false }
        return service == "lambda" ? parts[5] == "function" && (7...8).contains(parts.count) : parts.count == 6
    }

    /// An endpoint as others may see it: the password of a URL is starred.
    func shown(_ endpoint: String) -> String {
        guard isHTTP, let scheme = endpoint.range(of: "://") else { return endpoint }
        let authority = endpoint[scheme.upperBound...].prefix { !"/?#".contains($0) }
        guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
            return endpoint
        }
        return "\(endpoint[...colon])****\(endpoint[at...])"
    }
}
