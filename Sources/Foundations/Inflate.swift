/// Unpacks deflated data (RFC 1951), as it stands in gzip and ZIP files without their wrapper, and gzip files (RFC 1952).
public struct Inflate {
    public enum Failure: Error, Sendable, Hashable { case damaged, tooLong }

    private var bits: BitReader
    private var output: [UInt8] = []
    /// Where the output of the current member begins: nothing before it is repeated.
    private var start = 0
    private let limit: Int

    private init(_ bytes: [UInt8], limit: Int) {
        bits = BitReader(bytes: bytes)
        self.limit = limit
    }

    /// Throws ``Failure/tooLong`` for an output of more than `limit` bytes, whatever the data claims.
    public static func bytes(_ deflated: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        var unpacking = Inflate(deflated, limit: limit)
        try unpacking.run()
        return unpacking.output
    }

    /// The bytes of all members of a gzip file, with the same limit.
    public static func gunzip(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        var unpacking = Inflate(bytes, limit: limit)
        while !unpacking.bits.isAtEnd { try unpacking.member() }
        return unpacking.output
    }

    private mutating func member() throws(Failure) {
        guard try bits.take(8) == 0x1F, try bits.take(8) == 0x8B, try bits.take(8) == 8 else { throw .damaged }
        let flags = try bits.take(8)
        try bits.skip(bytes: 6)
        if flags & 4 != 0 { try bits.skip(bytes: try bits.take(16)) }
        if flags & 8 != 0 { while try bits.take(8) != 0 {} }
        if flags & 16 != 0 { while try bits.take(8) != 0 {} }
        if flags & 2 != 0 { try bits.skip(bytes: 2) }
        start = output.count
        try run()
        bits.skipToByte()
        // The checksum, and the length.
        try bits.skip(bytes: 4)
        guard try bits.take(32) == (output.count - start) & 0xFFFF_FFFF else { throw .damaged }
    }

    private mutating func run() throws(Failure) {
        var isLast = false
        while !isLast {
            isLast = try bits.take(1) == 1
            switch try bits.take(2) {
            case 0: try copyStored()
            case 1: try copy(literals: .fixedLiterals, distances: .fixedDistances)
            case 2:
                let (literals, distances) = try codes()
                try copy(literals: literals, distances: distances)
            default: throw .damaged
            }
        }
    }

    private mutating func append(_ byte: UInt8) throws(Failure) {
        guard output.count < limit else { throw .tooLong }
        output.append(byte)
    }

    private mutating func copyStored() throws(Failure) {
        bits.skipToByte()
        let length = try bits.take(16)
        guard try bits.take(16) == ~length & 0xFFFF else { throw .damaged }
        for _ in 0..<length { try append(UInt8(try bits.take(8))) }
    }

    private mutating func copy(literals: PrefixCode, distances: PrefixCode) throws(Failure) {
        while true {
            let symbol = try literals.next(&bits)
            switch symbol {
            case ..<256: try append(UInt8(symbol))
            case 256: return
            case ..<286: try repeatEarlier(symbol - 257, distances)
            default: throw .damaged
            }
        }
    }

    private mutating func repeatEarlier(_ symbol: Int, _ distances: PrefixCode) throws(Failure) {
        let length = Self.lengths[symbol] + (try bits.take(Self.lengthBits[symbol]))
        let code = try distances.next(&bits)
        guard code < Self.distances.count else { throw .damaged }
        let distance = Self.distances[code] + (try bits.take(Self.distanceBits[code]))
        guard distance <= output.count - start else { throw .damaged }
        for _ in 0..<length { try append(output[output.count - distance]) }
    }

    /// The codes that a block brings itself, packed by a third code.
    private mutating func codes() throws(Failure) -> (PrefixCode, PrefixCode) {
        let literals = try bits.take(5) + 257
        let distances = try bits.take(5) + 1
        let count = try bits.take(4) + 4
        var lengths = [Int](repeating: 0, count: 19)
        for position in Self.order.prefix(count) { lengths[position] = try bits.take(3) }
        let code = PrefixCode(lengths)
        lengths = []
        while lengths.count < literals + distances { try appendLengths(to: &lengths, code) }
        guard lengths.count == literals + distances else { throw .damaged }
        return (PrefixCode(Array(lengths[..<literals])), PrefixCode(Array(lengths[literals...])))
    }

    private mutating func appendLengths(to lengths: inout [Int], _ code: PrefixCode) throws(Failure) {
        let symbol = try code.next(&bits)
        switch symbol {
        case ..<16: lengths.append(symbol)
        case 16:
            guard let last = lengths.last else { throw .damaged }
            lengths += Array(repeating: last, count: try bits.take(2) + 3)
        case 17: lengths += Array(repeating: 0, count: try bits.take(3) + 3)
        default: lengths += Array(repeating: 0, count: try bits.take(7) + 11)
        }
    }

    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let lengths = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
    private static let distances = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12_289, 16_385, 24_577,
    ]
}

/// Bits from the lowest of each byte on.
private struct BitReader {
    let bytes: [UInt8]
    var position = 0
    var buffer = 0
    var count = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func take(_ wanted: Int) throws(Inflate.Failure) -> Int {
        while count < wanted {
            guard position < bytes.count else { throw .damaged }
            buffer |= Int(bytes[position]) << count
            position += 1
            count += 8
        }
        defer {
            buffer >>= wanted
            count -= wanted
        }
        return buffer & (1 << wanted - 1)
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(bytes count: Int) throws(Inflate.Failure) {
        for _ in 0..<count { _ = try take(8) }
    }

    mutating func skipToByte() {
        buffer >>= count % 8
        count -= count % 8
    }
}

/// A canonical Huffman code: symbols by the lengths of their codes.
private struct PrefixCode {
    private var counts = [Int](repeating: 0, count: 16)
    private var symbols: [Int] = []

    init(_ lengths: [Int]) {
        for length in lengths { counts[length] += 1 }
        counts[0] = 0
        symbols = lengths.indices.filter { lengths[$0] > 0 }.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
    }

    func next(_ bits: inout BitReader) throws(Inflate.Failure) -> Int {
        var (code, first, index) = (0, 0, 0)
        for length in 1..<16 {
            code |= try bits.take(1)
            if code - first < counts[length] { return symbols[index + code - first] }
            index += counts[length]
            first = (first + counts[length]) << 1
            code <<= 1
        }
        throw .damaged
    }

    static let fixedLiterals = PrefixCode(
        Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112) + Array(repeating: 7, count: 24)
            + Array(repeating: 8, count: 8))
    static let fixedDistances = PrefixCode(Array(repeating: 5, count: 30))
}
