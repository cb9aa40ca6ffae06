public import JSONPath

/// The fields that shape what a state reads and hands on: in JSONPath the five filters, in JSONata `Arguments` and
/// `Output`.
/// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html
public struct DataFlow: Sendable {
    public var inputPath: PathField = .whole
    /// `Parameters`, or `Arguments` in JSONata.
    public var parameters: Template?
    public var resultSelector: Template?
    public var resultPath: ResultPath = .replace
    public var outputPath: PathField = .whole
    public var assign: Template?
    /// `Output`, in JSONata.
    public var output: Template?
}

/// `InputPath`, `OutputPath`: `$` where absent; `null` gives an empty object.
public enum PathField: Sendable {
    case whole
    case discard
    case path(Path)
}

/// `ResultPath`: where a result goes in the state's input.
public enum ResultPath: Sendable {
    /// `$`: the result takes the input's place.
    case replace
    /// `null`: the result is dropped.
    case discard
    case at(ReferencePath)
}

/// A field whose value stands in the definition, is read from the data by the field's `…Path` form, or is
/// computed.
public enum Field<Value: Sendable>: Sendable {
    case literal(Value)
    case path(Path)
    /// An intrinsic function, where the field takes one (`ErrorPath`, `CausePath`).
    case intrinsic(Intrinsic)
    /// A JSONata expression in the field itself.
    case jsonata(JSONataExpression)
}
