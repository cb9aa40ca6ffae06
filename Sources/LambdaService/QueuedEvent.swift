import Foundations
import JSONModel
import ServicePorts

/// An event that was accepted for a function, as it is stored until it is done.
///
/// "How Lambda handles errors and retries with asynchronous invocation": a function that fails is run again after
/// one minute and after two more; what cannot be run (throttled, the server's fault) is tried for six hours, with
/// pauses from one second to five minutes.
struct QueuedEvent {
    enum Failure {
        case function
        case system
    }

    static let maximumAge = Duration.seconds(6 * 3600)
    private static let retryDelays: [Duration] = [.seconds(60), .seconds(120)]
    private static let longestPause = 300

    var functionName: String
    var requestID: String
    var payload: String
    var accepted: Timestamp
    var notBefore: Timestamp
    /// Runs that ended with a function error.
    var failures = 0
    /// Tries that did not run since the last that did.
    var stumbles = 0

    init(functionName: String, requestID: String, payload: String, accepted: Timestamp) {
        self.functionName = functionName
        self.requestID = requestID
        self.payload = payload
        self.accepted = accepted
        notBefore = accepted
    }

    init?(_ value: JSONValue) {
        guard let document = value.objectValue, let functionName = document.string("FunctionName"),
            let requestID = document.string("RequestId"), let payload = document.string("Payload"),
            let accepted = document.int("Accepted"), let notBefore = document.int("NotBefore")
        else { return nil }
        self.init(
            functionName: functionName, requestID: requestID, payload: payload,
            accepted: Timestamp(milliseconds: Int64(accepted)))
        self.notBefore = Timestamp(milliseconds: Int64(notBefore))
        failures = document.int("Failures") ?? 0
        stumbles = document.int("Stumbles") ?? 0
    }

    var value: JSONValue {
        [
            "FunctionName": .string(functionName), "RequestId": .string(requestID), "Payload": .string(payload),
            "Accepted": .int(Int(accepted.milliseconds)), "NotBefore": .int(Int(notBefore.milliseconds)),
            "Failures": .int(failures), "Stumbles": .int(stumbles),
        ]
    }

    /// The event as it is to be tried again; nil where it is given up.
    func next(after failure: Failure, at now: Timestamp) -> QueuedEvent? {
        var next = self
        switch failure {
        case .function:
            guard failures < Self.retryDelays.count else { return nil }
            next.notBefore = now + Self.retryDelays[failures]
            next.failures += 1
            next.stumbles = 0
        case .system:
            next.notBefore = now + .seconds(min(1 << min(stumbles, 9), Self.longestPause))
            next.stumbles += 1
        }
        return next.notBefore - accepted > Self.maximumAge ? nil : next
    }
}
