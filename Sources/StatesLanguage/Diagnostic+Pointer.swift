public import JSONModel

extension Diagnostic {
    /// The finding's place as a JSON pointer (RFC 6901) into the definition: AWS's `/States/C/Choices[0]/Next` is
    /// `/States/C/Choices/0/Next`. A name that itself ends in brackets is told from an index by what is there. `""`,
    /// the whole, where the finding has no place.
    public func pointer(in definition: JSONValue) -> String {
        guard let location, location != "/" else { return "" }
        var pointer = ""
        var value: JSONValue? = definition
        for token in location.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            for step in Self.steps(String(token), in: value) {
                pointer += "/" + step.escaped
                value = step.index.map { value?[$0] } ?? value?[step.name]
            }
        }
        return pointer
    }

    private struct Step {
        var escaped: String
        var name = ""
        var index: Int?
    }

    /// `Choices[0]` as a name and an index, unless it is a name as a whole.
    private static func steps(_ token: String, in value: JSONValue?) -> [Step] {
        let name = JSONPointer.unescaped(token)
        guard value?[name] == nil, let mark = token.firstIndex(of: "["), token.last == "]" else {
            return [Step(escaped: token, name: name)]
        }
        let indices = token[mark...].split(whereSeparator: { $0 == "[" || $0 == "]" }).map { Int($0) }
        guard !indices.contains(nil) else { return [Step(escaped: token, name: name)] }
        let plain = String(token[..<mark])
        let first = Step(escaped: plain, name: JSONPointer.unescaped(plain))
        return (plain.isEmpty ? [] : [first]) + indices.compactMap { $0 }.map { Step(escaped: String($0), index: $0) }
    }
}
