/// The graph as the next steps see it: every rank holds items (boxes, labels, bends), and segments join items of
/// neighbouring ranks only. Boxes stand on even ranks, labels on the odd ones between.
struct RankedItems {
    enum Kind: Equatable {
        case node(Int)
        case label(edge: Int)
        case bend(edge: Int)
    }

    struct Item {
        var kind: Kind
        var rank: Int
        /// From the item's axis to its borders; a box with lanes at a side reaches further there.
        var left: Double
        var right: Double
        var height: Double
    }

    /// A line's own way down or up beside a box.
    struct Lane {
        /// -1: at the left side, 1: at the right.
        var side: Double
        /// From 0, the one next to the box.
        var number: Int
    }

    struct Segment {
        var upper: Int
        var lower: Int
        var edge: Int
        /// Where the line meets the items, from their axes.
        var upperPort = 0.0
        var lowerPort = 0.0
        /// It runs in a lane at the box's side.
        var upperLane: Lane?
        var lowerLane: Lane?
        /// It is the box's main way on, or the main way to it.
        var isUpperMain = false
        var isLowerMain = false
    }

    var items: [Item] = []
    var segments: [Segment] = []
    /// By rank, from left to right.
    var order: [[Int]] = []
    /// By edge: its segments from top to bottom; empty for a loop from a node to itself.
    var chains: [[Int]]
    let graph: LayeredGraph
    let ranking: Ranking

    init(_ graph: LayeredGraph, _ ranking: Ranking) {
        self.graph = graph
        self.ranking = ranking
        chains = Array(repeating: [], count: graph.edges.count)
        order = Array(repeating: [], count: 2 * (ranking.layers.max() ?? 0) + 1)
        for (index, node) in graph.nodes.enumerated() {
            let half = node.size.width / 2
            items.append(
                Item(
                    kind: .node(index), rank: 2 * ranking.layers[index], left: half, right: half,
                    height: node.size.height))
        }
        place()
    }

    /// Items enter their ranks as a walk from the start meets them: the main way first, errors to the right.
    private mutating func place() {
        var outgoing = Array(repeating: [Int](), count: graph.nodes.count)
        for (index, edge) in graph.edges.enumerated() where edge.from != edge.to { outgoing[edge.from].append(index) }
        for node in ranking.visits {
            order[items[node].rank].append(node)
            for edge in outgoing[node] { addChain(edge) }
        }
    }

    private mutating func addChain(_ index: Int) {
        let edge = graph.edges[index]
        let isReversed = ranking.isReversed[index]
        let (top, bottom) = isReversed ? (edge.to, edge.from) : (edge.from, edge.to)
        let (first, last) = (items[top].rank + 1, items[bottom].rank - 1)
        let labelRank = isReversed ? last : first
        var upper = top
        for rank in stride(from: first, through: last, by: 1) {
            let label = rank == labelRank ? edge.label : nil
            let half = (label?.width ?? 0) / 2
            items.append(
                Item(
                    kind: label == nil ? .bend(edge: index) : .label(edge: index), rank: rank, left: half, right: half,
                    height: label?.height ?? 0))
            order[rank].append(items.count - 1)
            addSegment(from: upper, to: items.count - 1, index)
            upper = items.count - 1
        }
        addSegment(from: upper, to: bottom, index)
    }

    private mutating func addSegment(from upper: Int, to lower: Int, _ edge: Int) {
        segments.append(Segment(upper: upper, lower: lower, edge: edge))
        chains[edge].append(segments.count - 1)
    }

    func isNode(_ item: Int) -> Bool { item < graph.nodes.count }
}
