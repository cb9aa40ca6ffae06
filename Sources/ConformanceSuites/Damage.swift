import Foundation
import JSONModel

/// Recordings that say less than they seem to, known by their shape.
enum Damage {
    /// A history in which AWS's answer was overwritten by the recorder's own replacement of lists.
    static func ofHistory(_ events: JSONValue) -> String? {
        let isBroken = events.arrayValue?.contains { $0["id"]?.intValue == nil || $0["type"]?.stringValue == nil }
        return isBroken == true ? "events without an id: compared by status and output" : nil
    }

    /// An exception's text that AWS did not write.
    static func ofMessage(_ message: String?, in parameters: JSONObject) -> String? {
        guard let message else { return nil }
        if message.firstMatch(of: /^Error=\w+ Args=\[/) != nil {
            return "words of an emulator (\(message.prefix(17))): compared by the error's code"
        }
        let (sent, named) = (versions(in: parameters), versions(in: ["": .string(message)]))
        if sent.count == named.count, sent != named {
            return "the call names versions \(sent), its answer versions \(named): compared by the error's code"
        }
        return nil
    }

    /// The numbers at the ends of ARNs of state machine versions.
    private static func versions(in value: JSONObject) -> [String] {
        JSONValue.object(value).serialized().matches(of: /stateMachine:[^:"', ]+:(\d+)\b/).map { String($0.1) }
    }
}
