import EngineTestKit
import JSONModel
import ServicePorts

/// An exception as the recordings keep it: boto3's text, its class and text, or AWS's `Error`.
struct RecordedException {
    let code: String?
    let message: String?

    init(_ recorded: JSONValue?) {
        if let text = recorded?["exception_value"]?.stringValue ?? recorded?.stringValue {
            let named = text.split(separator: "(").dropFirst().first.map { String($0.prefix { $0 != ")" }) }
            code = recorded?["exception_typename"]?.stringValue ?? named
            message = text.split(separator: "operation: ", maxSplits: 1).last.map(String.init)
        } else {
            code = recorded?["Error"]?["Code"]?.stringValue
            message = recorded?["Error"]?["Message"]?.stringValue
        }
    }

    /// botocore refuses a call by its model before it is sent.
    var isRefusedByTheClient: Bool { message?.hasPrefix("Parameter validation failed") == true }

    func difference(from error: AWSError, _ matcher: RecordedValue, comparesMessage: Bool = true) -> String? {
        guard code == error.code else { return "\(error), recorded \(code ?? "?"): \(message ?? "")" }
        guard comparesMessage, let message else { return nil }
        return matcher.difference(.string(message), .string(error.message), at: code ?? "")
    }
}
