/// The last step: heights of the ranks, and the lines. A line is vertical inside a row and goes to the side only in
/// the gaps between rows, so that it never cuts through a box.
struct Routing {
    /// A line's vertical part in a row.
    private struct Column {
        var row: Int
        var x: Double
    }

    private let graph: LayeredGraph
    private let ranking: Ranking
    private let items: RankedItems
    private let x: [Double]
    private let columns: [[Column]]
    private let rows: Rows

    init(graph: LayeredGraph, ranking: Ranking, items: RankedItems, x: [Double]) {
        self.graph = graph
        self.ranking = ranking
        self.items = items
        let left = items.items.indices.map { x[$0] - items.items[$0].left }.min() ?? 0
        let placed = x.map { $0 - left.rounded(.down) }
        self.x = placed
        let heights = items.order.map { rank in rank.map { items.items[$0].height }.max() ?? 0 }
        var row: [Int?] = []
        var count = 0
        for height in heights {
            row.append(height > 0 ? count : nil)
            count += height > 0 ? 1 : 0
        }
        let columns = graph.edges.indices.map { Self.columns($0, items, placed, row) }
        self.columns = columns
        let bends = columns.enumerated().flatMap { edge, columns in
            zip(columns, columns.dropFirst()).filter { $0.x != $1.x }.map {
                Rows.Bend(edge: edge, row: $0.row, from: $0.x, to: $1.x)
            }
        }
        let full = heights.indices.filter { heights[$0] > 0 }
        rows = Rows(items, bends: bends, row: row, heights: full.map { heights[$0] }, isLabel: full.map { $0 % 2 == 1 })
    }

    func placement() -> LayeredPlacement {
        let routes = graph.edges.indices.map(route)
        let width = items.items.indices.map { x[$0] + items.items[$0].right }.max() ?? 0
        return LayeredPlacement(
            size: Size(width, rows.height), nodes: graph.nodes.indices.map(box), routes: routes, layers: ranking.layers)
    }

    /// The vertical parts of a line, from top to bottom. A lane moves out to the line's next vertical where nothing
    /// stands between: one turn less.
    private static func columns(_ edge: Int, _ items: RankedItems, _ x: [Double], _ row: [Int?]) -> [Column] {
        guard let first = items.chains[edge].first, let last = items.chains[edge].last else { return [] }
        var columns: [Column] = []
        func add(_ item: Int, _ port: Double) {
            if let row = row[items.items[item].rank] { columns.append(Column(row: row, x: x[item] + port)) }
        }
        add(items.segments[first].upper, items.segments[first].upperPort)
        for segment in items.chains[edge].dropLast() { add(items.segments[segment].lower, 0) }
        add(items.segments[last].lower, items.segments[last].lowerPort)
        guard columns.count > 1 else { return columns }
        if let lane = items.segments[first].upperLane {
            let wish = columns[1].x
            if items.isFree(items.segments[first].upper, lane, from: columns[0].x, to: wish, x) { columns[0].x = wish }
        }
        let end = columns.count - 1
        if let lane = items.segments[last].lowerLane {
            let wish = columns[end - 1].x
            if items.isFree(items.segments[last].lower, lane, from: columns[end].x, to: wish, x) {
                columns[end].x = wish
            }
        }
        return columns
    }

    private func box(_ node: Int) -> Rectangle {
        let row = rows.row[items.items[node].rank] ?? 0
        let center = Point(x[node], rows.tops[row] + (rows.heights[row] / 2).rounded())
        return Rectangle(center: center, size: graph.nodes[node].size)
    }

    private func route(_ edge: Int) -> LayeredPlacement.Route {
        guard !items.chains[edge].isEmpty else { return loop(edge) }
        let isBack = ranking.isReversed[edge]
        let path = RoundedPath.through(corners(edge))
        return LayeredPlacement.Route(path: isBack ? path.reversed : path, label: label(edge), isBack: isBack)
    }

    private func label(_ edge: Int) -> Rectangle? {
        guard let size = graph.edges[edge].label else { return nil }
        for segment in items.chains[edge] {
            let item = items.segments[segment].lower
            guard items.items[item].kind == .label(edge: edge), let row = rows.row[items.items[item].rank] else {
                continue
            }
            return Rectangle(center: Point(x[item], rows.tops[row] + rows.heights[row] / 2), size: size)
        }
        return nil
    }

