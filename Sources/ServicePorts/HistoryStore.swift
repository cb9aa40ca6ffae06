public import Foundations
public import JSONModel

/// An execution as `DescribeExecution` and `ListExecutions` show it.
public struct ExecutionRecord: Sendable, Hashable {
    public var arn: String
    public var stateMachineARN: String
    public var name: String
    /// `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED`
    public var status: String
    public var startTime: Timestamp
    public var stopTime: Timestamp?
    /// What else belongs to it: input, output, error, cause, role, and the definition it runs.
    public var document: JSONObject
    /// Of a child execution its Map Run, of a Map Run its execution.
    public var ownerARN: String?

    public init(
        arn: String, stateMachineARN: String, name: String, status: String, startTime: Timestamp,
        stopTime: Timestamp? = nil, document: JSONObject, ownerARN: String? = nil
    ) {
        self.arn = arn
        self.stateMachineARN = stateMachineARN
        self.name = name
        self.status = status
        self.startTime = startTime
        self.stopTime = stopTime
        self.document = document
        self.ownerARN = ownerARN
    }
}

/// One step of an execution's durable life: what came in, and what followed. It is stored whole or not at all.
public struct HistoryCommit: Sendable {
    public var arn: String
    /// Set by the first commit: creates the execution, or fails with ``ExecutionExists``.
    public var created: ExecutionRecord?
    /// Set by the last commit, and by one that takes an end back: the execution as it is now.
    public var ended: ExecutionRecord?
    /// The inputs, to be appended to the journal from `journalStart` on.
    public var journal: [JSONValue]
    public var journalStart: Int
    /// The events as a JSON array of `HistoryEvent`, ids ascending without a gap from `firstEventID`.
    public var events: [UInt8]
    public var firstEventID: Int
    public var lastEventID: Int

    public init(
        arn: String, created: ExecutionRecord? = nil, ended: ExecutionRecord? = nil, journal: [JSONValue],
        journalStart: Int, events: [UInt8], firstEventID: Int, lastEventID: Int
    ) {
        self.arn = arn
        self.created = created
        self.ended = ended
        self.journal = journal
        self.journalStart = journalStart
        self.events = events
        self.firstEventID = firstEventID
        self.lastEventID = lastEventID
    }
}

public struct ExecutionExists: Error, Sendable, Hashable {
    public var arn: String
    public init(arn: String) { self.arn = arn }
}

/// Which executions of a state machine to list, newest first.
public struct ExecutionQuery: Sendable {
    public var stateMachineARN: String?
    public var status: String?
    /// Only what this Map Run or execution started.
    public var ownerARN: String?
    /// Only executions that no Map Run started.
    public var withoutOwned: Bool
    /// Number of executions to pass over.
    public var offset: Int
    public var limit: Int

    public init(
        stateMachineARN: String? = nil, status: String? = nil, ownerARN: String? = nil, withoutOwned: Bool = false,
        offset: Int = 0, limit: Int
    ) {
        self.ownerARN = ownerARN
        self.withoutOwned = withoutOwned
        self.stateMachineARN = stateMachineARN
        self.status = status
        self.offset = offset
        self.limit = limit
    }
}

/// The durable journal and history of executions.
public protocol HistoryStore: Sendable {
    /// Durable when it returns. Commits of many executions that wait at the same time share one transaction.
    func commit(_ commit: HistoryCommit) async throws
    func execution(_ arn: String) async throws -> ExecutionRecord?
    func executions(_ query: ExecutionQuery) async throws -> [ExecutionRecord]
    /// At most `limit` events, ascending from `start`, or descending from it; `start` nil is the respective end.
    func events(_ arn: String, from start: Int?, limit: Int, descending: Bool) async throws -> [JSONValue]
    /// Removes at most `limit` executions that ended before a moment, oldest first, with their journals and histories.
    /// Returns how many.
    func remove(endedBefore moment: Timestamp, limit: Int) async throws -> Int
    /// The inputs in order, as they were committed.
    func journal(_ arn: String) async throws -> [JSONValue]
}
