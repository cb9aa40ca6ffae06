import Foundations
import JSONModel

extension Builtins {
    /// What Step Functions adds to JSONata (Developer Guide, "Transforming data with JSONata").
    static let stepFunctions: [Native] = [
        native("partition", 2, "<an:a>") { arguments, site throws(JSONataError) in
            guard !arguments.at(0).isUndefined, case .number(let number) = arguments.at(1) else { return .undefined }
            guard let size = Int(exactly: number.rounded(.towardZero)), size > 0 else {
                throw JSONataError(code: "D3010", index: 2, message: "The chunk size must be a positive integer")
            }
            return partitioned(List(arguments[0]), size)
        },
        native("range", 3, "<nnn:a>") { arguments, site throws(JSONataError) in
            guard case .number(let first) = arguments.at(0), case .number(let last) = arguments.at(1),
                case .number(let step) = arguments.at(2)
            else { return .undefined }
            return try range(first.rounded(.towardZero), last.rounded(.towardZero), step.rounded(.towardZero), site)
        },
        native("hash", 2, "<s-s:s>") { arguments, site throws(JSONataError) in
            guard case .string(let text) = arguments.at(0), let name = arguments.at(1).string else { return .undefined }
            guard let digest = MessageDigest(name: name) else {
                throw JSONataError(
                    code: "D3137", value: .string(name), index: 2, message: "Unknown hash algorithm \(name)")
            }
            try site.machine.charge(text.utf8.count >> 2)
            return .string(digest.hexadecimal(of: Array(text.utf8)))
        },
        native("random", 1, "<n?:n>") { arguments, site throws(JSONataError) in
            guard case .number(let seed) = arguments.at(0) else {
                return .number(site.machine.environment.random.unitInterval())
            }
            return .number(SeededDraw.unitInterval(seed))
        },
        native("uuid", 0, "<:s>") { _, site throws(JSONataError) in .string(site.machine.environment.random.uuid()) },
        defined("parse", 1, "<s-:x>") { arguments, _ throws(JSONataError) in
            guard case .string(let text) = arguments[0] else { return .undefined }
            do throws(JSONSyntaxError) {
                return Value(try JSONValue(parsing: text))
            } catch {
                throw JSONataError(
                    code: "D3137", value: .string(text), index: 1, message: "Invalid JSON: \(error.description)")
            }
        },
    ]

    private static func partitioned(_ list: List, _ size: Int) -> Value {
        var chunks: [Value] = []
        var start = 0
        while start < list.count {
            let end = min(list.count, start + size)
            chunks.append(.list((start..<end).map { list[$0] }))
            start = end
        }
        return .list(chunks)
    }

    /// From `first` to `last`, which belongs to it. One number is that number, not an array of it.
    private static func range(
        _ first: Double, _ last: Double, _ step: Double, _ site: CallSite
    ) throws(JSONataError) -> Value {
        guard step != 0, step.isFinite else {
            throw JSONataError(code: "D3137", index: 3, message: "The step of $range must not be 0")
        }
        let count = ((last - first) / step).rounded(.down) + 1
        guard count > 0 else { return .list([]) }
        guard count <= 10_000_000 else { throw JSONataError(code: "D2014", value: .double(count)) }
        try site.machine.admit(count: Int(count))
        return .sequence((0..<Int(count)).map { .number(first + Double($0) * step) })
    }
}

/// The number that a seed gives on AWS: the first double of `java.util.Random`, whose documentation has the algorithm.
enum SeededDraw {
    static func unitInterval(_ seed: Double) -> Double {
        let whole = Int64(exactly: seed.rounded(.towardZero)) ?? Int64(truncatingIfNeeded: seed.bitPattern)
        var state = (UInt64(bitPattern: whole) ^ 0x5_DEEC_E66D) & 0xFFFF_FFFF_FFFF
        let high = next(26, &state)
        let low = next(27, &state)
        return Double(high << 27 + low) * 0x1p-53
    }

    private static func next(_ bits: UInt64, _ state: inout UInt64) -> UInt64 {
        state = (state &* 0x5_DEEC_E66D &+ 0xB) & 0xFFFF_FFFF_FFFF
        return state >> (48 - bits)
    }
}
