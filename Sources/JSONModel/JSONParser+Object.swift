extension JSONParser {
    mutating func parseObject(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        position += 1
        skipWhitespace()
        if take(UInt8(ascii: "}")) { return .object(JSONObject()) }
        while recentNames.count <= depth { recentNames.append([]) }
        let recent = recentNames[depth]
        var members: [JSONValue] = []
        members.reserveCapacity(recent.count)
        while true {
            let name = members.count < recent.count ? recent[members.count] : nil
            guard let name, takeName(name) else {
                return try parseMembers(Array(recent.prefix(members.count)), members, depth: depth)
            }
            members.append(try parseMember(depth: depth))
            if take(UInt8(ascii: ",")) {
                skipWhitespace()
                continue
            }
            guard take(UInt8(ascii: "}")) else { throw error("expected ',' or '}'") }
            let names = members.count == recent.count ? recent : Array(recent.prefix(members.count))
            return .object(JSONObject(uniqueNames: names, members: members))
        }
    }

    /// The members from the first whose name differs from the recent object's.
    private mutating func parseMembers(
        _ names: [String], _ members: [JSONValue], depth: Int
    ) throws(JSONSyntaxError) -> JSONValue {
        var object = JSONObject(uniqueNames: names, members: members)
        while true {
            skipWhitespace()
            guard current == UInt8(ascii: "\"") else { throw error("expected a member name in double quotes") }
            let key = try parseString()
            object[key] = try parseMember(depth: depth)
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw error("expected ',' or '}'") }
            recentNames[depth] = object.keys
            return .object(object)
        }
    }

    /// The colon and the value, and the blanks behind them.
    private mutating func parseMember(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        skipWhitespace()
        guard take(UInt8(ascii: ":")) else { throw error("expected ':'") }
        skipWhitespace()
        let value = try parseValue(depth: depth + 1)
        skipWhitespace()
        return value
    }

    /// Goes past `"name"` where just that stands here, without escapes.
    private mutating func takeName(_ name: String) -> Bool {
        guard current == UInt8(ascii: "\"") else { return false }
        var place = position + 1
        for byte in name.utf8 {
            guard place < bytes.count, bytes[place] == byte, byte >= 0x20, byte != UInt8(ascii: "\\"),
                byte != UInt8(ascii: "\"")
            else { return false }
            place += 1
        }
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return false }
        position = place + 1
        return true
    }
}
