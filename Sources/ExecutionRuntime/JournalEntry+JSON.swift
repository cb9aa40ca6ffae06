import ExecutionCore
import Foundations
import JSONModel

extension JournalEntry {
    /// The entry as the journal stores it: `[milliseconds, seed, input]`.
    var json: JSONValue {
        [.int(Int(time.milliseconds)), .int(Int(Int64(bitPattern: seed))), input.json]
    }

    /// Reads what ``json`` wrote.
    init(json: JSONValue) throws(DamagedJournal) {
        guard let milliseconds = json[0]?.intValue, let seed = json[1]?.intValue,
            let input = json[2].flatMap(Input.init(json:))
        else { throw DamagedJournal(entry: json.serialized()) }
        self.init(
            time: Timestamp(milliseconds: Int64(milliseconds)), seed: UInt64(bitPattern: Int64(seed)), input: input)
    }
}

/// A journal that this version cannot read.
public struct DamagedJournal: Error, Sendable, CustomStringConvertible {
    public var entry: String
    public var description: String { "unreadable journal entry: \(entry)" }
}
