/// FIPS 180-4. For `States.Hash` only; it protects nothing.
enum SHA1 {
    static func digest(_ message: [UInt8]) -> [UInt8] {
        let bytes = DigestPadding.padded(message, block: 64, bigEndian: true)
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        for start in stride(from: 0, to: bytes.count, by: 64) {
            var words: [UInt32] = DigestPadding.words(bytes[start..<start + 64], bigEndian: true)
            for step in 16..<80 {
                words.append((words[step - 3] ^ words[step - 8] ^ words[step - 14] ^ words[step - 16]).rotated(left: 1))
            }
            state = zip(state, compress(state, words)).map { $0 &+ $1 }
        }
        return DigestPadding.bytes(state, bigEndian: true)
    }

    private static func compress(_ state: [UInt32], _ words: [UInt32]) -> [UInt32] {
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for (step, word) in words.enumerated() {
            let (mix, constant): (UInt32, UInt32)
            switch step / 20 {
            case 0: (mix, constant) = ((b & c) | (~b & d), 0x5A82_7999)
            case 1: (mix, constant) = (b ^ c ^ d, 0x6ED9_EBA1)
            case 2: (mix, constant) = ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
            default: (mix, constant) = (b ^ c ^ d, 0xCA62_C1D6)
            }
            let sum = a.rotated(left: 5) &+ mix &+ e &+ constant &+ word
            (e, d, c, b, a) = (d, c, b.rotated(left: 30), a, sum)
        }
        return [a, b, c, d, e]
    }
}
