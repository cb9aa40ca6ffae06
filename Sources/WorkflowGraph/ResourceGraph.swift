/// Resources and what uses what: a template, drawn from neutral parts that its reader provides.
public struct ResourceGraph: Sendable, Hashable {
    public struct Node: Sendable, Hashable {
        public var id: String
        public var type: ResourceType
        public var label: String
        /// Below the label: the resource's type or its main property.
        public var sublabel: String?

        public init(id: String, type: ResourceType, label: String, sublabel: String? = nil) {
            self.id = id
            self.type = type
            self.label = label
            self.sublabel = sublabel
        }
    }

    public struct Edge: Sendable, Hashable {
        public var from: String
        public var to: String
        /// `reads`, `starts`, `publishes to`
        public var label: String?
        /// Drawn dotted: a permission, a subscription in waiting.
        public var isWeak: Bool

        public init(from: String, to: String, label: String? = nil, isWeak: Bool = false) {
            self.from = from
            self.to = to
            self.label = label
            self.isWeak = isWeak
        }
    }

    /// Resources that belong together. An area is drawn behind them where nothing else stands between them.
    public struct Group: Sendable, Hashable {
        public var title: String
        public var members: [String]

        public init(title: String, members: [String]) {
            self.title = title
            self.members = members
        }
    }

    public var nodes: [Node]
    public var edges: [Edge]
    public var groups: [Group]

    public init(nodes: [Node], edges: [Edge], groups: [Group] = []) {
        self.nodes = nodes
        self.edges = edges
        self.groups = groups
    }
}

/// What a resource is, for its colour and symbol.
public enum ResourceType: String, Sendable, Hashable, CaseIterable {
    case stateMachine, job, function, topic, subscription, queue, bucket, database, table, rule, role, secret, file
    case other
}

/// A resource graph that contradicts itself.
public enum ResourceGraphError: Error, Sendable, Hashable, CustomStringConvertible {
    case repeatedNode(String)
    /// An edge's or a group's id that no node has.
    case unknownNode(String)

    public var description: String {
        switch self {
        case .repeatedNode(let id): "The graph has two nodes with the id \"\(id)\"."
        case .unknownNode(let id): "The graph refers to \"\(id)\", which is none of its nodes."
        }
    }
}

extension ResourceGraph {
    /// The graph as a self-contained SVG document. The same graph gives the same text.
    public func svg(options: SVGDrawing.Options = SVGDrawing.Options()) throws(ResourceGraphError) -> String {
        var options = options
        if options.title == nil { options.title = "Resources" }
        return SVGDrawing(try diagram(), options: options).text
    }

    public func diagram() throws(ResourceGraphError) -> Diagram {
        let indices = try indices()
        let cards = nodes.map { Card(title: $0.label, details: $0.sublabel.map { [$0] } ?? [], retries: nil) }
        var graph = LayeredGraph()
        graph.nodes = cards.map { LayeredGraph.Node(size: $0.size) }
        let labels = edges.map { edge in edge.label.flatMap { Card.label([$0], joining: "") } }
        for (edge, label) in zip(edges, labels) {
            guard let from = indices[edge.from] else { throw .unknownNode(edge.from) }
            guard let to = indices[edge.to] else { throw .unknownNode(edge.to) }
            graph.edges.append(LayeredGraph.Edge(from: from, to: to, label: label?.size, isMinor: edge.isWeak))
        }
        let placement = graph.placed()
        var diagram = Diagram(size: placement.size)
        for (index, node) in nodes.enumerated() {
            diagram.nodes.append(drawn(node, cards[index], placement, index))
        }
        for (index, edge) in graph.edges.enumerated() {
            diagram.edges.append(drawn(edges[index], edge, placement.routes[index], labels[index]?.lines ?? []))
        }
        try addAreas(&diagram, indices)
        return diagram
    }

    private func indices() throws(ResourceGraphError) -> [String: Int] {
        var indices: [String: Int] = [:]
        for (index, node) in nodes.enumerated() {
            guard indices.updateValue(index, forKey: node.id) == nil else { throw .repeatedNode(node.id) }
        }
        return indices
    }

    private func drawn(_ node: Node, _ card: Card, _ placement: LayeredPlacement, _ index: Int) -> Diagram.Node {
        Diagram.Node(
            id: node.id, shape: .card, tone: node.type.tone, icon: node.type.icon, box: placement.nodes[index],
            title: card.title, details: card.details, tooltip: [node.label] + (node.sublabel.map { [$0] } ?? []),
            layer: placement.layers[index])
    }

    private func drawn(
        _ edge: Edge, _ placed: LayeredGraph.Edge, _ route: LayeredPlacement.Route, _ lines: [String]
    ) -> Diagram.Edge {
        let label = route.label.map { Diagram.Edge.Label(lines: lines, box: $0, text: edge.label ?? "") }
        return Diagram.Edge(
            from: placed.from, to: placed.to, style: edge.isWeak ? .weak : .plain, path: route.path, label: label,
            isBack: route.isBack)
    }

    /// An area that would also cover a stranger would say something wrong; it is left out.
    private func addAreas(_ diagram: inout Diagram, _ indices: [String: Int]) throws(ResourceGraphError) {
        for group in groups {
            var members: [Int] = []
            for id in group.members {
                guard let index = indices[id] else { throw .unknownNode(id) }
                members.append(index)
            }
            let boxes = members.map { diagram.nodes[$0].box }
            guard let first = boxes.first else { continue }
            let around = boxes.dropFirst().reduce(first) { $0.union($1) }.grown(
                left: 12, top: 26, right: 12, bottom: 12)
            let strangers = diagram.nodes.indices.filter {
                !members.contains($0) && diagram.nodes[$0].box.overlaps(around)
            }
            let others = diagram.areas.filter { $0.box.overlaps(around) }
            if strangers.isEmpty && others.isEmpty {
                diagram.areas.append(Diagram.Area(title: group.title, box: around))
            }
        }
    }
}

extension ResourceType {
    var tone: Tone {
        switch self {
        case .stateMachine: .parallel
        case .job, .function: .compute
        case .topic, .subscription, .queue, .rule: .message
        case .bucket, .file: .storage
        case .database, .table: .data
        case .role, .secret: .access
        case .other: .neutral
        }
    }

    var icon: Icon {
        switch self {
        case .stateMachine: .flow
        case .job: .gears
        case .function: .function
        case .topic: .megaphone
        case .subscription: .person
        case .queue: .queue
        case .bucket: .bucket
        case .database: .database
        case .table: .table
        case .rule: .bolt
        case .role: .shield
        case .secret: .key
        case .file: .document
        case .other: .gear
        }
    }
}

extension Rectangle {
    func union(_ other: Rectangle) -> Rectangle {
        let origin = Point(min(minX, other.minX), min(minY, other.minY))
        return Rectangle(
            origin: origin, size: Size(max(maxX, other.maxX) - origin.x, max(maxY, other.maxY) - origin.y))
    }

    func grown(left: Double, top: Double, right: Double, bottom: Double) -> Rectangle {
        Rectangle(
            origin: Point(minX - left, minY - top), size: Size(size.width + left + right, size.height + top + bottom))
    }
}
