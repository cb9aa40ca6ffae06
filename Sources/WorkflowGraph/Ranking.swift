/// The first two steps of the layout: which edges run backwards, and each node's layer.
struct Ranking {
    /// By edge: it is turned around for the layout. A loop from a node to itself is neither.
    private(set) var isReversed: [Bool]
    /// By node, from 0.
    private(set) var layers: [Int]
    /// Nodes in the order of a walk from the first one.
    private(set) var visits: [Int] = []

    private let successors: [[(node: Int, edge: Int)]]

    init(_ graph: LayeredGraph) {
        isReversed = Array(repeating: false, count: graph.edges.count)
        layers = Array(repeating: 0, count: graph.nodes.count)
        var successors = Array(repeating: [(node: Int, edge: Int)](), count: graph.nodes.count)
        for (index, edge) in graph.edges.enumerated() where edge.from != edge.to {
            successors[edge.from].append((edge.to, index))
        }
        self.successors = successors
        breakCycles()
        assignLayers()
        pullDown()
    }

    /// Walks depth first without recursion; an edge to a node that is still open closes a cycle.
    private mutating func breakCycles() {
        var state = Array(repeating: 0, count: layers.count)
        for root in roots() where state[root] == 0 {
            var stack = [(node: root, next: 0)]
            state[root] = 1
            visits.append(root)
            while let (node, next) = stack.last {
                guard next < successors[node].count else {
                    state[node] = 2
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let (target, edge) = successors[node][next]
                if state[target] == 1 { isReversed[edge] = true }
                guard state[target] == 0 else { continue }
                state[target] = 1
                visits.append(target)
                stack.append((target, 0))
            }
        }
    }

    /// Nodes that nothing leads to come first, so that no edge from them is taken for a backward one.
    private func roots() -> [Int] {
        var hasPredecessor = Array(repeating: false, count: layers.count)
        for targets in successors { for target in targets { hasPredecessor[target.node] = true } }
        return layers.indices.filter { !hasPredecessor[$0] } + layers.indices.filter { hasPredecessor[$0] }
    }

    /// Edges in the layout's direction, by upper node.
    private func downward() -> [[Int]] {
        var below = Array(repeating: [Int](), count: layers.count)
        for (node, targets) in successors.enumerated() {
            for (target, edge) in targets {
                if isReversed[edge] { below[target].append(node) } else { below[node].append(target) }
            }
        }
        return below
    }

    /// Longest path: each node as high as its predecessors allow.
    private mutating func assignLayers() {
        let below = downward()
        for node in topological(below) {
            for next in below[node] { layers[next] = max(layers[next], layers[node] + 1) }
        }
    }

    /// A node with more edges below than above comes down to its successors: its edges get shorter.
    private mutating func pullDown() {
        let below = downward()
        var above = Array(repeating: 0, count: layers.count)
        for targets in below { for target in targets { above[target] += 1 } }
        for node in topological(below).reversed() where below[node].count > above[node] {
            guard let nearest = below[node].map({ layers[$0] }).min() else { continue }
            layers[node] = max(layers[node], nearest - 1)
        }
        let top = layers.min() ?? 0
        for node in layers.indices { layers[node] -= top }
    }

    private func topological(_ below: [[Int]]) -> [Int] {
        var missing = Array(repeating: 0, count: layers.count)
        for targets in below { for target in targets { missing[target] += 1 } }
        var ready = layers.indices.filter { missing[$0] == 0 }
        var next = 0
        while next < ready.count {
            for target in below[ready[next]] {
                missing[target] -= 1
                if missing[target] == 0 { ready.append(target) }
            }
            next += 1
        }
        return ready
    }
}
