/// The sequences of member names that one text has shown so far, as a tree: objects with the same names in the same
/// order share one list of names, and a name that was expected costs one comparison of bytes.
///
/// A shape is a name behind another shape; its number is that of its node. What would make the tree large or its
/// search slow (many different names in one place, many names in one object) gets no shape.
struct ObjectShapes {
    /// The shape of no names.
    static let none = 0

    private static let mostShapes = 4096
    private static let mostSiblings = 12
    private static let mostNames = 64

    private struct Node {
        var name: String
        /// The name's place in the text, both quotes included. Without escapes, so equal names have equal bytes.
        var begin: Int
        var length: Int
        var parent: Int
        /// How many names.
        var count: Int
        var firstChild = 0
        var sibling = 0
        var siblings = 0
        /// The child that was met last.
        var likely = 0
        var names: ObjectNames?
    }

    private let text: UnsafePointer<UInt8>
    private var nodes: [Node] = []

    init(text: UnsafePointer<UInt8>) {
        self.text = text
    }

    func length(of shape: Int) -> Int { nodes[shape].length }

    /// The shape of these names and the one that stands at `next`, where that has been met.
    @inline(__always)
    mutating func known(after shape: Int, _ next: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int? {
        guard !nodes.isEmpty else { return nil }
        let likely = nodes[shape].likely
        if likely != 0, stands(likely, next, end) { return likely }
        return search(after: shape, next, end)
    }

    private mutating func search(after shape: Int, _ next: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int? {
        var child = nodes[shape].firstChild
        while child != 0 {
            if stands(child, next, end) {
                nodes[shape].likely = child
                return child
            }
            child = nodes[child].sibling
        }
        return nil
    }

    @inline(__always)
    private func stands(_ shape: Int, _ next: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Bool {
        let length = nodes[shape].length
        return end - next >= length && ByteScan.equal(next, text + nodes[shape].begin, length)
    }

    /// Adds the name between these places; nil where it gets no shape: an escape in it, a repeated name, too many.
    mutating func add(
        _ name: String, after shape: Int, from begin: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>
    ) -> Int? {
        if nodes.isEmpty { nodes.append(Node(name: "", begin: 0, length: 0, parent: 0, count: 0)) }
        let length = end - begin
        guard name.utf8.count == length - 2, nodes.count < Self.mostShapes, nodes[shape].count < Self.mostNames,
            nodes[shape].siblings < Self.mostSiblings, !contains(shape, begin, length)
        else { return nil }
        let added = nodes.count
        nodes.append(
            Node(name: name, begin: begin - text, length: length, parent: shape, count: nodes[shape].count + 1))
        nodes[added].sibling = nodes[shape].firstChild
        nodes[shape].firstChild = added
        nodes[shape].siblings += 1
        nodes[shape].likely = added
        return added
    }

    private func contains(_ shape: Int, _ begin: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        var shape = shape
        while shape != Self.none {
            if nodes[shape].length == length, ByteScan.equal(begin, text + nodes[shape].begin, length) { return true }
            shape = nodes[shape].parent
        }
        return false
    }

    mutating func names(of shape: Int) -> ObjectNames {
        guard shape != Self.none else { return ObjectNames() }
        if let names = nodes[shape].names { return names }
        var names: [String] = []
        names.reserveCapacity(nodes[shape].count)
        var ancestor = shape
        while ancestor != Self.none {
            names.append(nodes[ancestor].name)
            ancestor = nodes[ancestor].parent
        }
        names.reverse()
        let made = ObjectNames(unique: names)
        nodes[shape].names = made
        return made
    }
}
