import Foundations
import JSONModel
import ServicePorts

extension AWSError {
    static func noSuchEntity(_ message: String) -> AWSError { AWSError("NoSuchEntityException", message) }
    static func exists(_ message: String) -> AWSError { AWSError("EntityAlreadyExistsException", message) }
    static func deleteConflict(_ message: String) -> AWSError { AWSError("DeleteConflictException", message) }
    static func invalidInput(_ message: String) -> AWSError { AWSError("InvalidInputException", message) }
}

extension RandomSource {
    /// `AROA` or `ANPA` and 17 characters of base 32 ("Unique identifiers" of the IAM user guide).
    func identifier(_ prefix: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        return prefix + String((0..<17).map { _ in alphabet[Int(next() >> 59)] })
    }
}

extension ServiceRequest {
    /// An IAM name (`[\w+=,.@-]+`): it becomes part of an ARN and of a key.
    func entityName(_ member: String, atMost limit: Int) throws(AWSError) -> String {
        let text = input.string(member) ?? ""
        guard !text.isEmpty, text.count <= limit, text.unicodeScalars.allSatisfy(Self.isNameScalar) else {
            throw .invalidInput("The specified value for \(member) is invalid.")
        }
        return text
    }

    var roleName: String { get throws(AWSError) { try entityName("RoleName", atMost: 64) } }

    /// `/` where none is given.
    func path() throws(AWSError) -> String {
        let path = input.string("Path") ?? "/"
        guard path.hasPrefix("/"), path.hasSuffix("/"), path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalidInput("The specified value for path is invalid.")
        }
        return path
    }

    private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "+", "=", ",", ".", "@", "-": true
        default: false
        }
    }
}

extension CallContext {
    func iamKey(_ kind: String, _ id: String) -> ResourceKey {
        ResourceKey(scope: account, service: "iam", kind: kind, id: id)
    }

    /// `arn:aws:iam::ACCOUNT:role/PATH/NAME`
    func iamARN(_ kind: String, _ path: String, _ name: String) -> String {
        "arn:aws:iam::\(account):\(kind)\(path)\(name)"
    }
}
