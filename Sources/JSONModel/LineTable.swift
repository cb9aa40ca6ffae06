/// Turns many byte offsets of one text into lines and columns, each in logarithmic time, whatever the lines are like.
struct LineTable: Sendable {
    private let text: [UInt8]
    /// The offset at which each line begins.
    private var starts = [0]
    /// The characters before each block of bytes.
    private var characters = [0]

    private static let block = 1024

    init(_ text: [UInt8]) {
        self.text = text
        var count = 0
        for offset in text.indices {
            if offset > 0, offset % Self.block == 0 { characters.append(count) }
            let byte = text[offset]
            if byte & 0xC0 != 0x80 { count += 1 }
            if byte == 0x0A || byte == 0x0D && (offset + 1 == text.count || text[offset + 1] != 0x0A) {
                starts.append(offset + 1)
            }
        }
    }

    func position(_ offset: Int) -> JSONTextPosition {
        var offset = min(max(offset, 0), text.count)
        while offset > 0, offset < text.count, text[offset] & 0xC0 == 0x80 { offset -= 1 }
        let line = line(of: offset)
        return JSONTextPosition(line: line + 1, column: count(before: offset) - count(before: starts[line]) + 1)
    }

    /// The last line that begins there or before.
    private func line(of offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    private func count(before offset: Int) -> Int {
        let block = min(offset / Self.block, characters.count - 1)
        return text[block * Self.block..<offset].reduce(characters[block]) { $1 & 0xC0 != 0x80 ? $0 + 1 : $0 }
    }
}