    /// The points where a line starts, turns and ends, from top to bottom.
    private func corners(_ edge: Int) -> [Point] {
        let columns = columns[edge]
        guard let top = columns.first, let bottom = columns.last, let first = items.chains[edge].first,
            let last = items.chains[edge].last
        else { return [] }
        var points = departure(items.segments[first], top.x)
        for (upper, lower) in zip(columns, columns.dropFirst()) where upper.x != lower.x {
            let y = rows.y(edge, below: upper.row)
            points += [Point(upper.x, y), Point(lower.x, y)]
        }
        return points + arrival(items.segments[last], bottom.x)
    }

    // MARK: Lines at a box's side

    private func departure(_ segment: RankedItems.Segment, _ x: Double) -> [Point] {
        let box = box(segment.upper)
        guard let lane = segment.upperLane else { return [Point(x, box.maxY)] }
        let y = sideY(box, lane, below: true)
        return [Point(lane.side > 0 ? box.maxX : box.minX, y), Point(x, y)]
    }

    private func arrival(_ segment: RankedItems.Segment, _ x: Double) -> [Point] {
        let box = box(segment.lower)
        guard let lane = segment.lowerLane else { return [Point(x, box.minY)] }
        let y = sideY(box, lane, below: false)
        return [Point(x, y), Point(lane.side > 0 ? box.maxX : box.minX, y)]
    }

    /// The height at which a lane meets its box: lanes that go down use the lower half, outer ones above inner ones.
    private func sideY(_ box: Rectangle, _ lane: RankedItems.Lane, below: Bool) -> Double {
        let most = max(4, min(14, box.size.height / 2 - Spacing.elbow))
        let away = max(3, most - 5 * Double(lane.number))
        return box.center.y + (below ? away : -away)
    }

    private func loop(_ edge: Int) -> LayeredPlacement.Route {
        let node = graph.edges[edge].from
        let box = box(node)
        let number = graph.edges[..<edge].filter { $0.from == node && $0.to == node }.count
        let lane = box.maxX + Spacing.lane * Double(number + 1)
        let reach = 12 + 3 * Double(number)
        let corners = [
            Point(box.maxX, box.center.y + reach), Point(lane, box.center.y + reach),
            Point(lane, box.center.y - reach), Point(box.maxX, box.center.y - reach),
        ]
        return LayeredPlacement.Route(path: RoundedPath.through(corners), label: nil, isBack: true)
    }
}

extension RankedItems {
    /// Whether a lane can stand further out, at `to`: nothing of its rank stands before that.
    func isFree(_ node: Int, _ lane: Lane, from: Double, to: Double, _ x: [Double]) -> Bool {
        guard (to - from) * lane.side > 0 else { return false }
        let rank = order[items[node].rank]
        guard let position = rank.firstIndex(of: node) else { return false }
        let next = position + (lane.side > 0 ? 1 : -1)
        guard rank.indices.contains(next) else { return true }
        let other = items[rank[next]]
        let border = lane.side > 0 ? x[rank[next]] - other.left : x[rank[next]] + other.right
        return (border - to) * lane.side >= Spacing.besideLines / 2
    }
}

/// Straight lines with rounded corners.
enum RoundedPath {
    static func through(_ corners: [Point], radius: Double = Spacing.elbow) -> Path {
        guard let first = corners.first else { return Path(start: Point(0, 0)) }
        var path = Path(start: first)
        for index in corners.indices.dropFirst().dropLast() {
            let (before, corner, after) = (corners[index - 1], corners[index], corners[index + 1])
            let isFirst = index == 1
            let isLast = index == corners.count - 2
            let room = min(distance(before, corner) / (isFirst ? 1 : 2), distance(corner, after) / (isLast ? 1 : 2))
            let r = min(radius, room)
            path.line(to: along(corner, before, r))
            let end = along(corner, after, r)
            path.curve(along(corner, before, r * 0.45), along(corner, after, r * 0.45), to: end)
        }
        if let last = corners.last { path.line(to: last) }
        return path
    }

    private static func distance(_ a: Point, _ b: Point) -> Double { abs(a.x - b.x) + abs(a.y - b.y) }

    private static func along(_ from: Point, _ to: Point, _ length: Double) -> Point {
        let whole = distance(from, to)
        guard whole > 0 else { return from }
        return Point(from.x + (to.x - from.x) * length / whole, from.y + (to.y - from.y) * length / whole)
    }
}
