import Foundation
import ServicePorts
import StatesLanguage

extension Payload {
    /// The bytes, as a state's result takes them. Throws `States.DataLimitExceeded` for more than a state can hold.
    func collected(for state: String, most: Int) async throws -> [UInt8] {
        guard let bytes = try await read(atMost: most) else { throw Self.tooLong(state) }
        return bytes
    }

    /// The bytes; nil where more than `most` would have to be read.
    func read(atMost most: Int = .max) async throws -> [UInt8]? {
        switch self {
        case .none: return []
        case .bytes(let bytes): return bytes
        case .file(let path, let offset, let count):
            guard count <= most else { return nil }
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            try file.seek(toOffset: UInt64(offset))
            return Array(try file.read(upToCount: count) ?? Data())
        case .stream(let stream, _):
            var bytes: [UInt8] = []
            for try await chunk in stream {
                bytes += chunk
                guard bytes.count <= most else { return nil }
            }
            return bytes
        }
    }

    private static func tooLong(_ state: String) -> TaskError {
        TaskError(
            error: StatesError.dataLimitExceeded,
            cause: "The state/task '\(state)' returned a result with a size exceeding the maximum number of bytes "
                + "service limit.")
    }
}
