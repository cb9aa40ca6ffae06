import Foundation
public import Foundations
import GRDB
public import JSONModel
public import ServicePorts

extension SQLiteStore: HistoryStore {
    public func commit(_ commit: HistoryCommit) async throws {
        try await writer.write { database in
            if let record = commit.created { try Self.create(record, database) }
            guard let number = try Self.number(of: commit.arn, database) else { return }
            try Self.append(commit, to: number, database)
            if let record = commit.ended { try Self.end(record, number, database) }
        }
    }

    private static func create(_ record: ExecutionRecord, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO execution (arn, machine, name, status, start, document, owner) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """)
        try statement.execute(arguments: [
            record.arn, record.stateMachineARN, record.name, record.status, record.startTime.milliseconds,
            Data(JSONValue.object(record.document).serializedBytes()), record.ownerARN,
        ])
        guard database.changesCount == 1 else { throw ExecutionExists(arn: record.arn) }
    }

    private static func number(of arn: String, _ database: Database) throws -> Int64? {
        let statement = try database.cachedStatement(sql: "SELECT number FROM execution WHERE arn = ?")
        return try Int64.fetchOne(statement, arguments: [arn])
    }

    private static func append(_ commit: HistoryCommit, to number: Int64, _ database: Database) throws {
        let journal = try database.cachedStatement(
            sql: "INSERT INTO journal (execution, sequence, input) VALUES (?, ?, ?)")
        for (offset, input) in commit.journal.enumerated() {
            try journal.execute(arguments: [number, commit.journalStart + offset, Data(input.serializedBytes())])
        }
        guard commit.lastEventID >= commit.firstEventID else { return }
        let history = try database.cachedStatement(
            sql: "INSERT INTO history (execution, first, last, events) VALUES (?, ?, ?, ?)")
        try history.execute(arguments: [number, commit.firstEventID, commit.lastEventID, Data(commit.events)])
    }

    private static func end(_ record: ExecutionRecord, _ number: Int64, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "UPDATE execution SET status = ?, stop = ?, document = ? WHERE number = ?")
        try statement.execute(arguments: [
            record.status, record.stopTime?.milliseconds, Data(JSONValue.object(record.document).serializedBytes()),
            number,
        ])
    }

    public func remove(endedBefore moment: Timestamp, limit: Int) async throws -> Int {
        let numbers = try await pool.read { database in
            try Int64.fetchAll(
                database, sql: "SELECT number FROM execution WHERE stop < ? ORDER BY stop LIMIT ?",
                arguments: [moment.milliseconds, limit])
        }
        guard !numbers.isEmpty else { return 0 }
        try await writer.write { database in
            for number in numbers {
                for condition in ["journal WHERE execution", "history WHERE execution", "execution WHERE number"] {
                    try database.cachedStatement(sql: "DELETE FROM \(condition) = ?").execute(arguments: [number])
                }
            }
        }
        return numbers.count
    }

    public func execution(_ arn: String) async throws -> ExecutionRecord? {
        try await pool.read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM execution WHERE arn = ?", arguments: [arn])
                .map(Self.record)
        }
    }

    public func executions(_ query: ExecutionQuery) async throws -> [ExecutionRecord] {
        let wanted = [("machine", query.stateMachineARN), ("status", query.status), ("owner", query.ownerARN)]
            .compactMap { column, value in value.map { (column, $0) } }
        let conditions = wanted.map { "\($0.0) = ?" } + (query.withoutOwned ? ["owner IS NULL"] : [])
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try await pool.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM execution \(condition) ORDER BY start DESC, number DESC LIMIT ? OFFSET ?",
                arguments: StatementArguments(wanted.map(\.1)) + [query.limit, query.offset]
            ).map(Self.record)
        }
    }

    private static func record(_ row: Row) throws -> ExecutionRecord {
        let stop: Int64? = row["stop"]
        return ExecutionRecord(
            arn: row["arn"], stateMachineARN: row["machine"], name: row["name"], status: row["status"],
            startTime: Timestamp(milliseconds: row["start"]), stopTime: stop.map(Timestamp.init(milliseconds:)),
            document: try value(row["document"]).objectValue ?? [:], ownerARN: row["owner"])
    }

    public func events(_ arn: String, from start: Int?, limit: Int, descending: Bool) async throws -> [JSONValue] {
        try await pool.read { database in
            guard let number = try Self.number(of: arn, database) else { return [] }
            let condition = descending ? "first <= ? ORDER BY first DESC" : "last >= ? ORDER BY first"
            let chunks = try Data.fetchCursor(
                database, sql: "SELECT events FROM history WHERE execution = ? AND \(condition)",
                arguments: [number, start ?? (descending ? Int.max : 1)])
            var found: [JSONValue] = []
            while found.count < limit, let chunk = try chunks.next() {
                let events = try Self.value(chunk).arrayValue ?? []
                found += (descending ? events.reversed() : events).filter { event in
                    guard let start, let id = event["id"]?.intValue else { return true }
                    return descending ? id <= start : id >= start
                }
            }
            return Array(found.prefix(limit))
        }
    }

    public func journal(_ arn: String) async throws -> [JSONValue] {
        try await pool.read { database in
            guard let number = try Self.number(of: arn, database) else { return [] }
            return try Data.fetchAll(
                database, sql: "SELECT input FROM journal WHERE execution = ? ORDER BY sequence", arguments: [number]
            ).map(Self.value)
        }
    }
}
