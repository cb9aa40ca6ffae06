/// The language of a state's expressions: the machine's own, unless the state names another.
/// https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
public enum QueryLanguage: String, Sendable, Hashable, CaseIterable {
    case jsonPath = "JSONPath"
    case jsonata = "JSONata"

    /// Whether definitions in it can be compiled here.
    var isServed: Bool { self == .jsonPath }
}
