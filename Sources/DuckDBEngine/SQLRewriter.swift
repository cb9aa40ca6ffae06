/// Replaces `s3://bucket/key` by the object's path where SQL names a file, and nowhere else.
///
/// A place for a file is a single-quoted literal after FROM, JOIN or a comma of a FROM clause, after COPY … TO, and
/// inside the arguments of a function that reads files. The same text as data (`WHERE location = 's3://…'`), in
/// comments, identifiers and dollar quotes stays as it is.
struct SQLRewriter {
    private struct Frame {
        var isFileFunction = false
        var isInFrom = false
        var isCopy = false
    }

    private static let fileFunctions: Set<String> = [
        "read_parquet", "parquet_scan", "parquet_metadata", "parquet_schema", "parquet_file_metadata",
        "parquet_kv_metadata", "parquet_bloom_probe", "read_csv", "read_csv_auto", "sniff_csv", "read_json",
        "read_json_auto", "read_json_objects", "read_json_objects_auto", "read_ndjson", "read_ndjson_auto",
        "read_ndjson_objects", "read_text", "read_blob", "glob",
    ]
    private static let endsOfFrom: Set<String> = [
        "select", "where", "group", "having", "order", "limit", "offset", "on", "using", "union", "intersect",
        "except", "window", "qualify", "set", "values", "returning",
    ]

    /// Answers a location's path; `isTarget`: it is to be written.
    typealias Resolver = (_ location: String, _ isTarget: Bool) throws(DuckDBError) -> String

    private var lexer: SQLLexer
    private let resolve: Resolver
    private var frames = [Frame()]
    private var previous = ""
    private var output = ""

    static func rewrite(_ sql: String, resolve: @escaping Resolver) throws(DuckDBError) -> String {
        var rewriter = SQLRewriter(lexer: SQLLexer(sql), resolve: resolve)
        return try rewriter.run()
    }

    private init(lexer: SQLLexer, resolve: @escaping Resolver) {
        self.lexer = lexer
        self.resolve = resolve
    }

    private mutating func run() throws(DuckDBError) -> String {
        while let token = lexer.next() {
            switch token.kind {
            case .space: output += token.text
            case .literal: output += try literal(token.text)
            case .word: word(token.text)
            case .symbol: symbol(token.text)
            case .opaque: append(token.text, previous: "?")
            }
        }
        return output
    }

    private mutating func append(_ text: String, previous: String) {
        output += text
        self.previous = previous
    }

    private mutating func literal(_ text: String) throws(DuckDBError) -> String {
        defer { previous = "'" }
        let content = SQLLexer.unquoted(text)
        guard isPlaceForFile, BucketFolders.isLocation(content) else { return text }
        return SQLText.literal(try resolve(content, previous == "to"))
    }

    private var isPlaceForFile: Bool {
        let frame = frames[frames.count - 1]
        if frame.isFileFunction { return true }
        if frame.isCopy && (previous == "to" || previous == "from") { return true }
        return frame.isInFrom && (previous == "from" || previous == "join" || previous == ",")
    }

    private mutating func word(_ text: String) {
        let word = text.lowercased()
        if word == "from" || word == "join" { frames[frames.count - 1].isInFrom = true }
        if Self.endsOfFrom.contains(word) { frames[frames.count - 1].isInFrom = false }
        if word == "copy" { frames[frames.count - 1].isCopy = true }
        append(text, previous: word)
    }

    private mutating func symbol(_ text: String) {
        switch text {
        case "(":
            let isFileFunction = Self.fileFunctions.contains(previous)
            frames.append(Frame(isFileFunction: isFileFunction))
        case "[":
            frames.append(Frame(isFileFunction: frames[frames.count - 1].isFileFunction))
        case ")", "]": if frames.count > 1 { frames.removeLast() }
        case ";": frames = [Frame()]
        default: break
        }
        append(text, previous: text)
    }
}
