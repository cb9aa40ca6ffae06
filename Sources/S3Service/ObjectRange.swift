import JSONModel
import ServicePorts

/// The bytes of an object that a reader wants: all, a range (RFC 9110, section 14; one range only), or a part.
struct ObjectRange: Equatable {
    var offset: Int
    var count: Int
    /// The whole object was asked for, not a part of it.
    var isWhole: Bool

    /// `Content-Range`, where it is a part.
    func header(size: Int) -> String? { isWhole ? nil : "bytes \(offset)-\(offset + count - 1)/\(size)" }

    /// A header that is no single byte range counts as absent, as RFC 9110 wants it and S3 does.
    /// Throws `InvalidRange` where no byte of it exists.
    init(header: String?, size: Int) throws {
        self.init(offset: 0, count: size, isWhole: true)
        guard let header, let (first, last) = Self.parse(header) else { return }
        switch (first, last) {
        case (let first?, let last):
            if let last, last < first { return }
            guard first < size else { throw Self.unsatisfiable(header, size) }
            self.init(offset: first, count: min(last ?? size - 1, size - 1) - first + 1, isWhole: false)
        case (nil, let suffix?):
            guard suffix > 0, size > 0 else { throw Self.unsatisfiable(header, size) }
            self.init(offset: max(0, size - suffix), count: min(suffix, size), isWhole: false)
        case (nil, nil): return
        }
    }

    /// Part `number` of an object whose parts have these sizes; an object that was put whole has one.
    init(part number: Int, of sizes: [Int], size: Int) throws {
        let sizes = sizes.isEmpty ? [size] : sizes
        guard sizes.indices.contains(number - 1) else {
            throw AWSError.s3("InvalidPartNumber", 416, "The requested partnumber is not satisfiable")
        }
        self.init(
            offset: sizes[..<(number - 1)].reduce(0, +), count: sizes[number - 1],
            isWhole: size == 0)
    }

    init(offset: Int, count: Int, isWhole: Bool) {
        self.offset = offset
        self.count = count
        self.isWhole = isWhole
    }

    /// First and last byte; nil where the text is no single range of bytes.
    private static func parse(_ header: String) -> (Int?, Int?)? {
        guard header.lowercased().hasPrefix("bytes=") else { return nil }
        let parts = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            .map(\.trimmingSpaces)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return nil }
        let numbers = parts.map { $0.isEmpty ? nil : Int($0) ?? Int.max }
        return numbers[0] == nil && numbers[1] == nil ? nil : (numbers[0], numbers[1])
    }

    private static func unsatisfiable(_ header: String, _ size: Int) -> AWSError {
        .s3(
            "InvalidRange", 416, "The requested range is not satisfiable",
            ["RangeRequested": .string(header), "ActualObjectSize": .int(size)])
    }
}
