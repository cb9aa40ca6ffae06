/// A JSON text's value together with the place of everything in it, so that a finding about the value can be shown as
/// `file:line:column`.
///
///     let map = try JSONSourceMap(parsing: "{\n  \"StartAt\": \"First\"\n}")
///     map.position(ofValueAt: "/StartAt")  // 2:14
///     map.position(ofNameAt: "/StartAt")   // 2:3
///
/// Places are named by JSON pointers (RFC 6901): `""` is the whole, `/States/a~1b/Choices/0` goes down from it. Of a
/// repeated name the last one counts, as its value does. The text is read by the parser of `JSONValue(parsing:)`, with
/// its limits; 16 bytes a value are kept beside the text, and a pointer is found in logarithmic time a step.
public struct JSONSourceMap: Sendable {
    public let value: JSONValue
    private let text: [UInt8]
    private let root: SourcePlace
    private let places: [SourcePlace]
    private let lines: LineTable

    public init(parsing text: String, maxDepth: Int = 512) throws(JSONSyntaxError) {
        try self.init(parsing: Array(text.utf8), maxDepth: maxDepth)
    }

    /// Reads UTF-8 bytes, fewer than 4 GiB.
    public init(parsing text: [UInt8], maxDepth: Int = 512) throws(JSONSyntaxError) {
        guard text.count < UInt32.max else {
            let position = JSONTextPosition(line: 1, column: 1)
            throw JSONSyntaxError(message: "positions are kept for less than 4 GiB", offset: 0, position: position)
        }
        let (value, recorder) = try text.withUnsafeBufferPointer { bytes throws(JSONSyntaxError) in
            var parser = JSONParser(bytes: bytes, maxDepth: maxDepth, recorder: PlaceRecorder(text: bytes))
            return (try parser.parseDocument(), parser.recorder)
        }
        self.value = value
        self.text = text
        root = recorder.root
        places = recorder.places
        lines = LineTable(text)
    }

    /// Where the value begins; nil where the pointer leads nowhere.
    public func position(ofValueAt pointer: String) -> JSONTextPosition? {
        let walk = walk(pointer)
        return walk.isWhole ? lines.position(walk.place.valueOffset) : nil
    }

    /// Where the member's name begins, its quote; nil where the pointer leads nowhere or to no member of an object.
    public func position(ofNameAt pointer: String) -> JSONTextPosition? {
        let walk = walk(pointer)
        return walk.isWhole ? walk.place.nameOffset.map(lines.position) : nil
    }

    /// The place to show for a finding: where the value begins; where there is none, because what is missing is the
    /// finding, the name of the innermost thing around it that is there.
    public func position(nearest pointer: String) -> JSONTextPosition {
        let walk = walk(pointer)
        if walk.isWhole { return lines.position(walk.place.valueOffset) }
        return lines.position(walk.place.nameOffset ?? walk.place.valueOffset)
    }

    /// The line and column of a byte of the text.
    public func position(utf8Offset offset: Int) -> JSONTextPosition { lines.position(offset) }

    /// As far down as the pointer leads.
    private func walk(_ pointer: String) -> (place: SourcePlace, isWhole: Bool) {
        var place = root
        guard !pointer.isEmpty else { return (place, true) }
        guard pointer.utf8.first == UInt8(ascii: "/") else { return (place, false) }
        for token in pointer.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let child = child(of: place, token) else { return (place, false) }
            place = child
        }
        return (place, true)
    }

    private func child(of place: SourcePlace, _ token: Substring.UTF8View) -> SourcePlace? {
        let children = places[place.children]
        if text[place.valueOffset] == UInt8(ascii: "[") {
            guard let index = Int(Substring(token)), String(index).utf8.elementsEqual(token), index >= 0,
                index < children.count
            else { return nil }
            return children[children.startIndex + index]
        }
        guard let name = Self.unescaped(token) else { return nil }
        return text.withUnsafeBufferPointer { SourceNames(text: $0).find(name, in: children) }
    }

    /// `~1` is `/`, `~0` is `~`; nil where another `~` stands.
    private static func unescaped(_ token: Substring.UTF8View) -> [UInt8]? {
        var name: [UInt8] = []
        var rest = token[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "~") else {
                name.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "0"): name.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): name.append(UInt8(ascii: "/"))
            default: return nil
            }
        }
        return name
    }
}
