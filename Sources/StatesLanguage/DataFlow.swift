public import JSONPath

/// The JSONPath fields that shape what a state reads and hands on.
/// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html
public struct DataFlow: Sendable {
    public var inputPath: PathField = .whole
    public var parameters: Template?
    public var resultSelector: Template?
    public var resultPath: ResultPath = .replace
    public var outputPath: PathField = .whole
    public var assign: Template?
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

/// A field whose value stands in the definition, or is read from the data by the field's `…Path` form.
public enum Field<Value: Sendable>: Sendable {
    case literal(Value)
    case path(Path)
    /// An intrinsic function, where the field takes one (`ErrorPath`, `CausePath`).
    case intrinsic(Intrinsic)
}
