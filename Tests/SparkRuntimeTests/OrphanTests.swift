import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct OrphanTests {
    /// The server is killed with SIGKILL in the middle of a write: JVM, script and what the script started are gone.
    @Test func nothingOutlivesAServerThatIsKilled() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/etape-orphan-test-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/orphans.py"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try SparkBench.python())
        process.arguments = [script, folder]
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONPATH": SparkBench.packages]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(text.split(separator: "\n").last == "ok", "\(text)")
        #expect(process.terminationStatus == 0)
    }
}
