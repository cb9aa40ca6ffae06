import Foundation
import JSONModel

/// One event as its file holds it.
struct LogEvent: Sendable {
    var timestamp: Int
    var ingestionTime: Int
    var message: String
    /// Where its line begins and ends in the file.
    var start: Int
    var end: Int

    var line: [UInt8] {
        let value: JSONValue = ["t": .int(timestamp), "i": .int(ingestionTime), "m": .string(message)]
        return value.serializedBytes() + [UInt8(ascii: "\n")]
    }

    /// What CloudWatch counts for an event: its UTF-8 bytes, and 26 more.
    var size: Int { message.utf8.count + 26 }
}

/// Reads a stream's file forwards from any line's start, and backwards from any line's end.
struct LogReader {
    struct Line {
        var bytes: [UInt8]
        var start: Int
        var end: Int
    }

    private let file: FileHandle
    /// The bytes of whole lines; a last line that a crash cut off does not count.
    let size: Int

    private static let chunk = 65_536

    init?(_ path: String) {
        guard let file = FileHandle(forReadingAtPath: path), let end = try? file.seekToEnd() else { return nil }
        self.file = file
        size = (try? Self.wholeLines(file, Int(end))) ?? 0
    }

    private static func wholeLines(_ file: FileHandle, _ end: Int) throws -> Int {
        var position = end
        while position > 0 {
            let start = max(0, position - chunk)
            let bytes = try read(file, start, position)
            if let place = bytes.lastIndex(of: UInt8(ascii: "\n")) { return start + place + 1 }
            position = start
        }
        return 0
    }

    private static func read(_ file: FileHandle, _ start: Int, _ end: Int) throws -> [UInt8] {
        try file.seek(toOffset: UInt64(start))
        return [UInt8](try file.read(upToCount: end - start) ?? Data())
    }

    /// At most `limit` lines from `start` on.
    func lines(from start: Int, limit: Int) throws -> [Line] {
        var lines: [Line] = []
        var rest: [UInt8] = []
        var position = start
        var lineStart = start
        while position < size, lines.count < limit {
            let bytes = try Self.read(file, position, min(size, position + Self.chunk))
            guard !bytes.isEmpty else { break }
            position += bytes.count
            rest += bytes
            var used = 0
            while lines.count < limit, let end = rest[used...].firstIndex(of: UInt8(ascii: "\n")) {
                lines.append(Line(bytes: Array(rest[used..<end]), start: lineStart, end: lineStart + end - used + 1))
                lineStart += end - used + 1
                used = end + 1
            }
            rest.removeFirst(used)
        }
        return lines
    }

    /// At most `limit` lines that end at `end` or before and do not begin before `start`, ascending.
    func lines(before end: Int, from start: Int, limit: Int) throws -> [Line] {
        var position = min(end, size)
        var bytes: [UInt8] = []
        // One end more than lines: the line before the first one asked for.
        while position > start, bytes.lazy.filter({ $0 == UInt8(ascii: "\n") }).count <= limit {
            let earlier = max(start, position - Self.chunk)
            bytes = try Self.read(file, earlier, position) + bytes
            position = earlier
        }
        var found = Self.split(bytes, from: position)
        // What was read may begin within a line, unless it begins at the start.
        if position > start, !found.isEmpty { found.removeFirst() }
        return Array(found.suffix(limit))
    }

    private static func split(_ bytes: [UInt8], from position: Int) -> [Line] {
        var lines: [Line] = []
        var used = 0
        while let end = bytes[used...].firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(Line(bytes: Array(bytes[used..<end]), start: position + used, end: position + end + 1))
            used = end + 1
        }
        return lines
    }

    static func event(_ line: Line) -> LogEvent? {
        guard let value = try? JSONValue(parsing: line.bytes), let timestamp = value["t"]?.intValue,
            let message = value["m"]?.stringValue
        else { return nil }
        return LogEvent(
            timestamp: timestamp, ingestionTime: value["i"]?.intValue ?? timestamp, message: message,
            start: line.start, end: line.end)
    }

    func close() { try? file.close() }
}
