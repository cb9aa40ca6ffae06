public import ExecutionCore

/// Step Functions' quotas, as data: AWS's defaults, and what a user sets instead of them.
/// https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
public struct Quotas: Sendable, Hashable {
    public enum Name: String, CaseIterable, Sendable {
        /// Of an account in a region.
        case stateMachines = "state-machines"
        case activities
        case openExecutions = "open-executions"
        case versionsPerStateMachine = "versions-per-state-machine"
        case aliasesPerStateMachine = "aliases-per-state-machine"
        case tagsPerResource = "tags-per-resource"
        /// Of an activity at one time.
        case activityPollers = "activity-pollers"
        /// Characters of the name of a machine, an execution or an activity.
        case nameLength = "name-length"
        case definitionBytes = "definition-bytes"
        /// Of an API request as it arrives.
        case requestBytes = "request-bytes"
        /// UTF-8 of an input, an output or a result.
        case payloadBytes = "payload-bytes"
        case historyEvents = "history-events"
        /// Of a STANDARD execution; looked at every hour, or as often as the quota is long.
        case executionSeconds = "execution-seconds"
        /// Of an EXPRESS execution.
        case expressSeconds = "express-seconds"
        /// How long an ended execution is kept.
        case retentionDays = "retention-days"
        /// How long after its end an execution can be redriven.
        case redriveDays = "redrive-days"
        case inlineMapConcurrency = "inline-map-concurrency"
    }

    private var changed: [Name: Int] = [:]

    public init() {}

    public subscript(name: Name) -> Int {
        get { changed[name] ?? Self.standard(name) }
        set { changed[name] = newValue }
    }

    /// Whether all are AWS's.
    public var isStandard: Bool { changed.allSatisfy { $0.value == Self.standard($0.key) } }

    /// AWS's default.
    public static func standard(_ name: Name) -> Int {
        switch name {
        case .stateMachines, .activities: 10_000
        case .openExecutions: 1_000_000
        case .versionsPerStateMachine, .activityPollers: 1_000
        case .aliasesPerStateMachine: 100
        case .tagsPerResource: 50
        case .nameLength: 80
        case .definitionBytes, .requestBytes: 1_048_576
        case .payloadBytes: 262_144
        case .historyEvents: 25_000
        case .executionSeconds: 31_536_000
        case .expressSeconds: 300
        case .retentionDays: 90
        case .redriveDays: 14
        case .inlineMapConcurrency: 40
        }
    }
}

extension Quotas {
    /// Sets a quota by `NAME=VALUE`. Throws for a name that is none, or a value below 1.
    public mutating func set(_ assignment: String) throws(InvalidQuota) {
        let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let value = Int(parts[1]), value > 0 else {
            throw InvalidQuota("\(assignment): expected NAME=VALUE with a whole number from 1 on")
        }
        guard let name = Name(rawValue: parts[0]) else {
            let known = Name.allCases.map(\.rawValue).sorted().joined(separator: ", ")
            throw InvalidQuota("\(parts[0]) is no quota. The quotas are: \(known)")
        }
        self[name] = value
    }

    /// What the engine enforces of them for STANDARD executions.
    public var limits: Limits {
        var limits = Limits()
        limits.payloadBytes = self[.payloadBytes]
        limits.historyEvents = self[.historyEvents]
        limits.lifetimeSeconds = self[.executionSeconds]
        limits.redriveDays = self[.redriveDays]
        limits.inlineMapConcurrency = self[.inlineMapConcurrency]
        return limits
    }

    /// The same for EXPRESS executions: minutes, and no limit of events, as there is no history.
    public var expressLimits: Limits {
        var limits = limits
        limits.executionSeconds = self[.expressSeconds]
        limits.historyEvents = .max
        return limits
    }
}

/// A quota that cannot be set, and why.
public struct InvalidQuota: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
    init(_ description: String) { self.description = description }
}
