import Crypto
import Foundation
import JSONModel
import LambdaRuntime
import ServicePorts
import Testing

/// Deployment packages, good and hostile, made by Python's zipfile.
@Suite(.timeLimit(.minutes(1)))
struct PackageTests {
    private func package(_ script: String, in workshop: Workshop) throws -> [UInt8] {
        let path = workshop.folder + "/package.zip"
        let process = Process()
        process.executableURL = URL(filePath: Workshop.python)
        let whole = "import stat, sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], 'w', 8)\n\(script)\nz.close()"
        process.arguments = ["-c", whole, path]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return Array(try Data(contentsOf: URL(filePath: path)))
    }

    @Test func `a package is unpacked to its digest's folder, read-only`() async throws {
        try await Workshop.with { workshop in
            let bytes = try package("z.writestr('app.py', 'x = 1\\n'); z.writestr('lib/a/b.py', '')", in: workshop)
            let code = try await workshop.host.install(bytes, functionName: "f")
            let digest = SHA256.hash(data: bytes)
            #expect(code.sha256 == Data(digest).base64EncodedString())
            #expect(code.folder == "f/" + digest.map { String(format: "%02x", $0) }.joined())
            #expect(code.size == bytes.count)
            let place = workshop.folder + "/" + code.folder
            #expect(try String(contentsOfFile: place + "/app.py", encoding: .utf8) == "x = 1\n")
            #expect(FileManager.default.fileExists(atPath: place + "/lib/a/b.py"))
            let attributes = try FileManager.default.attributesOfItem(atPath: place + "/app.py")
            #expect(attributes[.posixPermissions] as? Int == 0o444)
            #expect(try await workshop.host.install(bytes, functionName: "f") == code)
            await workshop.host.removeCode(except: [code.folder])
            #expect(FileManager.default.fileExists(atPath: place))
            await workshop.host.removeCode(except: [])
            #expect(!FileManager.default.fileExists(atPath: workshop.folder + "/f"))
        }
    }

    @Test func `a package's function runs`() async throws {
        try await Workshop.with { workshop in
            let script = """
                z.writestr('lib/words.py', 'greeting = "hello"')
                z.writestr('app.py', 'from lib.words import greeting\\ndef handler(event, context): return greeting')
                """
            let code = try await workshop.host.install(package(script, in: workshop), functionName: "f")
            var function = try workshop.function("unused", "")
            function.codeFolder = code.folder
            #expect(try await workshop.invoke(function).value == "hello")
        }
    }

    @Test(arguments: [
        ("z.writestr('../out.py', 'x')", "'../out.py'"),
        ("z.writestr('/out.py', 'x')", "'/out.py'"),
        ("z.writestr('a/../../out.py', 'x')", "'a/../../out.py'"),
        (
            "i = zipfile.ZipInfo('link'); i.external_attr = (stat.S_IFLNK | 0o777) << 16; z.writestr(i, '/etc/passwd')",
            "link or special file"
        ),
        (
            "m = bytes(1 << 20); f = z.open('zeros', 'w', force_zip64=True)\nfor _ in range(251): f.write(m)\nf.close()",
            "Unzipped size must be smaller than 262144000 bytes"
        ),
        ("pass", "Uploaded file must be a non-empty zip"),
    ])
    func `a hostile package is refused`(script: String, reason: String) async throws {
        try await Workshop.with { workshop in
            let bytes = try package(script, in: workshop)
            let error = await #expect(throws: AWSError.self) {
                try await workshop.host.install(bytes, functionName: "f")
            }
            #expect(error?.code == "InvalidParameterValueException")
            #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
            #expect(try FileManager.default.contentsOfDirectory(atPath: workshop.folder) == ["package.zip"])
        }
    }

    @Test func `what is no zip is refused`() async throws {
        try await Workshop.with { workshop in
            let error = await #expect(throws: AWSError.self) {
                try await workshop.host.install(Array("PK no".utf8), functionName: "f")
            }
            #expect(error?.code == "InvalidParameterValueException")
            #expect(error?.message.hasPrefix("Could not unzip uploaded file.") == true)
        }
    }

    @Test func `a name that is no name cannot name a folder`() async throws {
        try await Workshop.with { workshop in
            let bytes = try package("z.writestr('app.py', '')", in: workshop)
            for name in ["..", "", "a/b", "."] {
                await #expect(throws: AWSError.self) { try await workshop.host.install(bytes, functionName: name) }
            }
        }
    }
}
