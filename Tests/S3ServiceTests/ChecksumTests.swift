import JSONModel
import ServicePorts
import Testing

@testable import S3Service

struct ChecksumTests {
    /// The check values of "123456789": CRC RevEng's catalogue (CRC-32/ISO-HDLC, CRC-32/ISCSI, CRC-64/NVME), and
    /// coreutils' sha1sum, sha256sum, md5sum.
    @Test(arguments: [
        (ChecksumAlgorithm.crc32, "cbf43926"), (.crc32c, "e3069283"), (.crc64nvme, "ae8b14860a799888"),
        (.sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441"),
        (.sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"),
        (.md5, "25f9e794323b453885f5181f1b624d0b"),
    ])
    func checkValues(algorithm: ChecksumAlgorithm, value: String) {
        #expect(hexadecimal(algorithm.value(of: Array("123456789".utf8))) == value)
    }

    @Test func aChecksumDoesNotDependOnThePieces() {
        let bytes = (0..<100).map { UInt8($0) }
        for algorithm in ChecksumAlgorithm.allCases {
            var running = RunningChecksum(algorithm)
            for piece in [0..<3, 3..<3, 3..<40, 40..<41, 41..<100] { running.update(Array(bytes[piece])) }
            #expect(running.value == algorithm.value(of: bytes))
        }
    }

    @Test func crcsOfPiecesJoin() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 37) }
        func number(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        for algorithm in [ChecksumAlgorithm.crc32, .crc32c, .crc64nvme] {
            for cut in [0, 1, 499, 1000] {
                let first = number(algorithm.value(of: Array(bytes[..<cut])))
                let second = number(algorithm.value(of: Array(bytes[cut...])))
                let joined = algorithm.crc?.joined(first, second, length: bytes.count - cut)
                #expect(joined == number(algorithm.value(of: bytes)))
            }
        }
    }

    @Test func theBodyIsWhatWasAnnounced() async throws {
        let s3 = try await S3Fixture.make()
        // CRC-32 and MD5 of "123456789" from above.
        let put = try await s3.put(
            "k", "123456789", ["ChecksumCRC32": "y/Q5Jg==", "ContentMD5": "JfnnlDI7RTiF9RgfG2JNCw=="])
        #expect(put["ChecksumCRC32"] == "y/Q5Jg==" && put["ChecksumType"] == "FULL_OBJECT")
        let head = try await s3.call("HeadObject", ["Key": "k", "ChecksumMode": "ENABLED"])
        #expect(head["ChecksumCRC32"] == "y/Q5Jg==" && head["ChecksumType"] == "FULL_OBJECT")
        #expect(try await s3.call("HeadObject", ["Key": "k"])["ChecksumCRC32"] == nil)
        let part = try await s3.call("GetObject", ["Key": "k", "ChecksumMode": "ENABLED", "Range": "bytes=0-1"])
        #expect(part["ChecksumCRC32"] == nil)
        let computed = try await s3.put("j", "123456789", ["ChecksumAlgorithm": "CRC64NVME"])
        #expect(computed["ChecksumCRC64NVME"] == "rosUhgp5mIg=")
    }

    @Test(
        arguments: [
            (["ChecksumCRC32": "AAAAAA=="], "BadDigest 400"), (["ChecksumCRC32C": "AAAAAA=="], "BadDigest 400"),
            (["ChecksumCRC64NVME": "AAAAAAAAAAA="], "BadDigest 400"), (["ChecksumCRC32": "AAAA"], "InvalidRequest 400"),
            (["ChecksumSHA256": "y/Q5Jg=="], "InvalidRequest 400"), (["ContentMD5": "x"], "InvalidDigest 400"),
            (["ContentMD5": "AAAAAAAAAAAAAAAAAAAAAA=="], "BadDigest 400"),
            (["ChecksumAlgorithm": "XXHASH3"], "NotImplemented 501"),
            (["ContentLength": 5_368_709_121], "EntityTooLarge 400"),
        ] as [(JSONObject, String)])
    func bodiesThatAreRefused(member: JSONObject, failure: String) async throws {
        let s3 = try await S3Fixture.make()
        try await s3.put("k", "old")
        let named: JSONObject = ["Key": "k"]
        #expect(try await s3.failure("PutObject", named.merging(member), body: "123456789") == failure)
        #expect(try await s3.text("k") == "old")
    }
}
