import ServicePorts

/// The environment variables of an execution environment, as "Working with Lambda environment variables" lists them.
struct FunctionVariables {
    var function: FunctionDefinition
    /// What every child of this server gets.
    var common: [String: String]
    /// The code folder's absolute path.
    var taskRoot: String
    var logStream: String
    /// `127.0.0.1:PORT/TOKEN`: Lambda's is host and port only; the token tells environments apart and keeps others out.
    var runtimeAPI: String
    /// Where the runtime's own packages stand where they are not installed.
    var packages: String?

    var variables: [String: String] {
        common.merging(function.variables) { $1 }.merging(reserved) { $1 }
    }

    private var reserved: [String: String] {
        var result = [
            "_HANDLER": function.handler, "AWS_LAMBDA_RUNTIME_API": runtimeAPI, "LAMBDA_TASK_ROOT": taskRoot,
            "LAMBDA_RUNTIME_DIR": "/var/runtime", "AWS_LAMBDA_FUNCTION_NAME": function.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": String(function.memorySize),
            "AWS_LAMBDA_LOG_GROUP_NAME": function.logGroup, "AWS_LAMBDA_LOG_STREAM_NAME": logStream,
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "AWS_EXECUTION_ENV": "AWS_Lambda_\(function.runtime)",
            // The code folder stays as it was deployed.
            "PYTHONDONTWRITEBYTECODE": "1",
        ]
        let paths = [packages, function.variables["PYTHONPATH"]].compactMap { $0 }
        if !paths.isEmpty { result["PYTHONPATH"] = paths.joined(separator: ":") }
        result["TZ"] = function.variables["TZ"] ?? ":UTC"
        result["LANG"] = function.variables["LANG"] ?? "en_US.UTF-8"
        return result
    }
}
