import JSONModel

/// The iterations of a Map state while they run. It is changed in place, in the execution's own table: a frame that
/// held it would copy all results with each of them.
struct Iterations: Sendable {
    let items: [JSONValue]
    /// The state's input after `InputPath`: what `ItemSelector` reads.
    let input: JSONValue
    /// Iterations that may run at once.
    let concurrency: Int
    private(set) var next = 0
    /// The frames of those that run, by index.
    private(set) var running: [Int: FrameID] = [:]
    private var results: Results

    init(items: [JSONValue], input: JSONValue, concurrency: Int) {
        self.items = items
        self.input = input
        self.concurrency = concurrency
        results = Results(count: items.count)
    }

    var canStart: Bool { next < items.count && running.count < concurrency }
    var isDone: Bool { next == items.count && running.isEmpty }
    /// Every result, in the items' order.
    var output: Document { Document.array(results.all) }

    mutating func started(_ frame: FrameID) {
        running[next] = frame
        next += 1
    }

    /// Takes a failed one off the list; gives its frame.
    mutating func dropped(_ index: Int) -> FrameID? { running.removeValue(forKey: index) }

    mutating func ended(_ index: Int, _ result: Document) {
        running[index] = nil
        results.set(index, result)
    }
}

/// Results in chunks: a turn works on a copy of the execution, and copies no more than the chunk it changes.
private struct Results: Sendable {
    private static let width = 128
    private var chunks: [[Document?]]

    init(count: Int) {
        chunks = stride(from: 0, to: count, by: Self.width).map {
            Array(repeating: nil, count: min(Self.width, count - $0))
        }
    }

    mutating func set(_ index: Int, _ result: Document) { chunks[index / Self.width][index % Self.width] = result }

    var all: [Document] { chunks.flatMap { $0.compactMap { $0 } } }
}
