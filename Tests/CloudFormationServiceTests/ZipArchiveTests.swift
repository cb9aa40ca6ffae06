import Foundation
import Testing

@testable import CloudFormationService

struct ZipArchiveTests {
    /// The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
    @Test func checksum() { #expect(CRC32.checksum(Array("123456789".utf8)) == 0xCBF4_3926) }

    /// An archive of one empty file, by the fields of APPNOTE 6.3 (4.3.7, 4.3.12, 4.3.16).
    @Test func oneEmptyFile() {
        var archive = ZipArchive()
        archive.add("a", [])
        let common: [UInt8] = [20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0] + [UInt8](repeating: 0, count: 12) + [1, 0, 0, 0]
        let local = [0x50, 0x4B, 3, 4] + common + [0x61]
        let central = [0x50, 0x4B, 1, 2, 20, 3] + common + [0, 0, 0, 0, 0, 0, 0, 0, 0xA4, 0x81, 0, 0, 0, 0, 0x61]
        let end: [UInt8] = [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, 47, 0, 0, 0, 31, 0, 0, 0, 0, 0]
        #expect(archive.finished() == local + central + end)
    }

    /// Python's zipfile, which Lambda's tools are written with, reads it and finds every checksum right.
    @Test func anotherReaderReadsIt() throws {
        var archive = ZipArchive()
        archive.add("app.py", Array("print('é')\n".utf8))
        archive.add("bin/run", Array("#!/bin/sh\n".utf8), isExecutable: true)
        let path = NSTemporaryDirectory() + "etape-zip-\(ProcessInfo.processInfo.processIdentifier).zip"
        try Data(archive.finished()).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let script = """
            import sys, zipfile
            z = zipfile.ZipFile(sys.argv[1])
            assert z.testzip() is None
            print([(i.filename, oct(i.external_attr >> 16), i.date_time[:3]) for i in z.infolist()])
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(
            output == "[('app.py', '0o100644', (1980, 1, 1)), ('bin/run', '0o100755', (1980, 1, 1))]\n")
    }
}
