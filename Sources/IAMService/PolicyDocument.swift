import JSONModel
import ServicePorts

/// A policy's JSON text, kept as it was given.
struct PolicyDocument {
    var text: String

    /// Throws `MalformedPolicyDocumentException` for what is not a policy: the JSON syntax, the version, and that
    /// there are statements, each with its effect.
    init(_ request: ServiceRequest, _ member: String) throws(AWSError) {
        text = request.input.string(member) ?? ""
        let value: JSONValue
        do { value = try JSONValue(parsing: text) } catch {
            throw Self.malformed("This policy contains invalid Json")
        }
        guard let policy = value.objectValue else { throw Self.malformed("Syntax errors in policy.") }
        if let version = policy["Version"], version != "2012-10-17", version != "2008-10-17" {
            throw Self.malformed("Syntax error at position (1,1): unknown policy version.")
        }
        guard let given = policy["Statement"] else { throw Self.malformed("Missing required field Statement") }
        for statement in given.arrayValue ?? [given] {
            guard let effect = statement["Effect"]?.stringValue, effect == "Allow" || effect == "Deny" else {
                throw Self.malformed("Syntax errors in policy.")
            }
        }
    }

    private static func malformed(_ message: String) -> AWSError {
        AWSError("MalformedPolicyDocumentException", message)
    }

    /// RFC 3986's percent-encoding: all but the unreserved characters.
    static func urlEncoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": result.unicodeScalars.append(scalar)
            default: result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
