import ServicePorts

/// `x-amz-copy-source`: `BUCKET/KEY`, percent-encoded, with or without a slash before it.
struct CopySource {
    var bucket: String
    var key: String

    init(_ text: String) throws {
        guard !text.hasPrefix("arn:") else { throw AWSError.unsupported("a copy source that is an access point's ARN") }
        var path = Substring(text)
        if let query = path.range(of: "?versionId=") {
            guard path[query.upperBound...] == "null" else { throw AWSError.unsupported("CopySource with a versionId") }
            path = path[..<query.lowerBound]
        }
        // Older clients encode the slash between the two as well.
        guard let decoded = URLText.decoded(path) else { throw Self.invalid }
        let parts = (decoded.hasPrefix("/") ? decoded.dropFirst() : decoded[...])
            .split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { throw Self.invalid }
        bucket = String(parts[0])
        key = String(parts[1])
        try BucketName.check(bucket)
    }

    private static var invalid: AWSError {
        .invalidArgument("Invalid copy source object key")
    }
}

extension Substring {
    /// The first occurrence of an ASCII text.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text), let end = index(start, offsetBy: text.count, limitedBy: endIndex) {
                return start..<end
            }
            start = index(after: start)
        }
        return nil
    }
}
