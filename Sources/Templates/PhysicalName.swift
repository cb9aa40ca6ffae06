import Foundations

/// The name CloudFormation would make for a resource: `STACK-LOGICALID-RANDOM`, here with the same twelve characters
/// for the same stack and resource, so that a rerun finds what the run before made.
enum PhysicalName {
    static func make(stack: String, logicalID: String, rule: ResourceType.NameRule) -> String {
        let ending = "-" + random(stack + "/" + logicalID)
        let room = rule.limit - ending.utf8.count
        let logical = logicalID.prefix(room * 2 / 3)
        let prefix = stack.prefix(max(0, room - logical.utf8.count - 1))
        let name = (prefix.isEmpty ? "" : prefix + "-") + logical + ending
        return rule.isLowercase ? name.lowercased() : name
    }

    /// Twelve characters of A-Z and 0-9.
    private static func random(_ seed: String) -> String {
        var rest = mixed(seed)
        var characters: [UInt8] = []
        for _ in 0..<12 {
            characters.append(alphabet[Int(rest % 36)])
            rest /= 36
        }
        return String(decoding: characters, as: UTF8.self)
    }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

    /// A UUID's form of the same kind, for a stack's id.
    static func uuid(_ seed: String) -> String {
        let digits = hexadecimal(mixed(seed)) + hexadecimal(mixed(seed + "\0"))
        let cuts = [8, 12, 16, 20]
        return digits.enumerated().map { (cuts.contains($0) ? "-" : "") + String($1) }.joined()
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    /// FNV-1a of 64 bits, finished as SplitMix64 is.
    private static func mixed(_ text: String) -> UInt64 {
        var hash = StableHash(text).value
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return hash ^ (hash >> 31)
    }
}
