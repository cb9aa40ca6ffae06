extension RankedItems {
    /// Says where each line meets its boxes: the main way in the middle, others beside it in the order in which they
    /// lead on; errors and lines that run back in lanes at the box's sides.
    mutating func assignPorts() {
        var position = Array(repeating: 0, count: items.count)
        for rank in order { for (index, item) in rank.enumerated() { position[item] = index } }
        let ways = MainWays(self)
        for node in graph.nodes.indices {
            let below = segments.indices.filter { segments[$0].upper == node }
                .sorted { (position[segments[$0].lower], $0) < (position[segments[$1].lower], $1) }
            let above = segments.indices.filter { segments[$0].lower == node }
                .sorted { (position[segments[$0].upper], $0) < (position[segments[$1].upper], $1) }
            spreadBelow(node, below, ways, position)
            spreadAbove(node, above, ways, position)
            widen(node, below, above)
        }
    }

    private mutating func spreadBelow(_ node: Int, _ lines: [Int], _ ways: MainWays, _ position: [Int]) {
        let plain = lines.filter { !isAside($0) }
        let main = ways.out[node].flatMap { edge in plain.first { segments[$0].edge == edge } } ?? Self.middle(plain)
        for (segment, port) in zip(plain, ports(plain, main, node)) { segments[segment].upperPort = port }
        if let main { segments[main].isUpperMain = true }
        let center = mean((main.map { [$0] } ?? plain).map { Double(position[segments[$0].lower]) })
        for (segment, lane) in lanes(lines.filter(isAside), center, { Double(position[segments[$0].lower]) }) {
            segments[segment].upperLane = lane
            segments[segment].upperPort = lanePosition(node, lane)
        }
    }

    private mutating func spreadAbove(_ node: Int, _ lines: [Int], _ ways: MainWays, _ position: [Int]) {
        let plain = lines.filter { !ranking.isReversed[segments[$0].edge] }
        let main = ways.into[node].flatMap { edge in plain.first { segments[$0].edge == edge } } ?? Self.middle(plain)
        for (segment, port) in zip(plain, ports(plain, main, node)) { segments[segment].lowerPort = port }
        if let main { segments[main].isLowerMain = true }
        let center = mean((main.map { [$0] } ?? plain).map { Double(position[segments[$0].upper]) })
        let back = lines.filter { ranking.isReversed[segments[$0].edge] }
        for (segment, lane) in lanes(back, center, { Double(position[segments[$0].upper]) }) {
            segments[segment].lowerLane = lane
            segments[segment].lowerPort = lanePosition(node, lane)
        }
    }

    /// Whether a line leaves its upper box at the side.
    private func isAside(_ segment: Int) -> Bool {
        let edge = segments[segment].edge
        return ranking.isReversed[edge] || graph.edges[edge].leavesAside
    }

    /// Lanes for lines in their order from left to right: those that lead to the left of the main way go there, the
    /// leftmost one outermost; the others go to the right, the rightmost one outermost.
    private func lanes(_ lines: [Int], _ center: Double?, _ place: (Int) -> Double) -> [(Int, Lane)] {
        let left = lines.filter { line in center.map { place(line) < $0 } ?? false }
        let right = lines.filter { !left.contains($0) }
        let toLeft = left.reversed().enumerated().map { ($0.element, Lane(side: -1, number: $0.offset)) }
        return toLeft + right.enumerated().map { ($0.element, Lane(side: 1, number: $0.offset)) }
    }

    private mutating func widen(_ node: Int, _ below: [Int], _ above: [Int]) {
        let lanes = below.compactMap { segments[$0].upperLane } + above.compactMap { segments[$0].lowerLane }
        let half = graph.nodes[node].size.width / 2
        let loops = selfLoops(node)
        func reach(_ side: Double, _ loops: Int) -> Double {
            let count = (lanes.filter { $0.side == side }.map { $0.number + 1 }.max() ?? 0) + loops
            return count == 0 ? half : half + Spacing.lane * Double(count) + Spacing.lane / 2
        }
        items[node].left = reach(-1, 0)
        items[node].right = reach(1, loops)
    }

    private func selfLoops(_ node: Int) -> Int { graph.edges.filter { $0.from == node && $0.to == node }.count }

    /// The axis of a lane, from the box's own. Loops from the box to itself are innermost at the right.
    func lanePosition(_ node: Int, _ lane: Lane) -> Double {
        let number = lane.number + (lane.side > 0 ? selfLoops(node) : 0)
        return lane.side * (graph.nodes[node].size.width / 2 + Spacing.lane * Double(number + 1))
    }

    private func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    private static func middle(_ lines: [Int]) -> Int? { lines.count % 2 == 1 ? lines[lines.count / 2] : nil }

    private func ports(_ lines: [Int], _ main: Int?, _ node: Int) -> [Double] {
        guard !graph.nodes[node].isMarker else { return lines.map { _ in 0 } }
        let center = main.flatMap { lines.firstIndex(of: $0) }.map(Double.init) ?? Double(lines.count - 1) / 2
        let reach = max(center, Double(lines.count - 1) - center)
        let room = graph.nodes[node].size.width / 2 - 14
        let step = reach > 0 ? min(Spacing.port, (room / reach).rounded(.down)) : 0
        return lines.indices.map { ((Double($0) - center) * step).rounded() }
    }
}

/// The main way through the graph: from each box on to where most still comes, and to it from where most has been.
/// Drawn straight, it is the drawing's spine.
private struct MainWays {
    /// By node: an edge; nil where several are equal.
    private(set) var out: [Int?]
    private(set) var into: [Int?]

    init(_ ranks: RankedItems) {
        let graph = ranks.graph
        out = Array(repeating: nil, count: graph.nodes.count)
        into = out
        let edges = graph.edges.indices.filter { index in
            let edge = graph.edges[index]
            return edge.from != edge.to && !ranks.ranking.isReversed[index] && !edge.leavesAside && !edge.isMinor
        }
        let layers = ranks.ranking.layers
        var depth = Array(repeating: 0, count: graph.nodes.count)
        for edge in edges.sorted(by: { (layers[graph.edges[$0].from], $0) > (layers[graph.edges[$1].from], $1) }) {
            depth[graph.edges[edge].from] = max(depth[graph.edges[edge].from], depth[graph.edges[edge].to] + 1)
        }
        var height = Array(repeating: 0, count: graph.nodes.count)
        for edge in edges.sorted(by: { (layers[graph.edges[$0].from], $0) < (layers[graph.edges[$1].from], $1) }) {
            height[graph.edges[edge].to] = max(height[graph.edges[edge].to], height[graph.edges[edge].from] + 1)
        }
        let leaving = Dictionary(grouping: edges) { graph.edges[$0].from }
        for (node, edges) in leaving { out[node] = Self.only(edges) { depth[graph.edges[$0].to] } }
        let entering = Dictionary(grouping: edges) { graph.edges[$0].to }
        for (node, edges) in entering {
            let mutual = edges.filter { out[graph.edges[$0].from] == $0 }
            into[node] = mutual.isEmpty ? edges[0] : Self.only(mutual) { height[graph.edges[$0].from] }
        }
    }

    /// The one that is greater than all others.
    private static func only(_ edges: [Int], by value: (Int) -> Int) -> Int? {
        guard let most = edges.map(value).max() else { return nil }
        let greatest = edges.filter { value($0) == most }
        return greatest.count == 1 ? greatest[0] : nil
    }
}
