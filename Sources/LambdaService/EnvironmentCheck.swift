import JSONModel
import ServicePorts

/// A function's environment variables, against "Working with Lambda environment variables" of the developer guide.
struct EnvironmentCheck {
    var variables: JSONObject

    private static let reserved: Set = [
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    ]
    private static let mostBytes = 4096

    private static let refusal =
        "Lambda was unable to configure your environment variables because the environment variables you have provided"

    func check() throws(AWSError) {
        let taken = variables.keys.filter(Self.reserved.contains)
        guard taken.isEmpty else {
            throw .invalid(
                "\(Self.refusal) contains reserved keys that are currently not supported for modification. "
                    + "Reserved keys used in this request: \(taken.joined(separator: ", "))")
        }
        for (name, value) in variables {
            guard Self.isName(name), let text = value.stringValue, !text.utf8.contains(0) else {
                throw .invalid("\(Self.refusal) contains an invalid variable: \(name)")
            }
        }
        // The values are not repeated: they may be secrets.
        guard JSONValue.object(variables).serializedBytes().count <= Self.mostBytes else {
            throw .invalid("\(Self.refusal) exceeded the 4KB limit.")
        }
    }

    /// `[a-zA-Z]([a-zA-Z0-9_])+`
    private static func isName(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard bytes.count > 1, let first = bytes.first else { return false }
        return isLetter(first) && bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
