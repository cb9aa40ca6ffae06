/// The ranks that have a height, from top to bottom, and the gaps between them with the tracks of their horizontals.
struct Rows {
    /// A line's way to the side in the gap below a row.
    struct Bend {
        var edge: Int
        var row: Int
        var from: Double
        var to: Double
        var track = 0

        var low: Double { min(from, to) }
        var high: Double { max(from, to) }
    }

    /// By rank: its row.
    private(set) var row: [Int?]
    private(set) var tops: [Double] = []
    let heights: [Double]
    private var gaps: [Double] = []
    private var tracks: [Int]
    private var bends: [Bend]
    private let isLabel: [Bool]

    init(_ items: RankedItems, bends: [Bend], row: [Int?], heights: [Double], isLabel: [Bool]) {
        self.row = row
        self.heights = heights
        self.isLabel = isLabel
        self.bends = bends
        tracks = Array(repeating: 0, count: heights.count)
        assignTracks()
        stack()
    }

    var height: Double { zip(tops, heights).map { $0 + $1 }.max() ?? 0 }

    /// The height of a line's horizontal below a row.
    func y(_ edge: Int, below row: Int) -> Double {
        let track = bends.first { $0.edge == edge && $0.row == row }?.track ?? 0
        let spare = gaps[row] - needed(row)
        return tops[row] + heights[row] + Spacing.belowRow + (spare / 2).rounded() + Double(track) * Spacing.track
    }

    private func needed(_ row: Int) -> Double {
        guard tracks[row] > 0 else { return 0 }
        return Spacing.belowRow + Double(tracks[row] - 1) * Spacing.track
            + (isBeforeLabels(row) ? Spacing.aboveRow : Spacing.aboveBoxes)
    }

    private func isBeforeLabels(_ row: Int) -> Bool { row + 1 < heights.count && isLabel[row + 1] }

    /// Lines that lead the same way never cross for want of order: of those to the right, the rightmost is topmost;
    /// of those to the left, the leftmost.
    private mutating func assignTracks() {
        for row in heights.indices {
            let here = bends.indices.filter { bends[$0].row == row }
            let right = here.filter { bends[$0].to > bends[$0].from }
                .sorted { (-bends[$0].from, -bends[$0].to, $0) < (-bends[$1].from, -bends[$1].to, $1) }
            let left = here.filter { bends[$0].to < bends[$0].from }
                .sorted { (bends[$0].from, bends[$0].to, $0) < (bends[$1].from, bends[$1].to, $1) }
            var placed: [Int] = []
            for bend in right + left {
                let conflicts = placed.filter { overlap(bends[$0], bends[bend]) }
                bends[bend].track = (conflicts.map { bends[$0].track }.max() ?? -1) + 1
                placed.append(bend)
            }
            tracks[row] = (here.map { bends[$0].track }.max() ?? -1) + 1
        }
    }

    private func overlap(_ first: Bend, _ second: Bend) -> Bool {
        first.low < second.high + 6 && second.low < first.high + 6
    }

    private mutating func stack() {
        var y = 0.0
        for row in heights.indices {
            tops.append(y)
            let least = isLabel[row] || isBeforeLabels(row) ? Spacing.labelGap : Spacing.smallestGap
            gaps.append(max(least, needed(row)))
            y += heights[row] + gaps[row]
        }
    }
}
