import Crypto
import Foundation
import Foundations
public import ServicePorts
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Deployment packages, as "Lambda deployment packages" and "Lambda quotas" of the developer guide have them.
extension ProcessFunctionHost {
    /// Bytes of an unpacked package.
    static let largestCode = 262_144_000

    public func install(_ package: [UInt8], functionName: String) async throws -> InstalledCode {
        let digest = SHA256.hash(data: package)
        let hexadecimal = digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        let code = InstalledCode(
            folder: "\(functionName)/\(hexadecimal)", sha256: Data(digest).base64EncodedString(), size: package.count)
        guard functionName.utf8.allSatisfy(Self.isNameByte), !functionName.isEmpty else {
            throw AWSError("InvalidParameterValueException", "The function's name cannot name a folder.")
        }
        let target = configuration.folder + "/" + code.folder
        if !FileManager.default.fileExists(atPath: target) { try await unpack(package, into: target) }
        return code
    }

    public func removeCode(except folders: Set<String>) async {
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: configuration.folder)) ?? [] {
            let versions = (try? files.contentsOfDirectory(atPath: "\(configuration.folder)/\(name)")) ?? []
            for version in versions where !folders.contains("\(name)/\(version)") {
                remove("\(configuration.folder)/\(name)/\(version)")
            }
            if versions.allSatisfy({ !folders.contains("\(name)/\($0)") }) {
                remove("\(configuration.folder)/\(name)")
            }
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// Unpacks beside the target and moves: a target that is there is whole.
    private func unpack(_ package: [UInt8], into target: String) async throws {
        let work = "\(configuration.folder)/.unpacking-\(random.uuid())"
        defer { remove(work) }
        let archive = work + "/package.zip"
        let files = FileManager.default
        try files.createDirectory(atPath: work, withIntermediateDirectories: true)
        try Data(package).write(to: URL(filePath: archive))
        try await runUnpacker([archive, work + "/code", String(Self.largestCode)])
        try files.createDirectory(
            at: URL(filePath: target).deletingLastPathComponent(), withIntermediateDirectories: true)
        // Its parent must be writable to be moved on some systems; the files stay read-only.
        try files.moveItem(atPath: work + "/code", toPath: target)
    }

    private func runUnpacker(_ arguments: [String]) async throws {
        var variables: [Environment.Key: String] = [:]
        if let packages = configuration.packages { variables["PYTHONPATH"] = packages }
        let result = try await Subprocess.run(
            .path(FilePath(configuration.python)),
            arguments: Arguments(["-P", "-m", "etape_lambda.unpack"] + arguments), environment: .custom(variables),
            output: .discarded, error: .string(limit: 64 * 1024))
        let message = result.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
        switch result.terminationStatus {
        case .exited(0): return
        case .exited(2): throw AWSError("InvalidParameterValueException", message)
        default: throw AWSError("ServiceException", "The package could not be unpacked: \(message)", fault: .server)
        }
    }

    /// Removes a folder whose files and folders are read-only.
    private nonisolated func remove(_ path: String) {
        let files = FileManager.default
        for folder in files.enumerator(atPath: path)?.compactMap({ $0 as? String }) ?? [] {
            try? files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path + "/" + folder)
        }
        try? files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        try? files.removeItem(atPath: path)
    }
}
