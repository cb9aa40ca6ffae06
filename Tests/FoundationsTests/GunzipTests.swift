import EngineTestKit
import Foundations
import Testing

@Suite struct GunzipTests {
    private func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.count, by: 2).map { offset in
            let start = hex.index(hex.startIndex, offsetBy: offset)
            return UInt8(hex[start..<hex.index(start, offsetBy: 2)], radix: 16) ?? 0
        }
    }

    /// Made by Python's zlib, `compressobj(level, DEFLATED, 31, 9, strategy)`: dynamic codes, fixed codes, stored.
    @Test func packedBytesAreUnpacked() throws {
        let dynamic =
            "1f8b08000000000002035dd23d6a83410c84e17e4ee103a4d8d1bf8e93601729ec2290fbe723ddb85af482e041ecf7fde3f5f97ce0fc3f"
            + "b7d7eff3ebf1733ba0cccb8549191fb894ce4648a92ea494dc446961a0a5843b468aa761a558135432f742ab9a674165db80cade6850"
            + "dd53052abc274195f70950e9650eaa3dc340c54711a6789f0353bced75f2373c07a67a7ac3549f0553fc76c2143f1b30c50f1da6f876"
            + "8329be9270c5671fb8e26316aef838d78751bc5bc3156f5170d5b312fea60fb8e21daef43583efdb16f107bc282817ef020000"
        let text = "id,name\n" + (0..<40).map { "\($0),name number \($0 * 7919 % 1000)\n" }.joined()
        #expect(String(decoding: try Inflate.gunzip(bytes(dynamic), limit: 10_000), as: UTF8.self) == text)
        let fixed = bytes("1f8b0800000000000203cb48cdc9c95728cf2fca49e1caa0800d004ea7730548000000")
        let greeting = String(repeating: "hello world\n", count: 6)
        #expect(String(decoding: try Inflate.gunzip(fixed, limit: 100), as: UTF8.self) == greeting)
        let stored = bytes("1f8b0800000000000403010c00f3ff73746f7265642062797465737877a60f0c000000")
        #expect(String(decoding: try Inflate.gunzip(stored, limit: 100), as: UTF8.self) == "stored bytes")
        // Several members are one file.
        #expect(try Inflate.gunzip(fixed + stored, limit: 100).count == 84)
        #expect(throws: Inflate.Failure.tooLong) { try Inflate.gunzip(fixed, limit: 71) }
        for length in 1..<fixed.count {
            #expect(throws: Inflate.Failure.damaged) { try Inflate.gunzip(Array(fixed[..<length]), limit: 100) }
        }
    }

    /// Damaged files end in an error or in some bytes, within the limit.
    @Test(arguments: 1...300) func damagedFilesEnd(_ seed: Int) {
        let random = SeededRandomness(seed: UInt64(seed))
        var file = bytes("1f8b0800000000000203cb48cdc9c95728cf2fca49e1caa0800d004ea7730548000000")
        for _ in 0..<3 { file[10 + Int(random.next() % 20)] = UInt8(truncatingIfNeeded: random.next()) }
        let unpacked = try? Inflate.gunzip(file, limit: 1_000)
        #expect((unpacked?.count ?? 0) <= 1_000)
    }
}
