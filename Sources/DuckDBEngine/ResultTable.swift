import JSONModel

/// The table form: box-drawing lines, numbers to the right, columns cut with `…` to fit a width.
struct ResultTable {
    private struct Column {
        var title: String
        var isNumeric: Bool
        var cells: [String]
        var width: Int
    }

    private static let narrowest = 5

    private var columns: [Column]
    private let footer: String

    init(_ result: QueryResult, width: Int?) {
        columns = result.columns.enumerated().map { index, column in
            let cells = result.rows.map { row in
                row[index].isNull ? "NULL" : DisplayWidth.printable(ResultFormatter.cell(row[index]))
            }
            let title = DisplayWidth.printable(column.name)
            let widest = cells.lazy.map(DisplayWidth.of).max() ?? 0
            return Column(
                title: title, isNumeric: column.isNumeric, cells: cells, width: max(widest, DisplayWidth.of(title)))
        }
        let count = result.rows.count
        footer = "\(count) row\(count == 1 ? "" : "s")\(result.isTruncated ? " shown, there are more" : "")"
        if let width { fit(to: width) }
    }

    private var total: Int { columns.reduce(1) { $0 + $1.width + 3 } }

    /// Takes from the widest column first; where all are narrow, leaves out columns from the right.
    private mutating func fit(to limit: Int) {
        while total > limit {
            let widest = columns.indices.max { columns[$0].width < columns[$1].width }
            guard let widest, columns[widest].width > Self.narrowest else { break }
            let second = columns.indices.filter { $0 != widest }.map { columns[$0].width }.max() ?? 0
            let floor = max(Self.narrowest, min(second, columns[widest].width - 1))
            columns[widest].width = max(floor, columns[widest].width - (total - limit))
        }
        guard total > limit, columns.count > 1 else { return }
        let rows = columns[0].cells.count
        while columns.count > 1, total + 4 > limit { columns.removeLast() }
        columns.append(Column(title: "…", isNumeric: false, cells: Array(repeating: "…", count: rows), width: 1))
    }

    var text: String {
        guard !columns.isEmpty else { return footer + "\n" }
        var lines = [rule("┌", "┬", "┐"), line(columns.map(\.title)), rule("├", "┼", "┤")]
        for row in columns[0].cells.indices { lines.append(line(columns.map { $0.cells[row] })) }
        lines += [rule("└", "┴", "┘"), footer]
        return lines.joined(separator: "\n") + "\n"
    }

    private func rule(_ left: String, _ middle: String, _ right: String) -> String {
        left + columns.map { String(repeating: "─", count: $0.width + 2) }.joined(separator: middle) + right
    }

    private func line(_ cells: [String]) -> String {
        let padded = zip(columns, cells).map { column, cell in
            let shown = DisplayWidth.cut(cell, to: column.width)
            let space = String(repeating: " ", count: column.width - DisplayWidth.of(shown))
            return column.isNumeric ? space + shown : shown + space
        }
        return "│ " + padded.joined(separator: " │ ") + " │"
    }
}
