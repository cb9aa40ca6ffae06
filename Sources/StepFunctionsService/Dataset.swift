import ExecutionCore
import JSONModel
import StatesLanguage

/// The items within the bytes of one object.
/// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
struct Dataset {
    let bytes: [UInt8]
    let format: ItemFormat

    /// At most `limit` items, in order.
    func items(limit: Int?) throws(MapRunFailure) -> [ReadItem] {
        switch format.inputType {
        case .csv: return rows(limit: limit)
        case .jsonLines: return try lines(limit: limit)
        case .json: return try elements(limit: limit)
        case .parquet, .manifest, nil:
            throw .itemReader("The format \(format.inputType?.rawValue ?? "") is not read from bytes.")
        }
    }

    private func rows(limit: Int?) -> [ReadItem] {
        var rows = SeparatedValues(bytes, delimiter: format.delimiter.byte)
        guard let headers = format.headers ?? rows.next() else { return [] }
        var items: [ReadItem] = []
        while limit.map({ items.count < $0 }) ?? true, let row = rows.next() {
            items.append(ReadItem(.object(Self.object(headers, row))))
        }
        return items
    }

    /// Fields that a row lacks are empty; those beyond the headers are left out.
    static func object(_ headers: [String], _ row: [String]) -> JSONObject {
        JSONObject(headers.enumerated().map { ($1, .string($0 < row.count ? row[$0] : "")) })
    }

    private func lines(limit: Int?) throws(MapRunFailure) -> [ReadItem] {
        var items: [ReadItem] = []
        for (index, line) in bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
            .enumerated()
        {
            if let limit, items.count >= limit { break }
            guard line.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) else { continue }
            guard let value = try? JSONValue(parsing: String(decoding: line, as: UTF8.self)) else {
                throw .itemReader("Unable to parse the JSON Lines at line \(index + 1).")
            }
            items.append(ReadItem(value))
        }
        return items
    }

    private func elements(limit: Int?) throws(MapRunFailure) -> [ReadItem] {
        guard let value = try? JSONValue(parsing: String(decoding: bytes, as: UTF8.self)) else {
            throw .itemReader("Unable to parse the dataset as JSON.")
        }
        guard let place = value.value(at: format.pointer ?? "") else {
            throw .itemReader("The ItemsPointer '\(format.pointer ?? "")' points to nothing in the dataset.")
        }
        switch place {
        case .array(let elements): return elements.prefix(limit ?? elements.count).map { ReadItem($0) }
        case .object(let members):
            return members.prefix(limit ?? members.count).map { key, value in
                ReadItem(["Key": .string(key), "Value": value], key: key)
            }
        default: throw .itemReader("Attempting to map over non-iterable node.")
        }
    }
}

extension MapRunFailure {
    static func itemReader(_ cause: String) -> MapRunFailure {
        MapRunFailure(error: "States.ItemReaderFailed", cause: cause)
    }

    static func resultWriter(_ cause: String) -> MapRunFailure {
        MapRunFailure(error: "States.ResultWriterFailed", cause: cause)
    }
}
