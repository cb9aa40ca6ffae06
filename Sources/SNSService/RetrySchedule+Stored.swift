import JSONModel

/// A schedule as a delivery carries it: delays in milliseconds.
extension RetrySchedule {
    init?(stored: JSONValue) {
        guard let counts = stored["counts"]?.arrayValue?.compactMap(\.intValue), counts.count == 4,
            let delays = stored["delays"]?.arrayValue?.compactMap(\.intValue), delays.count == 2,
            let backoff = stored["backoff"]?.stringValue.flatMap(Backoff.init(rawValue:))
        else { return nil }
        self.init(
            immediate: counts[0], early: counts[1], growing: counts[2], late: counts[3],
            shortest: .milliseconds(delays[0]), longest: .milliseconds(delays[1]), backoff: backoff)
    }

    var stored: JSONValue {
        [
            "counts": .array([immediate, early, growing, late].map { .int($0) }),
            "delays": .array([shortest, longest].map { .int(Int($0 / .milliseconds(1))) }),
            "backoff": .string(backoff.rawValue),
        ]
    }
}
