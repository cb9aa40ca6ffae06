extension JSONObject {
    public func string(_ key: String) -> String? { self[key]?.stringValue }
    public func int(_ key: String) -> Int? { self[key]?.intValue }
    public func double(_ key: String) -> Double? { self[key]?.doubleValue }
    public func bool(_ key: String) -> Bool? { self[key]?.boolValue }
    public func array(_ key: String) -> [JSONValue]? { self[key]?.arrayValue }
    public func object(_ key: String) -> JSONObject? { self[key]?.objectValue }
    /// The strings of an array member; nil where the member is absent or no array.
    public func strings(_ key: String) -> [String]? { array(key)?.compactMap(\.stringValue) }

    /// The object without the members that are null.
    public func withoutNulls() -> JSONObject { JSONObject(lazy.filter { !$0.value.isNull }.map { ($0.key, $0.value) }) }
}
