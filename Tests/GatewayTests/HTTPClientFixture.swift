import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// A plain HTTP request to the server, for what boto3 would never send.
struct PlainAnswer: Sendable {
    var status: Int
    var headers: [String: String]
    var body: String
}

extension HTTPClient {
    /// Says at once that nobody listens, instead of trying again.
    static let impatient: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}

func ask(
    _ port: Int, _ method: HTTPMethod = .GET, _ target: String = "/", _ headers: [(String, String)] = [],
    body: HTTPClientRequest.Body? = nil
) async throws -> PlainAnswer {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(target)")
    request.method = method
    for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
    request.body = body
    let answer = try await HTTPClient.impatient.execute(request, timeout: .seconds(60))
    let bytes = try await answer.body.collect(upTo: 1 << 24)
    let pairs = answer.headers.map { ($0.name.lowercased(), $0.value) }
    return PlainAnswer(
        status: Int(answer.status.code), headers: Dictionary(pairs) { first, _ in first }, body: String(buffer: bytes))
}
