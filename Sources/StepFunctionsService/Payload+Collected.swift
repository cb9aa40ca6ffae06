import Foundation
import ServicePorts
import StatesLanguage

extension Payload {
    /// What a state can hold at most; AWS's quota of payloads.
    private static let limit = 262_144

    /// The bytes, as a state's result takes them. Throws `States.DataLimitExceeded` for more than a state can hold.
    func collected(for state: String) async throws -> [UInt8] {
        switch self {
        case .none: return []
        case .bytes(let bytes): return bytes
        case .file(let path, let offset, let count):
            guard count <= Self.limit else { throw Self.tooLong(state) }
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            try file.seek(toOffset: UInt64(offset))
            return Array(try file.read(upToCount: count) ?? Data())
        case .stream(let stream, _):
            var bytes: [UInt8] = []
            for try await chunk in stream {
                bytes += chunk
                guard bytes.count <= Self.limit else { throw Self.tooLong(state) }
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
