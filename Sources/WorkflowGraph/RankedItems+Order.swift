extension RankedItems {
    private static let sweeps = 12

    /// Orders every rank so that few segments cross: barycentre sweeps down and up, then exchanges of neighbours;
    /// the best order seen wins.
    mutating func arrange() {
        let neighbours = Neighbours(self)
        var best = order
        var fewest = neighbours.crossings(order)
        for sweep in 0..<Self.sweeps where fewest > 0 {
            neighbours.sweep(&order, down: sweep % 2 == 0)
            neighbours.exchange(&order)
            let crossings = neighbours.crossings(order)
            if crossings < fewest {
                fewest = crossings
                best = order
            }
        }
        order = best
    }
}

/// The segments by item, for the ordering.
private struct Neighbours {
    private struct End {
        var item: Int
        /// A line in a side lane ends right of its box's middle.
        var shift: Double
        var own: Double
    }

    private var above: [[End]]
    private var below: [[End]]

    init(_ ranks: RankedItems) {
        above = Array(repeating: [], count: ranks.items.count)
        below = above
        for segment in ranks.segments {
            let edge = ranks.graph.edges[segment.edge]
            let isReversed = ranks.ranking.isReversed[segment.edge]
            let upperShift = ranks.isNode(segment.upper) && (edge.leavesAside || isReversed) ? 0.4 : 0
            let lowerShift = ranks.isNode(segment.lower) && isReversed ? 0.4 : 0
            below[segment.upper].append(End(item: segment.lower, shift: lowerShift, own: upperShift))
            above[segment.lower].append(End(item: segment.upper, shift: upperShift, own: lowerShift))
        }
    }

    /// Orders each rank by where its items' neighbours stand in the rank before it.
    func sweep(_ order: inout [[Int]], down: Bool) {
        var place = places(order)
        let ends = down ? above : below
        for rank in down ? Array(order.indices.dropFirst()) : Array(order.indices.dropLast().reversed()) {
            let keyed = order[rank].enumerated().map { index, item in
                var sum = 0.0
                for end in ends[item] { sum += place[end.item] + end.shift - end.own }
                let key = ends[item].isEmpty ? Double(index) : sum / Double(ends[item].count)
                return (key: key, index: index, item: item)
            }
            order[rank] = keyed.sorted { ($0.key, $0.index) < ($1.key, $1.index) }.map(\.item)
            for (index, item) in order[rank].enumerated() { place[item] = Double(index) }
        }
    }

    /// Exchanges neighbours as long as that removes crossings.
    func exchange(_ order: inout [[Int]]) {
        var place = places(order)
        var improved = true
        var rounds = 0
        while improved, rounds < 8 {
            improved = false
            rounds += 1
            for rank in order.indices where order[rank].count > 1 {
                for index in 0..<(order[rank].count - 1) {
                    let (left, right) = (order[rank][index], order[rank][index + 1])
                    let now = crossings(left, right, place)
                    guard now > 0, crossings(right, left, place) < now else { continue }
                    order[rank].swapAt(index, index + 1)
                    (place[left], place[right]) = (place[right], place[left])
                    improved = true
                }
            }
        }
    }

    private func crossings(_ left: Int, _ right: Int, _ place: [Double]) -> Int {
        count(above[left], above[right], place) + count(below[left], below[right], place)
    }

    private func count(_ left: [End], _ right: [End], _ place: [Double]) -> Int {
        var count = 0
        for first in left {
            let end = place[first.item] + first.shift
            for second in right where end > place[second.item] + second.shift { count += 1 }
        }
        return count
    }

    /// Segments from left to right by their upper ends: each crosses those before it that end further to the right.
    func crossings(_ order: [[Int]]) -> Int {
        let place = places(order)
        var total = 0
        for rank in order.indices.dropLast() {
            var ends: [(upper: Double, lower: Double)] = []
            for item in order[rank] {
                for end in below[item] { ends.append((place[item] + end.own, place[end.item] + end.shift)) }
            }
            ends.sort { ($0.upper, $0.lower) < ($1.upper, $1.lower) }
            var seen: [Double] = []
            for end in ends {
                let position = Self.firstIndex(in: seen, above: end.lower)
                total += seen.count - position
                seen.insert(end.lower, at: position)
            }
        }
        return total
    }

    private static func firstIndex(in sorted: [Double], above value: Double) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] > value { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func places(_ order: [[Int]]) -> [Double] {
        var place = Array(repeating: 0.0, count: above.count)
        for rank in order { for (index, item) in rank.enumerated() { place[item] = Double(index) } }
        return place
    }
}
