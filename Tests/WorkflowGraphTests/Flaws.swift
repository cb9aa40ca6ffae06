import WorkflowGraph

/// What is wrong with a drawing, in words: nothing may overlap, lines begin and end at borders and cut through nothing.
func flaws(of diagram: Diagram) -> [String] {
    nodeFlaws(diagram) + edgeFlaws(diagram) + labelFlaws(diagram)
}

private func name(_ node: Diagram.Node) -> String { node.id.isEmpty ? "\(node.shape)" : node.id }

private func nodeFlaws(_ diagram: Diagram) -> [String] {
    var flaws: [String] = []
    for (index, node) in diagram.nodes.enumerated() {
        for other in diagram.nodes[(index + 1)...] where node.parent == other.parent && node.box.overlaps(other.box) {
            flaws.append("\(name(node)) overlaps \(name(other))")
        }
        if let parent = node.parent, !diagram.nodes[parent].panels.contains(where: { $0.contains(node.box) }) {
            flaws.append("\(name(node)) is not inside a panel of \(name(diagram.nodes[parent]))")
        }
        let whole = Rectangle(origin: Point(0, 0), size: diagram.size)
        if !whole.contains(node.box) { flaws.append("\(name(node)) is outside the drawing") }
        for panel in node.panels where !node.box.contains(panel) { flaws.append("a panel leaves \(name(node))") }
    }
    return flaws
}

private func edgeFlaws(_ diagram: Diagram) -> [String] {
    var flaws: [String] = []
    for edge in diagram.edges {
        let (from, to) = (diagram.nodes[edge.from], diagram.nodes[edge.to])
        let line = "\(name(from)) → \(name(to))"
        if !isOnBorder(edge.path.start, from.box) { flaws.append("\(line) does not begin at its box") }
        if !isOnBorder(edge.path.end, to.box) { flaws.append("\(line) does not end at its box") }
        if from.parent != to.parent { flaws.append("\(line) leaves its frame") }
        if !edge.isBack && from.layer >= to.layer { flaws.append("\(line) does not lead down") }
        if edge.isBack && edge.from != edge.to && from.layer <= to.layer { flaws.append("\(line) does not lead back") }
        for (index, node) in diagram.nodes.enumerated() where node.parent == from.parent {
            // Its own boxes it may touch; from others it keeps 2 pixels away.
            let isEnd = index == edge.from || index == edge.to
            if touches(edge.path, node.box, within: isEnd ? -0.5 : 2) {
                flaws.append("\(line) cuts through \(name(node))")
            }
        }
    }
    return flaws
}

private func labelFlaws(_ diagram: Diagram) -> [String] {
    var flaws: [String] = []
    let labels = diagram.edges.compactMap { edge in edge.label.map { (edge, $0) } }
    for (index, (edge, label)) in labels.enumerated() {
        let parent = diagram.nodes[edge.from].parent
        for node in diagram.nodes where node.parent == parent && node.box.overlaps(label.box) {
            flaws.append("the label \(label.text) overlaps \(name(node))")
        }
        for (_, other) in labels[(index + 1)...] where other.box.overlaps(label.box) {
            flaws.append("the labels \(label.text) and \(other.text) overlap")
        }
        if !touches(edge.path, label.box, within: 0) {
            flaws.append("the label \(label.text) is not on its line")
        }
        for other in diagram.edges where diagram.nodes[other.from].parent == parent && other != edge {
            if touches(other.path, label.box, within: 0) {
                flaws.append("a line crosses the label \(label.text)")
            }
        }
    }
    return flaws
}

private func isOnBorder(_ point: Point, _ box: Rectangle) -> Bool {
    let near = 0.01
    let besideX = abs(point.x - box.minX) < near || abs(point.x - box.maxX) < near
    let besideY = abs(point.y - box.minY) < near || abs(point.y - box.maxY) < near
    let withinX = point.x > box.minX - near && point.x < box.maxX + near
    let withinY = point.y > box.minY - near && point.y < box.maxY + near
    return (besideX && withinY) || (besideY && withinX)
}

/// Whether a step's extent meets the inside of a box, grown by some pixels. A straight step is its own extent; a
/// corner's is at most a few pixels larger than the corner.
private func touches(_ path: Path, _ box: Rectangle, within distance: Double) -> Bool {
    path.extents.contains { extent in
        extent.minX < box.maxX + distance && extent.maxX > box.minX - distance && extent.minY < box.maxY + distance
            && extent.maxY > box.minY - distance
    }
}
