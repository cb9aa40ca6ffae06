import AWSProtocols
import Hummingbird
import HummingbirdCore
import NIOCore

/// The metrics for Prometheus, in its text format.
/// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
enum MetricsPage {
    /// `GET /metrics` as a scraper asks it. A client of AWS signs its requests, so a bucket named `metrics` stays what
    /// it is to S3.
    static func isAskedFor(_ request: WireRequest) -> Bool {
        guard request.method == "GET", request.path == "/metrics", request.query.isEmpty else { return false }
        return request.headers["authorization"] == nil && request.headers["x-amz-date"] == nil
            && request.headers["x-amz-target"] == nil
    }

    static func response(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
