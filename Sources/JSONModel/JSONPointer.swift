/// JSON pointers (RFC 6901): `""` is the whole, `/States/a~1b/Choices/0` goes down from it.
public enum JSONPointer {
    /// A name as it stands in a pointer: `~` as `~0`, `/` as `~1`.
    public static func escaped(_ name: String) -> String {
        guard name.contains("~") || name.contains("/") else { return name }
        return name.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    /// The name that a part of a pointer stands for. A `~` before anything but `0` and `1` stands for itself.
    public static func unescaped(_ token: some StringProtocol) -> String {
        String(token).replacing("~1", with: "/").replacing("~0", with: "~")
    }

    /// The names and indices that a pointer goes down by.
    public static func tokens(of pointer: String) -> [String] {
        pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(unescaped)
    }
}

extension JSONValue {
    /// The value that a JSON pointer names; nil where it leads nowhere.
    public func value(at pointer: String) -> JSONValue? {
        var value = self
        for token in JSONPointer.tokens(of: pointer) {
            guard let next = value[token] ?? Int(token).flatMap({ value[$0] }) else { return nil }
            value = next
        }
        return value
    }
}
