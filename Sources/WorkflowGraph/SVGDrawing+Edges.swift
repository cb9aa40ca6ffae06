extension SVGDrawing {
    private static let headLength = 7.0

    func arrowHeads(_ writer: inout SVGWriter) {
        for (name, style) in [("head", "head"), ("head-error", "head-error")] {
            let attributes = [
                ("id", "\(prefix)-\(name)"), ("viewBox", "0 0 9 10"), ("refX", "1"), ("refY", "5"),
                ("markerWidth", "9"),
                ("markerHeight", "10"), ("markerUnits", "userSpaceOnUse"), ("orient", "auto"),
            ]
            writer.element("marker", attributes) { writer in
                writer.leaf("path", [("class", style), ("d", "M0 1L8 5L0 9L1.6 5Z")])
            }
        }
    }

    func drawLine(_ edge: Diagram.Edge, _ writer: inout SVGWriter) {
        let head = edge.style == .error ? "head-error" : "head"
        let style = edge.style == .plain ? "edge" : edge.style == .error ? "edge error" : "edge weak"
        writer.leaf(
            "path",
            [
                ("class", style), ("d", edge.path.data(shortenedBy: Self.headLength)),
                ("marker-end", "url(#\(prefix)-\(head))"),
            ])
    }

    func drawLabel(_ edge: Diagram.Edge, _ writer: inout SVGWriter) {
        guard let label = edge.label else { return }
        let suffix = edge.style == .error ? "-error" : ""
        writer.element("g", []) { writer in
            writer.leaf("title", text: label.text)
            let corner = min(label.box.size.height / 2, 10)
            writer.leaf("rect", [("class", "pill" + suffix)] + frame(label.box, corner: corner))
            for (index, line) in label.lines.enumerated() {
                let y = label.box.minY + 4 + Card.labelLine * Double(index) + 10.8
                writer.leaf(
                    "text", [("class", "label\(suffix.isEmpty ? "" : " label-error") mid")] + at(label.box.center.x, y),
                    text: line)
            }
        }
    }

    func frame(_ box: Rectangle, corner: Double) -> [(String, String)] {
        [
            ("x", number(box.minX)), ("y", number(box.minY)), ("width", number(box.size.width)),
            ("height", number(box.size.height)), ("rx", number(corner)),
        ]
    }

    func at(_ x: Double, _ y: Double) -> [(String, String)] { [("x", number(x)), ("y", number(y))] }
}
