/// Names and values of a block, a lambda's call or a tuple, and what stands around them.
final class Frame {
    let parent: Frame?
    let layout: Layout
    var slots: [Value]
    /// The context of a tuple (`@` in the reference).
    var context: Value = .undefined
    /// How deep closures and arrays are nested in the slots; bounded like an array's.
    private(set) var depth: UInt16

    init(parent: Frame?, layout: Layout) {
        self.parent = parent
        self.layout = layout
        slots = [Value](repeating: .unbound, count: layout.count)
        depth = (parent?.depth ?? 0)
    }

    /// A tuple's copy under another frame.
    init(copying tuple: Frame, parent: Frame?) {
        self.parent = parent
        layout = tuple.layout
        slots = tuple.slots
        context = tuple.context
        depth = max(tuple.depth, parent?.depth ?? 0)
    }

    /// Parameters that no argument was given for are undefined, not free.
    func bindMissing(upTo count: Int) {
        for slot in 0..<count {
            if case .unbound = slots[slot] { slots[slot] = .undefined }
        }
    }

    func bind(_ slot: Int, _ value: Value) {
        slots[slot] = value
        depth = max(depth, value.depth)
    }
}

/// The names of a frame's slots. Shared by every frame that one place of a program makes.
final class Layout: Sendable {
    let names: [String]
    init(_ names: [String]) { self.names = names }
    var count: Int { names.count }
}
