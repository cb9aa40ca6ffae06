/// Lays a scope out: its states as cards, Parallel and Map as frames around their own scopes.
struct FlowDiagram {
    private static let panelPadding = 14.0
    private static let framePadding = 14.0
    private static let betweenPanels = 14.0
    private static let stack = 8.0

    private let scope: FlowScope
    private let isInner: Bool
    /// By state: the drawings inside.
    private let insides: [[Diagram]]
    private var graph = LayeredGraph()
    private var nodes: [Diagram.Node] = []

    static func diagram(of scope: FlowScope, isInner: Bool = false) -> Diagram {
        var flow = FlowDiagram(scope, isInner: isInner)
        return flow.build()
    }

    private init(_ scope: FlowScope, isInner: Bool) {
        self.scope = scope
        self.isInner = isInner
        insides = scope.states.map { $0.scopes.map { Self.diagram(of: $0, isInner: true) } }
    }

    private mutating func build() -> Diagram {
        addMarker(isInner ? .dotStart : .start)
        for index in scope.states.indices { addState(index) }
        let hasEnd = scope.links.contains { $0.to == nil }
        if hasEnd { addMarker(isInner ? .dotEnd : .end) }
        graph.edges.append(LayeredGraph.Edge(from: 0, to: scope.start + 1))
        let labels = scope.links.map(label)
        for (link, label) in zip(scope.links, labels) {
            graph.edges.append(
                LayeredGraph.Edge(
                    from: link.from + 1, to: link.to.map { $0 + 1 } ?? nodes.count - 1, label: label?.size,
                    leavesAside: link.kind == .caught))
        }
        return diagram(graph.placed(), labels)
    }

    private func label(_ link: FlowScope.Link) -> (lines: [String], size: Size)? {
        link.kind == .caught
            ? Card.label(link.labels.isEmpty ? [] : [link.labels.joined(separator: ", ")], joining: "")
            : Card.label(link.labels, joining: "or ")
    }

    private mutating func addMarker(_ shape: Diagram.Node.Shape) {
        let size = isInner ? Size(12, 12) : Size(58, 26)
        let title = shape == .start ? ["Start"] : shape == .end ? ["End"] : []
        nodes.append(
            Diagram.Node(
                id: "", shape: shape, tone: .marker, box: Rectangle(origin: Point(0, 0), size: size), title: title))
        graph.nodes.append(LayeredGraph.Node(size: size, isMarker: true))
    }

    private mutating func addState(_ index: Int) {
        let state = scope.states[index]
        let isFrame = state.type == .parallel || state.type == .map
        let card = Card(
            title: state.name, details: state.details, retries: state.retries, isFrame: isFrame)
        let size = isFrame ? frameSize(insides[index], card, isStacked: state.type == .map) : card.size
        let details = isFrame ? state.details.map { Card.headerDetail($0, within: size.width) } : card.details
        let shape: Diagram.Node.Shape = !isFrame ? .card : state.type == .map ? .stackedFrame : .frame
        nodes.append(
            Diagram.Node(
                id: state.name, shape: shape, tone: state.type.tone, icon: state.icon,
                box: Rectangle(origin: Point(0, 0), size: size), title: card.title, details: details,
                retries: state.retries, tooltip: state.tooltip))
        graph.nodes.append(LayeredGraph.Node(size: size))
    }

    private func frameSize(_ inside: [Diagram], _ card: Card, isStacked: Bool) -> Size {
        let widths = inside.map { $0.size.width + 2 * Self.panelPadding }
        let content = widths.reduce(0, +) + Self.betweenPanels * Double(max(0, widths.count - 1))
        let height = (inside.map(\.size.height).max() ?? 0) + 2 * Self.panelPadding
        let extra = isStacked ? Self.stack : 0
        return Size(
            Card.even(max(content + 2 * Self.framePadding, card.size.width) + extra),
            Card.even(Card.header + height + Self.framePadding + extra))
    }

    // MARK: After the layout

    private func diagram(
        _ placement: LayeredPlacement, _ labels: [(lines: [String], size: Size)?]
    ) -> Diagram {
        var diagram = Diagram(size: placement.size)
        for (index, node) in nodes.enumerated() {
            var node = node
            node.box = placement.nodes[index]
            node.layer = placement.layers[index]
            diagram.nodes.append(node)
        }
        addEdges(&diagram, placement, labels)
        for (index, inside) in insides.enumerated() where !inside.isEmpty { fill(&diagram, index + 1, inside) }
        return diagram
    }

    private func addEdges(
        _ diagram: inout Diagram, _ placement: LayeredPlacement, _ labels: [(lines: [String], size: Size)?]
    ) {
        for (index, edge) in graph.edges.enumerated() {
            let route = placement.routes[index]
            let link = index > 0 ? scope.links[index - 1] : nil
            var label: Diagram.Edge.Label?
            if let box = route.label, let link, let lines = labels[index - 1]?.lines {
                let joiner = link.kind == .caught ? ", " : " or "
                label = Diagram.Edge.Label(lines: lines, box: box, text: link.labels.joined(separator: joiner))
            }
            diagram.edges.append(
                Diagram.Edge(
                    from: edge.from, to: edge.to, style: link?.kind == .caught ? .error : .plain, path: route.path,
                    label: label, isBack: route.isBack))
        }
    }

    /// Puts the drawings inside a frame side by side, in the middle, each on its panel.
    private func fill(_ diagram: inout Diagram, _ frame: Int, _ inside: [Diagram]) {
        let isStacked = diagram.nodes[frame].shape == .stackedFrame
        let extra = isStacked ? Self.stack : 0
        let box = diagram.nodes[frame].box
        let widths = inside.map { $0.size.width + 2 * Self.panelPadding }
        let content = widths.reduce(0, +) + Self.betweenPanels * Double(max(0, widths.count - 1))
        let room = box.size.width - extra
        var x = box.minX + ((room - content) / 2).rounded()
        let height = box.size.height - Card.header - Self.framePadding - extra
        for (index, child) in inside.enumerated() {
            let top = box.minY + Card.header
            diagram.nodes[frame].panels.append(
                Rectangle(origin: Point(x, top), size: Size(widths[index], height)))
            let y = top + Self.panelPadding
            diagram.embed(child, at: Point(x + Self.panelPadding, y), parent: frame)
            x += widths[index] + Self.betweenPanels
        }
    }
}

extension StateType {
    var tone: Tone {
        switch self {
        case .task: .task
        case .pass: .pass
        case .choice: .choice
        case .wait: .wait
        case .succeed: .succeed
        case .fail: .fail
        case .parallel: .parallel
        case .map: .map
        }
    }
}
