extension JSONValue {
    /// Reads one JSON text (RFC 8259), with nothing but white space around it.
    ///
    /// `maxDepth` is how many arrays and objects may stand in each other; more than ``JSONValue/deepest`` is taken for
    /// that, so that a value can always be walked and freed on a small stack.
    public init(parsing text: String, maxDepth: Int = 512) throws(JSONSyntaxError) {
        var text = text
        self = try text.withUTF8 { bytes in
            Result { () throws(JSONSyntaxError) in
                var parser = JSONParser(bytes: bytes, maxDepth: maxDepth, recorder: NoPositions())
                return try parser.parseDocument()
            }
        }.get()
    }

    /// Reads one JSON text of UTF-8 bytes.
    public init(parsing bytes: [UInt8], maxDepth: Int = 512) throws(JSONSyntaxError) {
        self = try bytes.withUnsafeBufferPointer { bytes throws(JSONSyntaxError) in
            var parser = JSONParser(bytes: bytes, maxDepth: maxDepth, recorder: NoPositions())
            return try parser.parseDocument()
        }
    }

    /// The greatest `maxDepth`.
    public static var deepest: Int { 1024 }
}

/// One pass over the text's bytes, without recursion: what is open stands in `frames`, the finished values that belong
/// to something open in `values`. A container is made when it closes, with one allocation of its exact size.
struct JSONParser<Recorder: JSONPositionRecorder>: ~Copyable {
    let start: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>
    var next: UnsafePointer<UInt8>
    let maxDepth: Int
    var values = ValueStack()
    var frames: [Frame] = []
    var shapes: ObjectShapes
    /// The names of open objects that no shape describes.
    var strays: [ObjectNames] = []
    /// The bytes of a string with escapes, while it is read.
    var unescaped: [UInt8] = []
    var recorder: Recorder

    /// An array or object that has been opened.
    struct Frame {
        /// Where its first value stands in `values`.
        let base: Int
        var kind: Kind

        enum Kind {
            case array
            /// The object's names so far are those of the shape.
            case shaped(Int)
            /// The object's names so far are the last of `strays`; the value to come has its place among its values.
            case stray(place: Int)
        }
    }

    /// `bytes` must outlive the parser.
    init(bytes: UnsafeBufferPointer<UInt8>, maxDepth: Int, recorder: Recorder) {
        start = bytes.baseAddress ?? emptyText
        end = start + bytes.count
        next = start
        self.maxDepth = min(maxDepth, JSONValue.deepest)
        shapes = ObjectShapes(text: start)
        self.recorder = recorder
    }

    mutating func parseDocument() throws(JSONSyntaxError) -> JSONValue {
        skipWhitespace()
        repeat {
            while try parseValueOrOpening() {}
        } while try finishContainers()
        guard next == end else { throw error("unexpected text after the value") }
        return values.removeLast()
    }

    /// Reads a scalar or an empty container, or goes to the first value of a container: then true.
    private mutating func parseValueOrOpening() throws(JSONSyntaxError) -> Bool {
        guard frames.count <= maxDepth else { throw error("nested deeper than \(maxDepth) levels") }
        guard next < end else { throw error("unexpected end of text") }
        recorder.value(at: next - start)
        switch next.pointee {
        case UInt8(ascii: "\""): values.append(.string(try parseString()))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): values.append(.number(try parseNumber()))
        case UInt8(ascii: "{"): return try openObject()
        case UInt8(ascii: "["): return openArray()
        case UInt8(ascii: "t"): try parseKeyword("true", .bool(true))
        case UInt8(ascii: "f"): try parseKeyword("false", .bool(false))
        case UInt8(ascii: "n"): try parseKeyword("null", .null)
        default: throw error("unexpected character")
        }
        return false
    }

    private mutating func parseKeyword(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) {
        for offset in 0..<word.utf8CodeUnitCount {
            guard take(word.utf8Start[offset]) else { throw error("expected '\(word)'") }
        }
        values.append(value)
    }

    @inline(__always)
    mutating func skipWhitespace() {
        while next < end, next.pointee <= 0x20,
            next.pointee == 0x20 || next.pointee == 0x0A || next.pointee == 0x0D || next.pointee == 0x09
        {
            next += 1
        }
    }

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard next < end, next.pointee == byte else { return false }
        next += 1
        return true
    }

    func error(_ message: String) -> JSONSyntaxError {
        let offset = next - start
        let text = UnsafeBufferPointer(start: start, count: end - start)
        let position = JSONTextPosition(utf8Offset: offset, in: text)
        return JSONSyntaxError(message: message, offset: offset, position: position)
    }
}

/// Where a text without bytes begins. Never read: it ends there too.
private nonisolated(unsafe) let emptyText = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 1))
