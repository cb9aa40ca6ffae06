public import JSONModel

/// A template with its parameters, conditions and functions carried out.
public struct ResolvedTemplate: Sendable {
    public var file: String
    public var context: TemplateContext
    /// In an order in which they can be created; a resource's dependencies come before it.
    public var resources: [ResolvedResource]
    public var outputs: [ResolvedOutput]
    /// What refers to what.
    public var edges: [TemplateEdge]
    /// The parameters' values; secrets are `****`.
    public var parameters: JSONObject
    /// Properties that are understood but change nothing on one machine.
    public var recordedOnly: [RecordedProperty]

    /// No resources: what a stack becomes that is removed.
    public static func empty(_ context: TemplateContext) -> ResolvedTemplate {
        ResolvedTemplate(
            file: "", context: context, resources: [], outputs: [], edges: [], parameters: [:], recordedOnly: [])
    }

    public func resource(_ logicalID: String) -> ResolvedResource? { resources.first { $0.logicalID == logicalID } }
}

public struct ResolvedResource: Sendable {
    public var logicalID: String
    /// The type as the services carry it out; SAM's are transformed.
    public var type: String
    /// The type in the template's text.
    public var declaredType: String
    public var position: SourcePosition
    /// Where a property's value stands, by its path of names: `Command.ScriptLocation`.
    public var positions: [String: SourcePosition]
    /// In the types that the service takes. Attributes that only creation gives are ``Symbolic``.
    public var properties: JSONObject
    /// The name it has, given or made.
    public var physicalName: String
    /// What `Ref` gives; ``Symbolic`` where only creation tells.
    public var reference: JSONValue
    /// The attributes known before creation: ARNs that follow from names.
    public var attributes: [String: String]
    /// The resources that must exist before it.
    public var dependencies: [String]
    public var deletionPolicy: String
    public var updateReplacePolicy: String
    /// `Metadata: Etape: Uploads:` of a bucket.
    public var uploads: [ResolvedUpload]
}

/// A folder of the project whose files belong into a bucket.
public struct ResolvedUpload: Sendable, Hashable {
    public var from: String
    /// What every key begins with; empty, or ending in `/`.
    public var prefix: String
    public var position: SourcePosition
}

public struct ResolvedOutput: Sendable {
    public var name: String
    public var description: String?
    public var value: JSONValue
    public var position: SourcePosition
}

/// A reference from one resource to another.
public struct TemplateEdge: Sendable, Hashable {
    public var from: String
    public var to: String
    /// The path of property names, `DependsOn` for that.
    public var via: String

    public init(from: String, to: String, via: String) {
        self.from = from
        self.to = to
        self.via = via
    }
}

public struct RecordedProperty: Sendable, Hashable {
    public var resource: String
    public var property: String
    public var position: SourcePosition
}
