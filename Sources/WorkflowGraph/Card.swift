/// How large a card or a frame's header must be for its texts.
struct Card {
    static let titleFont = TextMetrics(size: 13, bold: true)
    static let detailFont = TextMetrics(size: 11)
    static let labelFont = TextMetrics(size: 10.5)
    static let titleLine = 17.0
    static let detailLine = 15.0
    static let labelLine = 14.0
    /// Where texts begin, right of the icon.
    static let textLeft = 48.0
    static let header = 46.0

    private static let widestText = 196.0
    private static let narrowest = 156.0
    private static let padding = 12.0

    var title: [String]
    var details: [String]
    var size: Size

    init(title: String, details: [String], retries: Int?, isFrame: Bool = false) {
        self.title = Self.titleFont.wrap(title, width: Self.widestText, lines: isFrame ? 1 : 2)
        self.details = details.map { Self.detailFont.cut($0, to: Self.widestText + 14) }
        let badge = retries.map { Self.badgeWidth($0) + 8 } ?? 0
        let titleWidth = self.title.map { Self.titleFont.width($0) }.max() ?? 0
        let detailWidth = self.details.map { Self.detailFont.width($0) }.max() ?? 0
        let width = Self.textLeft + max(titleWidth + badge, detailWidth) + 16
        let height =
            2 * Self.padding + Double(self.title.count) * Self.titleLine + Double(self.details.count) * Self.detailLine
        size = Size(Self.even(max(Self.narrowest, width)), Self.even(max(48, height)))
    }

    /// A detail in the header of a frame as wide as it became.
    static func headerDetail(_ text: String, within width: Double) -> String {
        detailFont.cut(text, to: width - textLeft - 24)
    }

    static func badgeWidth(_ retries: Int) -> Double { 22 + labelFont.width(String(retries)).rounded(.up) }

    /// A label's lines and the box around them.
    static func label(_ texts: [String], joining: String) -> (lines: [String], size: Size)? {
        guard !texts.isEmpty else { return nil }
        let text = texts.enumerated().map { $0.offset == 0 ? $0.element : "\(joining)\($0.element)" }
        let shown = text.count > 4 ? Array(text[..<3]) + ["… \(text.count - 3) more"] : text
        let lines = shown.flatMap { labelFont.wrap($0, width: 200, lines: 3, isName: false) }
        let width = lines.map { labelFont.width($0) }.max() ?? 0
        return (lines, Size(even(width + 16), even(Double(lines.count) * labelLine + 8)))
    }

    /// Even sizes keep middles on whole pixels, and lines sharp.
    static func even(_ value: Double) -> Double { (value / 2).rounded(.up) * 2 }
}
