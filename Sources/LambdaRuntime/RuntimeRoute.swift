/// A request of the Runtime API: `/TOKEN/2018-06-01/runtime/…`.
struct RuntimeRoute: Hashable {
    enum Operation: Hashable {
        case next
        case response(requestID: String)
        case error(requestID: String)
        case initError
    }

    var token: String
    var operation: Operation

    /// Nil where there is no such operation.
    init?(method: String, path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        guard parts.count >= 5, parts[1] == "2018-06-01", parts[2] == "runtime" else { return nil }
        token = parts[0]
        switch (method, Array(parts[3...])) {
        case ("GET", ["invocation", "next"]): operation = .next
        case ("POST", ["init", "error"]): operation = .initError
        case ("POST", let rest) where rest.count == 3 && rest[0] == "invocation" && rest[2] == "response":
            operation = .response(requestID: rest[1])
        case ("POST", let rest) where rest.count == 3 && rest[0] == "invocation" && rest[2] == "error":
            operation = .error(requestID: rest[1])
        default: return nil
        }
    }
}
