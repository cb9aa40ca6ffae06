/// The language of a state's expressions: the machine's own, unless the state names another.
/// https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
public enum QueryLanguage: String, Sendable, Hashable, CaseIterable {
    case jsonPath = "JSONPath"
    case jsonata = "JSONata"
}

extension QueryLanguage {
    /// The fields of a state that the other language has instead.
    static let ofPathsOnly: Set<String> = [
        "InputPath", "OutputPath", "Parameters", "ResultSelector", "ResultPath", "Result", "ItemsPath",
        "SecondsPath", "TimestampPath", "TimeoutSecondsPath", "HeartbeatSecondsPath", "ErrorPath", "CausePath",
        "MaxConcurrencyPath", "ToleratedFailureCountPath", "ToleratedFailurePercentagePath", "Variable",
    ]

    static let ofJSONataOnly: Set<String> = ["Arguments", "Output", "Items", "Condition"]

    /// The language that alone has the field; nil where both have it.
    static func only(_ field: String) -> QueryLanguage? {
        ofPathsOnly.contains(field) ? .jsonPath : ofJSONataOnly.contains(field) ? .jsonata : nil
    }
}
