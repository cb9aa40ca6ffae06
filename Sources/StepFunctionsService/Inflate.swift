/// Unpacks gzip (RFC 1952) and deflate (RFC 1951).
struct Inflate {
    struct Damaged: Error {}

    private let input: [UInt8]
    private var position: Int
    private var bits: UInt32 = 0
    private var bitCount: UInt32 = 0
    private var output: [UInt8] = []
    private let limit: Int

    /// The bytes of all members of a gzip file. Throws where the file is damaged, or unpacks to more than `limit`.
    static func gunzip(_ bytes: [UInt8], limit: Int) throws -> [UInt8] {
        var inflate = Inflate(bytes, limit)
        while inflate.position < bytes.count { try inflate.member() }
        return inflate.output
    }

    private init(_ bytes: [UInt8], _ limit: Int) {
        input = bytes
        position = 0
        self.limit = limit
    }

    private mutating func byte() throws -> UInt8 {
        guard position < input.count else { throw Damaged() }
        defer { position += 1 }
        return input[position]
    }

    private mutating func member() throws {
        guard try byte() == 0x1F, try byte() == 0x8B, try byte() == 8 else { throw Damaged() }
        let flags = try byte()
        position += 6
        if flags & 4 != 0 { position += Int(try byte()) + Int(try byte()) << 8 }
        if flags & 8 != 0 { while try byte() != 0 {} }
        if flags & 16 != 0 { while try byte() != 0 {} }
        if flags & 2 != 0 { position += 2 }
        let start = output.count
        while try !block(from: start) {}
        bits = 0
        bitCount = 0
        // The checksum and the length.
        var length = 0
        position += 4
        for shift in stride(from: 0, to: 32, by: 8) { length |= Int(try byte()) << shift }
        guard length == (output.count - start) & 0xFFFF_FFFF else { throw Damaged() }
    }

    private mutating func take(_ count: UInt32) throws -> Int {
        while bitCount < count {
            bits |= UInt32(try byte()) << bitCount
            bitCount += 8
        }
        defer {
            bits >>= count
            bitCount -= count
        }
        return Int(bits & ((1 << count) - 1))
    }

    /// Whether it was the last one.
    private mutating func block(from start: Int) throws -> Bool {
        let isLast = try take(1) == 1
        switch try take(2) {
        case 0: try stored()
        case 1: try compressed(Self.fixedLengths, Self.fixedDistances, from: start)
        case 2:
            let (lengths, distances) = try dynamicCodes()
            try compressed(lengths, distances, from: start)
        default: throw Damaged()
        }
        return isLast
    }

    private mutating func stored() throws {
        bits = 0
        bitCount = 0
        let length = Int(try byte()) | Int(try byte()) << 8
        position += 2
        guard position + length <= input.count, output.count + length <= limit else { throw Damaged() }
        output += input[position..<position + length]
        position += length
    }

    private mutating func symbol(_ code: HuffmanCode) throws -> Int {
        var value = 0
        var first = 0
        var index = 0
        for length in 1...15 {
            value |= try take(1)
            let count = code.counts[length]
            if value - count < first { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        throw Damaged()
    }

    private mutating func compressed(_ lengths: HuffmanCode, _ distances: HuffmanCode, from start: Int) throws {
        while true {
            let symbol = try symbol(lengths)
            if symbol == 256 { return }
            guard output.count < limit else { throw Damaged() }
            if symbol < 256 {
                output.append(UInt8(symbol))
                continue
            }
            guard symbol < 286 else { throw Damaged() }
            let length = Self.lengthBases[symbol - 257] + (try take(Self.lengthExtras[symbol - 257]))
            let place = try self.symbol(distances)
            guard place < 30 else { throw Damaged() }
            let distance = Self.distanceBases[place] + (try take(Self.distanceExtras[place]))
            guard distance <= output.count - start, output.count + length <= limit else { throw Damaged() }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    private mutating func dynamicCodes() throws -> (HuffmanCode, HuffmanCode) {
        let lengthCount = try take(5) + 257
        let distanceCount = try take(5) + 1
        let codeCount = try take(4) + 4
        var codeLengths = Array(repeating: 0, count: 19)
        for index in 0..<codeCount { codeLengths[Self.order[index]] = try take(3) }
        let code = HuffmanCode(codeLengths)
        var lengths: [Int] = []
        while lengths.count < lengthCount + distanceCount {
            let symbol = try symbol(code)
            switch symbol {
            case 0..<16: lengths.append(symbol)
            case 16:
                guard let last = lengths.last else { throw Damaged() }
                lengths += Array(repeating: last, count: 3 + (try take(2)))
            case 17: lengths += Array(repeating: 0, count: 3 + (try take(3)))
            default: lengths += Array(repeating: 0, count: 11 + (try take(7)))
            }
        }
        guard lengths.count == lengthCount + distanceCount else { throw Damaged() }
        return (HuffmanCode(Array(lengths[..<lengthCount])), HuffmanCode(Array(lengths[lengthCount...])))
    }

    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthExtras: [UInt32] = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577,
    ]
    private static let distanceExtras: [UInt32] = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
    private static let fixedLengths = HuffmanCode(
        Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112) + Array(repeating: 7, count: 24)
            + Array(repeating: 8, count: 8))
    private static let fixedDistances = HuffmanCode(Array(repeating: 5, count: 30))
}

/// A canonical code: the number of codes of each length, and the symbols in their order.
private struct HuffmanCode {
    var counts = Array(repeating: 0, count: 16)
    var symbols: [Int]

    init(_ lengths: [Int]) {
        for length in lengths { counts[length] += 1 }
        counts[0] = 0
        var offsets = Array(repeating: 0, count: 16)
        for length in 1..<15 { offsets[length + 1] = offsets[length] + counts[length] }
        symbols = Array(repeating: 0, count: lengths.count)
        for (symbol, length) in lengths.enumerated() where length != 0 {
            symbols[offsets[length]] = symbol
            offsets[length] += 1
        }
    }
}
