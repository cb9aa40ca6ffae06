extension Destination {
    /// The operation of a REST service whose method, path, query and headers fit best.
    static func rest(_ service: String, _ request: WireRequest) throws(RoutingFailure) -> Route {
        guard let model = ServiceModel.named(service) else {
            throw RoutingFailure(.unknownOperation("\(service):\(request.method)"), speaks: .restXML)
        }
        let request = service == "s3" ? request.withBucketInPath : request
        guard let pairs = PercentEncoding.pairs(request.query) else {
            throw RoutingFailure(WireFault("InvalidURI", "Couldn't parse the specified URI."), model)
        }
        let candidates = model.operations.values.compactMap { Candidate($0, request, pairs) }
        guard let best = candidates.max(by: { $0.precedes($1) }) else {
            throw RoutingFailure(.unknownOperation("\(service):\(request.method) \(request.path)"), model)
        }
        guard best.operation.isKnownFully else {
            throw RoutingFailure(.unknownOperation("\(service):\(best.operation.name)"), model)
        }
        return Route(model: model, operation: best.operation, request: request, labels: best.labels)
    }
}

/// An operation that a request may be for.
private struct Candidate {
    var operation: Operation
    var labels: [String: Substring]
    var weight: Int

    init?(_ operation: Operation, _ request: WireRequest, _ pairs: [(name: String, value: String)]) {
        guard let binding = operation.binding, binding.method == request.method,
            let labels = binding.template.match(request.path)
        else { return nil }
        for constant in binding.template.constants {
            let found = pairs.first { $0.name == constant.name }
            guard let found, constant.value == nil || constant.value == found.value else { return nil }
        }
        guard binding.queries.allSatisfy({ name in pairs.contains { $0.name == name } }),
            binding.headers.allSatisfy({ request.headers[$0] != nil })
        else { return nil }
        self.operation = operation
        self.labels = labels
        weight = binding.template.weight + (binding.queries.count + binding.headers.count) * 4
    }

    /// Of two that fit equally, the one served, then the one first by name.
    func precedes(_ other: Candidate) -> Bool {
        if weight != other.weight { return weight < other.weight }
        if operation.isKnownFully != other.operation.isKnownFully { return other.operation.isKnownFully }
        return operation.name > other.operation.name
    }
}

extension WireRequest {
    /// The request in path style: `bucket.s3.localhost`'s bucket goes before the path.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html. Taken: `BUCKET.localhost`,
    /// `BUCKET.s3.localhost`, `BUCKET.s3.REGION.localhost`; a bucket's name may have dots.
    var withBucketInPath: WireRequest {
        guard let bucket = virtualBucket else { return self }
        var request = self
        request.path = "/" + bucket + (path == "/" ? "" : path)
        return request
    }

    private var virtualBucket: String? {
        guard let host = headers["host"] else { return nil }
        let name = host.prefix { $0 != ":" }.lowercased()
        guard name.hasSuffix(".localhost") else { return nil }
        var labels = name.dropLast(".localhost".count).split(separator: ".", omittingEmptySubsequences: false)
        if labels.last == "s3" {
            labels.removeLast()
        } else if labels.count >= 2, labels[labels.count - 2] == "s3" {
            labels.removeLast(2)
        }
        guard !labels.isEmpty, labels.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isBucketByte) }) else {
            return nil
        }
        return labels.joined(separator: ".")
    }

    private func isBucketByte(_ byte: UInt8) -> Bool {
        byte == 0x2D || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
