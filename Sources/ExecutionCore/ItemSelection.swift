import JSONModel
import StatesLanguage

/// How the inputs of a Map Run's children are made of items: `ItemSelector`, then `ItemBatcher`, in the state's scope.
struct ItemSelection: Sendable {
    struct Batch: Sendable {
        var maxItems: Int?
        var maxBytes: Int
        /// `BatchInput`, evaluated.
        var input: JSONValue?
    }

    let scope: Scope
    let selector: Template?
    /// The state's input after `InputPath`.
    let input: JSONValue
    let batch: Batch?
    let payloadBytes: Int
    /// `$$.Map.Item.Source`
    let source: String

    func inputs(of items: [ReadItem]) throws(MapRunFailure) -> [PlannedChild] {
        do throws(Failure) {
            var builder = BatchBuilder(batch, payloadBytes)
            for (index, item) in items.enumerated() {
                try builder.add(try text(of: item, index), scope)
            }
            return builder.finished()
        } catch {
            throw MapRunFailure(error: error.error ?? StatesError.runtime, cause: error.cause)
        }
    }

    private func text(of item: ReadItem, _ index: Int) throws(Failure) -> String {
        guard selector != nil else { return item.value.serialized() }
        var fields: JSONObject = ["Index": .int(index), "Value": item.value, "Source": .string(source)]
        fields["Key"] = item.key.map(JSONValue.string)
        var scope = scope
        scope.item = .object(fields)
        return try scope.template(selector, on: input, field: "ItemSelector")?.serialized() ?? "null"
    }
}

/// Puts items' texts together to children's inputs.
private struct BatchBuilder {
    private let batch: ItemSelection.Batch?
    private let payloadBytes: Int
    private var children: [PlannedChild] = []
    private var open: [String] = []
    private var openBytes = 0
    /// What stands before and after the items of a batch.
    private let head: String

    init(_ batch: ItemSelection.Batch?, _ payloadBytes: Int) {
        self.batch = batch
        self.payloadBytes = payloadBytes
        head = batch?.input.map { "{\"BatchInput\":\($0.serialized()),\"Items\":[" } ?? "{\"Items\":["
    }

    private static let tail = "]}"

    mutating func add(_ item: String, _ scope: Scope) throws(Failure) {
        let bytes = item.utf8.count
        guard let batch else {
            guard bytes <= payloadBytes else { throw tooLarge(scope) }
            return children.append(PlannedChild(input: item, items: 1))
        }
        let frame = head.utf8.count + Self.tail.utf8.count
        guard frame + bytes <= batch.maxBytes else { throw tooLarge(scope) }
        let isFull = batch.maxItems.map { open.count >= $0 } ?? false
        if isFull || frame + openBytes + bytes + 1 > batch.maxBytes { close() }
        open.append(item)
        openBytes += bytes + 1
    }

    private func tooLarge(_ scope: Scope) -> Failure {
        Failure(
            error: StatesError.dataLimitExceeded,
            cause: scope.prefix + "The size of an item exceeds the maximum number of bytes of a child's input.")
    }

    private mutating func close() {
        guard !open.isEmpty else { return }
        children.append(PlannedChild(input: head + open.joined(separator: ",") + Self.tail, items: open.count))
        open = []
        openBytes = 0
    }

    func finished() -> [PlannedChild] {
        var copy = self
        copy.close()
        return copy.children
    }
}
