import Foundation
import JSONModel
import ServicePorts

/// What a host says, one JSON document a line (`etape_glue/host.py`).
enum HostMessage: Sendable {
    case ready
    case event(JobEvent)
    /// `message` nil: the script succeeded.
    case ended(message: String?, reusable: Bool)
    case broken(String)

    init?(line: [UInt8]) {
        guard let object = (try? JSONValue(parsing: line))?.objectValue, let event = object.string("event") else {
            return nil
        }
        switch event {
        case "ready": self = .ready
        case "started": self = .event(.started)
        case "log":
            guard let log = Self.log(object) else { return nil }
            self = .event(log)
        case "progress": self = .event(.progress(Self.progress(object)))
        case "ended": self = .ended(message: object.string("message"), reusable: object.bool("reusable") ?? false)
        case "broken": self = .broken(object.string("message") ?? "")
        default: return nil
        }
    }

    private static func log(_ object: JSONObject) -> JobEvent? {
        guard let stream = object.string("stream").flatMap(JobStream.init(rawValue:)),
            let data = object.string("data").flatMap({ Data(base64Encoded: $0) })
        else { return nil }
        return .log(stream, [UInt8](data))
    }

    private static func progress(_ object: JSONObject) -> JSONObject {
        var totals = object
        totals.removeValue(forKey: "event")
        return totals
    }
}

/// Lines out of chunks.
struct LineSplitter {
    private var rest: [UInt8] = []

    mutating func lines(_ chunk: [UInt8]) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var start = chunk.startIndex
        while let end = chunk[start...].firstIndex(of: UInt8(ascii: "\n")) {
            found.append(rest + chunk[start..<end])
            rest = []
            start = end + 1
        }
        rest += chunk[start...]
        return found
    }
}
