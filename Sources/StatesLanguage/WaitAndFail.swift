/// A Wait state's time: one of its four forms.
public enum WaitDefinition: Sendable {
    case seconds(Field<Int>)
    /// An RFC 3339 timestamp.
    case timestamp(Field<String>)
}

/// A Fail state's error and cause.
public struct FailDefinition: Sendable {
    public var error: Field<String>?
    public var cause: Field<String>?
}
