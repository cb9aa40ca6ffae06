/// A diagram as an SVG document: self-contained, with its texts as text, described for screen readers.
public struct SVGDrawing: Sendable {
    public struct Options: Sendable {
        /// What the document's `title` says.
        public var title: String?
        /// What its `desc` says before the counts.
        public var summary: String?
        /// Whether the title also stands above the drawing.
        public var showsTitle: Bool
        /// By state: states without an entry are drawn pale as soon as there is one.
        public var statuses: [String: StateStatus]
        /// Whether viewers that prefer dark colours get them.
        public var allowsDark: Bool
        /// The prefix of ids and classes: documents in one page need different ones. Letters, digits and `-`.
        public var prefix: String

        public init(
            title: String? = nil, summary: String? = nil, showsTitle: Bool = false,
            statuses: [String: StateStatus] = [:], allowsDark: Bool = true, prefix: String = "etape"
        ) {
            self.title = title
            self.summary = summary
            self.showsTitle = showsTitle
            self.statuses = statuses
            self.allowsDark = allowsDark
            self.prefix = prefix
        }
    }

    private static let margin = 24.0
    private static let captionHeight = 34.0

    let diagram: Diagram
    let options: Options
    let prefix: String

    public init(_ diagram: Diagram, options: Options = Options()) {
        self.diagram = diagram
        self.options = options
        let safe = options.prefix.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        prefix = safe.first?.isLetter == true ? safe : "etape"
    }

    /// The document.
    public var text: String {
        let caption = options.showsTitle ? Self.captionHeight : 0
        let width = max(diagram.size.width, caption > 0 ? captionWidth : 0) + 2 * Self.margin
        let height = diagram.size.height + 2 * Self.margin + caption
        var writer = SVGWriter()
        writer.element("svg", rootAttributes(width, height)) { writer in
            writer.leaf("title", [("id", "\(prefix)-title")], text: options.title ?? "Diagram")
            writer.leaf("desc", [("id", "\(prefix)-desc")], text: summary)
            writer.element("style", []) { $0.raw(Theme.css(scope: prefix, allowsDark: options.allowsDark)) }
            writer.element("defs", []) { arrowHeads(&$0) }
            writer.leaf("rect", [("class", "back"), ("width", number(width)), ("height", number(height))])
            if caption > 0 { self.caption(&writer) }
            let left = ((width - diagram.size.width) / 2).rounded()
            let place = "translate(\(number(left)) \(number(Self.margin + caption)))"
            writer.element("g", [("transform", place)]) { drawAll(&$0) }
        }
        return writer.text
    }

    private var captionWidth: Double { TextMetrics(size: 16, bold: true).width(options.title ?? "") }

    private func caption(_ writer: inout SVGWriter) {
        writer.leaf("text", [("class", "caption"), ("x", number(Self.margin)), ("y", "38")], text: options.title ?? "")
    }

    private func rootAttributes(_ width: Double, _ height: Double) -> [(String, String)] {
        [
            ("xmlns", "http://www.w3.org/2000/svg"), ("class", prefix), ("width", number(width)),
            ("height", number(height)), ("viewBox", "0 0 \(number(width)) \(number(height))"), ("role", "img"),
            ("aria-labelledby", "\(prefix)-title \(prefix)-desc"),
        ]
    }

    private var summary: String {
        let cards = diagram.nodes.filter { !$0.id.isEmpty }.count
        let counts = "\(cards) boxes, \(diagram.edges.count) lines."
        return options.summary.map { "\($0) (\(counts))" } ?? counts
    }

    /// Frames first, then lines, then cards and labels, so that nothing that is read lies under a line.
    private func drawAll(_ writer: inout SVGWriter) {
        for area in diagram.areas { draw(area, &writer) }
        for node in diagram.nodes where node.shape == .frame || node.shape == .stackedFrame { draw(node, &writer) }
        for edge in diagram.edges { drawLine(edge, &writer) }
        for edge in diagram.edges { drawLabel(edge, &writer) }
        for node in diagram.nodes where node.shape != .frame && node.shape != .stackedFrame { draw(node, &writer) }
    }

    func number(_ value: Double) -> String { SVGWriter.number(value) }
}
