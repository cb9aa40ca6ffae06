/// The nearest of a few names to one that is not among them.
enum Spelling {
    /// nil where none is near: more than a third of the letters, or more than three, would have to change.
    static func nearest(to name: String, among names: some Sequence<String>) -> String? {
        var best: (name: String, distance: Int)?
        for candidate in names where candidate != name {
            let limit = min(3, max(1, max(name.count, candidate.count) / 3))
            let distance = distance(name.lowercased(), candidate.lowercased())
            guard distance <= limit, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// Letters to insert, delete, replace, or exchange with their neighbour (optimal string alignment).
    static func distance(_ left: String, _ right: String) -> Int {
        let (one, two) = (Array(left.prefix(200)), Array(right.prefix(200)))
        var (before, row) = ([Int](), Array(0...two.count))
        for (i, letter) in one.enumerated() {
            var next = [i + 1]
            for (j, other) in two.enumerated() {
                var cost = min(row[j + 1] + 1, next[j] + 1, row[j] + (letter == other ? 0 : 1))
                if i > 0, j > 0, letter == two[j - 1], other == one[i - 1] { cost = min(cost, before[j - 1] + 1) }
                next.append(cost)
            }
            (before, row) = (row, next)
        }
        return row[two.count]
    }
}
