import Foundations
import Synchronization

/// The operations of one AWS service with the shapes of their inputs and outputs. Every service that botocore knows is
/// there, whether it is served here or not.
public struct ServiceShapes: Sendable {
    public struct Operation: Sendable, Hashable {
        /// `StartExecution`
        public var name: String
        /// Structures by position; nil where there are none.
        public var input: Int?
        public var output: Int?
    }

    /// In SDK integrations: `sfn` of `aws-sdk:sfn:startExecution`.
    public var name: String
    /// `states`
    public var endpointPrefix: String
    /// Of error names: `Sfn` of `Sfn.ExecutionDoesNotExistException`.
    public var errorPrefix: String
    public var operations: [String: Operation]
    private var structures: [ShapeStructure]

    public func structure(_ position: Int) -> ShapeStructure {
        structures.indices.contains(position) ? structures[position] : []
    }

    /// An operation by its name or by an integration's action: `StartExecution`, `startExecution`.
    public func operation(_ action: String) -> Operation? {
        operations[action.prefix(1).uppercased() + action.dropFirst()]
    }

    /// A service by its name in SDK integrations; nil for one that AWS's SDKs don't have. Unpacked when first asked for.
    public static func named(_ name: String) -> ServiceShapes? {
        loaded.withLock { loaded in
            if let known = loaded[name] { return known }
            let shapes = ShapeIndex.all[name].flatMap(ServiceShapes.init)
            if let shapes { loaded[name] = shapes }
            return shapes
        }
    }

    /// The names of all services in SDK integrations.
    public static var names: [String] { ShapeIndex.all.keys.sorted() }

    private static let loaded = Mutex<[String: ServiceShapes]>([:])
    /// Of one service's unpacked text; the largest has a tenth.
    private static let sizeLimit = 4 << 20

    init?(_ entry: ShapeIndex.Entry) {
        guard let packed = Base64.decode(entry.packed),
            let bytes = try? Inflate.bytes(packed, limit: Self.sizeLimit)
        else { return nil }
        name = entry.name
        endpointPrefix = entry.endpointPrefix
        errorPrefix = entry.errorPrefix
        operations = [:]
        structures = []
        read(String(decoding: bytes, as: UTF8.self))
    }

    private mutating func read(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let end = lines.firstIndex { $0.isEmpty } ?? lines.endIndex
        for line in lines[..<end] {
            let words = line.split(separator: " ")
            guard words.count == 3 else { continue }
            let operation = Operation(
                name: String(words[0]), input: Int(words[1].dropFirst()), output: Int(words[2].dropFirst()))
            operations[operation.name.prefix(1).uppercased() + operation.name.dropFirst()] = operation
        }
        structures = lines.dropFirst(end + 1).map { line in line.split(separator: " ").compactMap(ShapeMember.init) }
    }
}

/// Where each service stands in the generated table.
enum ShapeIndex {
    struct Entry: Sendable {
        var name: String
        var endpointPrefix: String
        var errorPrefix: String
        /// Of its packed text.
        var range: Range<Int>

        var packed: [UInt8] { ShapeTables.text.withUTF8Buffer { Array($0[range]) } }
    }

    static let all: [String: Entry] = ShapeTables.text.withUTF8Buffer { buffer in
        var entries: [String: Entry] = [:]
        for block in buffer.split(separator: UInt8(ascii: ">")) {
            let head = block.prefix { $0 != UInt8(ascii: "\n") }
            let words = String(decoding: head, as: UTF8.self).split(separator: " ").map(String.init)
            guard words.count == 3 else { continue }
            entries[words[0]] = Entry(
                name: words[0], endpointPrefix: words[1], errorPrefix: words[2], range: head.endIndex..<block.endIndex)
        }
        return entries
    }
}
