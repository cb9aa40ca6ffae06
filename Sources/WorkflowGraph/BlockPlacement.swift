/// Places items from left to right: lines that shall be straight tie items into blocks, then the blocks move as close
/// to what they are joined to as their neighbours allow (least squares under separation constraints).
struct BlockPlacement {
    private struct Constraint {
        var left: Int
        var right: Int
        /// Least distance between the two blocks' axes.
        var distance: Double
    }

    private struct Pull {
        var first: Int
        var second: Int
        /// Where the second block's axis would be, seen from the first one's.
        var offset: Double
        var weight: Double
    }

    private static let rounds = 60
    private static let projections = 24

    private let ranks: RankedItems
    /// By item: its block, and its axis seen from the block's.
    private var block: [Int]
    private var offset: [Double]
    /// By block: its items.
    private var members: [[Int]]
    private var constraints: [Constraint] = []
    private var pulls: [Pull] = []

    init(_ ranks: RankedItems) {
        self.ranks = ranks
        block = Array(ranks.items.indices)
        offset = Array(repeating: 0, count: ranks.items.count)
        members = ranks.items.indices.map { [$0] }
        align()
        gather()
    }

    /// The x of every item's axis, in whole pixels.
    func positions() -> [Double] {
        var x = compacted(Array(repeating: 0, count: block.count))
        var forces = Array(repeating: 0.0, count: constraints.count)
        let weights = blockWeights()
        for _ in 0..<Self.rounds {
            let before = x
            x = wished(from: x)
            for (index, constraint) in constraints.enumerated() {
                x[constraint.left] -= forces[index] / weights[constraint.left]
                x[constraint.right] += forces[index] / weights[constraint.right]
            }
            project(&x, &forces, weights)
            if zip(x, before).allSatisfy({ abs($0 - $1) < 0.2 }) { break }
        }
        x = compacted(x.map { $0.rounded() })
        straightenLanes(&x)
        return block.indices.map { x[block[$0]] + offset[$0] }
    }

    // MARK: Blocks

    /// Joins items along segments, the most important first; a segment that crosses a joined one stays loose, so that
    /// blocks can always be placed side by side.
    private mutating func align() {
        var position = Array(repeating: 0, count: ranks.items.count)
        for rank in ranks.order { for (index, item) in rank.enumerated() { position[item] = index } }
        var hasBelow = Array(repeating: false, count: ranks.items.count)
        var hasAbove = hasBelow
        var joined = Array(repeating: [(Int, Int)](), count: ranks.order.count)
        let straight = ranks.segments.indices.filter(isStraight)
        for index in straight.sorted(by: { (priority($0), $0) < (priority($1), $1) }) {
            let segment = ranks.segments[index]
            let rank = ranks.items[segment.upper].rank
            let ends = (position[segment.upper], position[segment.lower])
            guard !hasBelow[segment.upper], !hasAbove[segment.lower] else { continue }
            if joined[rank].contains(where: { ($0.0 - ends.0) * ($0.1 - ends.1) < 0 }) { continue }
            hasBelow[segment.upper] = true
            hasAbove[segment.lower] = true
            joined[rank].append(ends)
            join(segment)
        }
    }

    /// Lines that only pass, a box's main way, and lines in a lane shall be straight.
    private func isStraight(_ index: Int) -> Bool {
        let segment = ranks.segments[index]
        let upper = !ranks.isNode(segment.upper) || segment.isUpperMain || segment.upperLane != nil
        let lower = !ranks.isNode(segment.lower) || segment.isLowerMain || segment.lowerLane != nil
        return upper && lower
    }

    private func priority(_ index: Int) -> Int {
        let segment = ranks.segments[index]
        if !ranks.isNode(segment.upper) && !ranks.isNode(segment.lower) { return 0 }
        return segment.upperLane == nil && segment.lowerLane == nil ? 1 : 2
    }

    private mutating func join(_ segment: RankedItems.Segment) {
        let (kept, gone) = (block[segment.upper], block[segment.lower])
        let shift = offset[segment.upper] + segment.upperPort - segment.lowerPort - offset[segment.lower]
        for item in members[gone] {
            block[item] = kept
            offset[item] += shift
        }
        members[kept] += members[gone]
        members[gone] = []
    }

    // MARK: Constraints and pulls

