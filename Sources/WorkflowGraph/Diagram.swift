/// A drawing as numbers and texts: what is where. `SVGDrawing` makes a picture of it; a console can make another.
public struct Diagram: Sendable, Hashable {
    public struct Node: Sendable, Hashable {
        public enum Shape: Sendable, Hashable { case card, frame, stackedFrame, start, end, dotStart, dotEnd }

        /// A state's name or a resource's id; empty for a marker.
        public var id: String
        public var shape: Shape
        public var tone: Tone
        public var icon: Icon?
        public var box: Rectangle
        public var title: [String] = []
        public var details: [String] = []
        /// The most attempts of its Retry.
        public var retries: Int?
        /// All that the card had no room for, for a tooltip.
        public var tooltip: [String] = []
        /// The layer among its siblings, from 0.
        public var layer = 0
        /// The panels inside a frame, one a branch.
        public var panels: [Rectangle] = []
        /// The frame that it stands in.
        public var parent: Int?
    }

    public struct Edge: Sendable, Hashable {
        public enum Style: Sendable, Hashable { case plain, error, weak }

        public struct Label: Sendable, Hashable {
            public var lines: [String]
            public var box: Rectangle
            /// The whole text.
            public var text: String
        }

        /// Indices of nodes.
        public var from: Int
        public var to: Int
        public var style: Style
        public var path: Path
        public var label: Label?
        /// It runs against the layers' direction: a loop.
        public var isBack = false
    }

    /// A tinted area behind nodes that belong together.
    public struct Area: Sendable, Hashable {
        public var title: String
        public var box: Rectangle
    }

    public var size: Size
    public var nodes: [Node] = []
    public var edges: [Edge] = []
    public var areas: [Area] = []

    /// Takes another drawing in, at a place, as the inside of a frame.
    mutating func embed(_ other: Diagram, at place: Point, parent: Int) {
        let shift = nodes.count
        for node in other.nodes {
            var node = node
            node.box = node.box.moved(by: place)
            node.panels = node.panels.map { $0.moved(by: place) }
            node.parent = node.parent.map { $0 + shift } ?? parent
            nodes.append(node)
        }
        for edge in other.edges {
            var edge = edge
            edge.from += shift
            edge.to += shift
            edge.path = edge.path.moved(by: place)
            if var label = edge.label {
                label.box = label.box.moved(by: place)
                edge.label = label
            }
            edges.append(edge)
        }
    }
}

/// What a colour means; the drawing's theme says which colour it is.
public enum Tone: String, Sendable, Hashable, CaseIterable {
    case task, pass, choice, wait, succeed, fail, parallel, map, marker
    case compute, storage, message, data, access, neutral
}

/// The drawn symbols, all simple shapes of our own.
public enum Icon: String, Sendable, Hashable, CaseIterable {
    case arrow, diamond, clock, check, cross, lanes, stack, gear, gears, function, megaphone, queue, bucket, table
    case flow, bolt, globe, key, person, database, document, shield
}
