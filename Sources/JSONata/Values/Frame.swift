/// Names and values of a block, a lambda's call or a tuple, and what stands around them.
final class Frame {
    let parent: Frame?
    let layout: Layout
    // Most frames have few names: these need no array.
    private var first = Value.unbound
    private var second = Value.unbound
    private var third = Value.unbound
    private var others: [Value]
    /// The context of a tuple (`@` in the reference).
    var context: Value = .undefined
    /// How deep closures and arrays are nested in the slots; bounded like an array's.
    private(set) var depth: UInt16

    init(parent: Frame?, layout: Layout) {
        self.parent = parent
        self.layout = layout
        others = layout.count > 3 ? [Value](repeating: .unbound, count: layout.count - 3) : []
        depth = parent?.depth ?? 0
    }

    /// A tuple's copy under another frame.
    init(copying tuple: Frame, parent: Frame?) {
        self.parent = parent
        layout = tuple.layout
        first = tuple.first
        second = tuple.second
        third = tuple.third
        others = tuple.others
        context = tuple.context
        depth = max(tuple.depth, parent?.depth ?? 0)
    }

    /// The value of a slot; `.unbound` before it is bound.
    @inline(__always)
    func value(_ slot: Int) -> Value {
        switch slot {
        case 0: first
        case 1: second
        case 2: third
        default: others[slot - 3]
        }
    }

    /// Parameters that no argument was given for are undefined, not free.
    func bindMissing(upTo count: Int) {
        for slot in 0..<count {
            if case .unbound = value(slot) { bind(slot, .undefined) }
        }
    }

    @inline(__always)
    func bind(_ slot: Int, _ value: Value) {
        depth = max(depth, value.depth)
        switch slot {
        case 0: first = value
        case 1: second = value
        case 2: third = value
        default: others[slot - 3] = value
        }
    }
}

/// The names of a frame's slots. Shared by every frame that one place of a program makes.
final class Layout: Sendable {
    let names: [String]
    init(_ names: [String]) { self.names = names }
    var count: Int { names.count }
}
