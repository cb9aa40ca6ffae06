import JSONModel
import Templates
import WorkflowGraph

extension ResourceGraph {
    /// What a template brings up and what uses what. Roles and permissions are left out: they stand beside everything.
    init(_ template: ResolvedTemplate) {
        let shown = template.resources.compactMap { resource in
            Self.kind(resource.type).map { (resource: resource, kind: $0) }
        }
        let kinds = Dictionary(
            shown.map { ($0.resource.logicalID, $0.kind) }, uniquingKeysWith: { first, _ in first })
        var nodes = shown.map { shown in
            Node(
                id: shown.resource.logicalID, type: shown.kind, label: shown.resource.logicalID,
                sublabel: Self.sublabel(shown.resource))
        }
        var edges: [Edge] = []
        for edge in template.edges {
            guard let from = kinds[edge.from], let to = kinds[edge.to], let use = Self.use(from, to) else { continue }
            let isTurned = use.isTurned
            let drawn = Edge(from: isTurned ? edge.to : edge.from, to: isTurned ? edge.from : edge.to, label: use.label)
            if !edges.contains(drawn) { edges.append(drawn) }
        }
        for (resource, _) in shown {
            for (index, subscription) in (resource.properties.array("Subscription") ?? []).enumerated() {
                let id = "\(resource.logicalID)/\(index)"
                nodes.append(
                    Node(
                        id: id, type: .subscription, label: subscription["Protocol"]?.stringValue ?? "subscription",
                        sublabel: subscription["Endpoint"]?.stringValue))
                edges.append(Edge(from: resource.logicalID, to: id, label: "tells"))
            }
        }
        self.init(nodes: nodes, edges: edges)
    }

    private static func kind(_ type: String) -> ResourceType? {
        switch type {
        case "AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine": .stateMachine
        case "AWS::Glue::Job": .job
        case "AWS::Lambda::Function", "AWS::Serverless::Function": .function
        case "AWS::SNS::Topic": .topic
        case "AWS::SNS::Subscription": .subscription
        case "AWS::S3::Bucket": .bucket
        case "AWS::Glue::Database": .database
        case "AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::Lambda::Permission": nil
        default: .other
        }
    }

    private static func sublabel(_ resource: ResolvedResource) -> String {
        guard resource.type == "AWS::SNS::Subscription" else {
            return resource.declaredType.split(separator: ":").suffix(2).joined(separator: " ")
        }
        return [resource.properties.string("Protocol"), resource.properties.string("Endpoint")].compactMap { $0 }
            .joined(separator: " ")
    }

    /// What a reference between two kinds of resource means; nil where it is no use worth an arrow.
    private static func use(_ from: ResourceType, _ to: ResourceType) -> (label: String, isTurned: Bool)? {
        switch (from, to) {
        case (.stateMachine, .job): ("starts", false)
        case (.stateMachine, .function): ("invokes", false)
        case (.stateMachine, .topic), (.function, .topic): ("publishes to", false)
        case (.job, .bucket): ("reads, writes", false)
        case (.function, .bucket): ("reads", false)
        case (.job, .database): ("registers tables", false)
        case (.subscription, .topic): ("tells", true)
        default: nil
        }
    }
}
