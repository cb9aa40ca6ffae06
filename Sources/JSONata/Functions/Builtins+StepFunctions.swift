import Foundations
import JSONModel

extension Builtins {
    /// What Step Functions adds to JSONata (Developer Guide, "Transforming data with JSONata").
    static let stepFunctions: [Native] = [
        native("partition", 2, "<an:a>") { arguments, site throws(JSONataError) in
            guard !arguments.at(0).isUndefined, case .number(let number) = arguments.at(1) else { return .undefined }
            guard let size = Int(exactly: number.rounded(.down)), size > 0 else {
                throw JSONataError(code: "D3010", index: 2, message: "The chunk size must be a positive integer")
            }
            return partitioned(List(arguments[0]), size)
        },
        native("range", 3, "<nnn:a>") { arguments, site throws(JSONataError) in
            guard case .number(let first) = arguments.at(0), case .number(let last) = arguments.at(1),
                case .number(let step) = arguments.at(2)
            else { return .undefined }
            return try range(first, last, step, site)
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

    /// From `first` to `last`, which belongs to it.
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
        return .list((0..<Int(count)).map { .number(first + Double($0) * step) })
    }
}

/// The number that a seed gives: the same seed, the same number.
enum SeededDraw {
    /// SplitMix64 (Steele, Lea, Flood 2014) of the seed's bits.
    static func unitInterval(_ seed: Double) -> Double {
        var mixed = seed.bitPattern &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
    }
}
