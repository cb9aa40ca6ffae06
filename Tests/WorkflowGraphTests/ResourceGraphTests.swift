import Testing
import WorkflowGraph

@Suite struct ResourceGraphTests {
    typealias Node = ResourceGraph.Node
    typealias Edge = ResourceGraph.Edge

    static let pipeline = ResourceGraph(
        nodes: [
            Node(id: "machine", type: .stateMachine, label: "EtlPipeline", sublabel: "Step Functions state machine"),
            Node(id: "extract", type: .job, label: "flights-extract", sublabel: "Glue job"),
            Node(id: "transform", type: .job, label: "flights-transform", sublabel: "Glue job"),
            Node(id: "load", type: .job, label: "flights-load", sublabel: "Glue job"),
            Node(id: "notify", type: .function, label: "notify", sublabel: "Lambda"),
            Node(id: "bucket", type: .bucket, label: "DataBucket"),
            Node(id: "database", type: .database, label: "flights"),
            Node(id: "topic", type: .topic, label: "Notifications"),
            Node(id: "mail", type: .subscription, label: "Email"), Node(id: "sms", type: .subscription, label: "SMS"),
            Node(id: "role", type: .role, label: "GlueRole"),
        ],
        edges: [
            Edge(from: "machine", to: "extract", label: "starts"),
            Edge(from: "machine", to: "transform", label: "starts"),
            Edge(from: "machine", to: "load", label: "starts"), Edge(from: "machine", to: "notify", label: "invokes"),
            Edge(from: "extract", to: "bucket", label: "reads, writes"), Edge(from: "transform", to: "bucket"),
            Edge(from: "load", to: "bucket"), Edge(from: "load", to: "database", label: "registers tables"),
            Edge(from: "notify", to: "topic", label: "publishes"), Edge(from: "topic", to: "mail"),
            Edge(from: "topic", to: "sms"), Edge(from: "role", to: "extract", isWeak: true),
            Edge(from: "bucket", to: "machine", label: "starts"),
        ],
        groups: [
            ResourceGraph.Group(title: "Subscribers", members: ["mail", "sms"]),
            ResourceGraph.Group(title: "Far apart", members: ["machine", "sms"]),
        ])

    @Test func drawnWithoutFlaws() throws {
        let diagram = try Self.pipeline.diagram()
        #expect(flaws(of: diagram) == [])
        #expect(diagram.nodes.map(\.id) == Self.pipeline.nodes.map(\.id))
        let svg = try Self.pipeline.svg()
        #expect(XMLReader.read(svg) != nil)
        #expect(try Self.pipeline.svg() == svg)
    }

    @Test func areasCoverNoStranger() throws {
        let diagram = try Self.pipeline.diagram()
        #expect(diagram.areas.map(\.title) == ["Subscribers"])
        let area = try #require(diagram.areas.first)
        #expect(diagram.nodes.filter { area.box.overlaps($0.box) }.map(\.id) == ["mail", "sms"])
    }

    @Test func contradictionsAreNamed() {
        let node = Node(id: "a", type: .other, label: "A")
        #expect(throws: ResourceGraphError.repeatedNode("a")) {
            try ResourceGraph(nodes: [node, node], edges: []).svg()
        }
        #expect(throws: ResourceGraphError.unknownNode("b")) {
            try ResourceGraph(nodes: [node], edges: [Edge(from: "a", to: "b")]).svg()
        }
        #expect(throws: ResourceGraphError.unknownNode("c")) {
            try ResourceGraph(nodes: [node], edges: [], groups: [.init(title: "G", members: ["c"])]).svg()
        }
    }

    @Test func anEmptyGraphIsAnEmptyDrawing() throws {
        #expect(XMLReader.read(try ResourceGraph(nodes: [], edges: []).svg()) != nil)
    }

    @Test func loopsAndParallelLines() throws {
        let graph = ResourceGraph(
            nodes: ["a", "b"].map { Node(id: $0, type: .function, label: $0) },
            edges: [
                Edge(from: "a", to: "a"), Edge(from: "a", to: "b", label: "one"),
                Edge(from: "a", to: "b", label: "two"),
                Edge(from: "b", to: "a"), Edge(from: "b", to: "b"), Edge(from: "b", to: "b"),
            ])
        #expect(flaws(of: try graph.diagram()) == [])
    }
}
