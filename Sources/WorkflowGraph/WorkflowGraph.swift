public import JSONModel

/// Drawings of Amazon States Language definitions.
public enum WorkflowGraph {
    /// Lays a definition out, top down. Throws where the definition has no shape that could be drawn; what the
    /// states do is not checked.
    public static func diagram(definition: JSONValue) throws(DefinitionError) -> Diagram {
        FlowDiagram.diagram(of: try DefinitionReader.read(definition))
    }

    /// The definition as a self-contained SVG document. The same definition gives the same text.
    public static func svg(
        definition: JSONValue, options: SVGDrawing.Options = SVGDrawing.Options()
    ) throws(DefinitionError) -> String {
        var options = options
        let diagram = try diagram(definition: definition)
        if options.summary == nil { options.summary = definition["Comment"]?.stringValue }
        if options.title == nil { options.title = "State machine" }
        return SVGDrawing(diagram, options: options).text
    }
}
