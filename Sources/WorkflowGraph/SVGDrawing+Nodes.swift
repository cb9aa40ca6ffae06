extension SVGDrawing {
    func draw(_ area: Diagram.Area, _ writer: inout SVGWriter) {
        writer.leaf("rect", [("class", "area")] + frame(area.box, corner: 12))
        writer.leaf("text", [("class", "detail")] + at(area.box.minX + 12, area.box.minY + 17), text: area.title)
    }

    func draw(_ node: Diagram.Node, _ writer: inout SVGWriter) {
        writer.element("g", groupAttributes(node)) { writer in
            if !node.tooltip.isEmpty { writer.leaf("title", text: node.tooltip.joined(separator: " — ")) }
            switch node.shape {
            case .card: card(node, &writer)
            case .frame, .stackedFrame: framed(node, &writer)
            case .start, .end: marker(node, &writer)
            case .dotStart, .dotEnd: dot(node, &writer)
            }
            if let status = options.statuses[node.id] { mark(node, status, &writer) }
        }
    }

    private func groupAttributes(_ node: Diagram.Node) -> [(String, String)] {
        var classes = [node.tone.rawValue]
        if let status = options.statuses[node.id] {
            classes.append("is-" + status.phase.rawValue)
        } else if !options.statuses.isEmpty && node.shape == .card {
            classes.append("idle")
        }
        let name = node.id.isEmpty ? [] : [("data-name", node.id)]
        return [("class", classes.joined(separator: " "))] + name
    }

    private func card(_ node: Diagram.Node, _ writer: inout SVGWriter) {
        writer.leaf("rect", [("class", "card")] + frame(node.box, corner: 9))
        tile(node, at: Point(node.box.minX + 12, node.box.center.y - 13), &writer)
        let height = Double(node.title.count) * Card.titleLine + Double(node.details.count) * Card.detailLine
        texts(node, top: node.box.center.y - height / 2, &writer)
        badge(node, y: node.box.center.y - height / 2, &writer)
    }

    private func framed(_ node: Diagram.Node, _ writer: inout SVGWriter) {
        var box = node.box
        if node.shape == .stackedFrame {
            box.size = Size(box.size.width - 8, box.size.height - 8)
            for shift in [8.0, 4.0] {
                writer.leaf("rect", [("class", "frame")] + frame(box.moved(by: Point(shift, shift)), corner: 12))
            }
        }
        writer.leaf("rect", [("class", "frame")] + frame(box, corner: 12))
        tile(node, at: Point(box.minX + 12, box.minY + 10), &writer)
        texts(node, top: box.minY + 7, &writer)
        badge(node, y: box.minY + 7, &writer)
        for panel in node.panels { writer.leaf("rect", [("class", "panel")] + frame(panel, corner: 8)) }
    }

    private func texts(_ node: Diagram.Node, top: Double, _ writer: inout SVGWriter) {
        let x = node.box.minX + Card.textLeft
        var y = top
        for line in node.title {
            writer.leaf("text", [("class", "title")] + at(x, y + 13), text: line)
            y += Card.titleLine
        }
        for line in node.details {
            writer.leaf("text", [("class", "detail")] + at(x, y + 11), text: line)
            y += Card.detailLine
        }
    }

    private func tile(_ node: Diagram.Node, at corner: Point, _ writer: inout SVGWriter) {
        guard let icon = node.icon else { return }
        writer.leaf("rect", [("class", "tile")] + frame(Rectangle(origin: corner, size: Size(26, 26)), corner: 7))
        let place = "translate(\(number(corner.x + 5)) \(number(corner.y + 5)))"
        writer.leaf("path", [("class", "glyph"), ("transform", place), ("d", icon.strokes)])
    }

    /// How often its Retry may try again, at the right of the name.
    private func badge(_ node: Diagram.Node, y: Double, _ writer: inout SVGWriter) {
        guard let retries = node.retries else { return }
        let width = Card.badgeWidth(retries)
        let stack = node.shape == .stackedFrame ? 8.0 : 0
        let box = Rectangle(origin: Point(node.box.maxX - stack - width - 12, y), size: Size(width, 17))
        writer.leaf("rect", [("class", "badge")] + frame(box, corner: 8.5))
        let place = "translate(\(number(box.minX + 4)) \(number(box.minY + 2.5)))"
        writer.leaf("path", [("class", "glyph badge-glyph"), ("transform", place), ("d", Icon.again)])
        writer.leaf("text", [("class", "count")] + at(box.minX + 18, box.minY + 12.3), text: String(retries))
    }

    private func marker(_ node: Diagram.Node, _ writer: inout SVGWriter) {
        writer.leaf("rect", [("class", "tile")] + frame(node.box, corner: node.box.size.height / 2))
        writer.leaf(
            "text", [("class", "label on mid")] + at(node.box.center.x, node.box.center.y + 4),
            text: node.title.joined())
    }

    private func dot(_ node: Diagram.Node, _ writer: inout SVGWriter) {
        let center = [("cx", number(node.box.center.x)), ("cy", number(node.box.center.y))]
        writer.leaf("circle", [("class", "tile")] + center + [("r", "6")])
        if node.shape == .dotEnd { writer.leaf("circle", [("class", "on")] + center + [("r", "2.5")]) }
    }

    /// How the state fared, at its upper right corner.
    private func mark(_ node: Diagram.Node, _ status: StateStatus, _ writer: inout SVGWriter) {
        let center = Point(node.box.maxX - 4, node.box.minY + 2)
        let place = [("cx", number(center.x)), ("cy", number(center.y))]
        writer.leaf("circle", [("class", "mark"), ("stroke-width", "2")] + place + [("r", "10")])
        let corner = "translate(\(number(center.x - 6)) \(number(center.y - 6))) scale(.75)"
        writer.leaf("path", [("class", "glyph"), ("transform", corner), ("d", status.phase.symbol)])
        guard status.retries > 0 else { return }
        let text = "×\(status.retries + 1)"
        let width = Card.labelFont.width(text).rounded(.up) + 14
        let box = Rectangle(origin: Point(center.x - 14 - width, center.y - 9), size: Size(width, 18))
        writer.leaf("rect", [("class", "mark")] + frame(box, corner: 9))
        writer.leaf("text", [("class", "label on mid")] + at(box.center.x, box.center.y + 4), text: text)
    }
}

extension StateStatus.Phase {
    var symbol: String {
        switch self {
        case .succeeded: Icon.check.strokes
        case .failed: Icon.cross.strokes
        case .caught: "M8 3.5V9M8 12.2V12.6"
        case .running: "M3.6 8V8.1M8 8V8.1M12.4 8V8.1"
        case .aborted: "M4 4H12V12H4Z"
        }
    }
}