    private mutating func gather() {
        var known: [[Int]: Int] = [:]
        for rank in ranks.order {
            for (left, right) in zip(rank, rank.dropFirst()) {
                let distance = separation(left, right) + offset[left] - offset[right]
                let pair = [block[left], block[right]]
                if let index = known[pair] {
                    constraints[index].distance = max(constraints[index].distance, distance.rounded(.up))
                } else {
                    known[pair] = constraints.count
                    constraints.append(Constraint(left: pair[0], right: pair[1], distance: distance.rounded(.up)))
                }
            }
        }
        for segment in ranks.segments where block[segment.upper] != block[segment.lower] {
            let first = offset[segment.upper] + segment.upperPort
            let second = offset[segment.lower] + segment.lowerPort
            let nodes = [segment.upper, segment.lower].filter(ranks.isNode).count
            pulls.append(
                Pull(
                    first: block[segment.upper], second: block[segment.lower], offset: first - second,
                    weight: nodes == 2 ? 1 : nodes == 1 ? 2 : 4))
        }
    }

    private func separation(_ left: Int, _ right: Int) -> Double {
        let between = ranks.isNode(left) && ranks.isNode(right) ? Spacing.besideNodes : Spacing.besideLines
        return ranks.items[left].right + ranks.items[right].left + between
    }

    private func blockWeights() -> [Double] {
        var weights = Array(repeating: 0.01, count: block.count)
        for pull in pulls {
            weights[pull.first] += pull.weight
            weights[pull.second] += pull.weight
        }
        return weights
    }

    // MARK: Moving

    /// Each block halfway to the mean of where its lines would have it.
    private func wished(from x: [Double]) -> [Double] {
        var sums = x.map { $0 * 0.01 }
        var weights = Array(repeating: 0.01, count: x.count)
        for pull in pulls {
            sums[pull.second] += (x[pull.first] + pull.offset) * pull.weight
            sums[pull.first] += (x[pull.second] - pull.offset) * pull.weight
            weights[pull.first] += pull.weight
            weights[pull.second] += pull.weight
        }
        return x.indices.map { (x[$0] + sums[$0] / weights[$0]) / 2 }
    }

    /// Hildreth's method: pushes blocks apart by as little as the constraints ask.
    private func project(_ x: inout [Double], _ forces: inout [Double], _ weights: [Double]) {
        for _ in 0..<Self.projections {
            var farthest = 0.0
            for (index, constraint) in constraints.enumerated() {
                let (left, right) = (constraint.left, constraint.right)
                let missing = constraint.distance - (x[right] - x[left])
                let force = max(0, forces[index] + missing / (1 / weights[left] + 1 / weights[right]))
                let change = force - forces[index]
                guard change != 0 else { continue }
                forces[index] = force
                x[left] -= change / weights[left]
                x[right] += change / weights[right]
                farthest = max(farthest, abs(missing))
            }
            if farthest < 0.1 { return }
        }
    }

    /// A passing line that stands nearer to a box than the lane in which it leaves it moves out to the lane, where there
    /// is room.
    private func straightenLanes(_ x: inout [Double]) {
        for segment in ranks.segments {
            if let lane = segment.upperLane, !ranks.isNode(segment.lower) {
                move(block[segment.lower], by: gap(x, segment) * lane.side, to: lane.side, &x)
            }
            if let lane = segment.lowerLane, !ranks.isNode(segment.upper) {
                move(block[segment.upper], by: -gap(x, segment) * lane.side, to: lane.side, &x)
            }
        }
    }

    /// How far the lower end would have to move for the segment to be straight.
    private func gap(_ x: [Double], _ segment: RankedItems.Segment) -> Double {
        x[block[segment.upper]] + offset[segment.upper] + segment.upperPort - x[block[segment.lower]]
            - offset[segment.lower] - segment.lowerPort
    }

    private func move(_ moved: Int, by distance: Double, to side: Double, _ x: inout [Double]) {
        guard distance > 0, !members[moved].contains(where: ranks.isNode) else { return }
        let place = x[moved] + distance * side
        let fits = constraints.allSatisfy { constraint in
            if constraint.left == moved { return x[constraint.right] - place >= constraint.distance }
            if constraint.right == moved { return place - x[constraint.left] >= constraint.distance }
            return true
        }
        if fits { x[moved] = place }
    }

    /// The positions with every constraint kept exactly: blocks move to the right where they are too close.
    private func compacted(_ x: [Double]) -> [Double] {
        var x = x
        var following = Array(repeating: [Int](), count: x.count)
        var missing = Array(repeating: 0, count: x.count)
        for (index, constraint) in constraints.enumerated() {
            following[constraint.left].append(index)
            missing[constraint.right] += 1
        }
        var ready = x.indices.filter { missing[$0] == 0 }
        var next = 0
        while next < ready.count {
            for index in following[ready[next]] {
                let constraint = constraints[index]
                x[constraint.right] = max(x[constraint.right], x[constraint.left] + constraint.distance)
                missing[constraint.right] -= 1
                if missing[constraint.right] == 0 { ready.append(constraint.right) }
            }
            next += 1
        }
        return x
    }
}
