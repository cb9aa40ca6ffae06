import JSONModel
import ServicePorts

extension SparkRuntime {
    /// The run as `etape_glue/host.py` reads it.
    func document(_ request: JobRequest) -> JSONObject {
        [
            "job": .string(request.jobName),
            "script": .string(request.script),
            "arguments": .array(request.arguments.map(JSONValue.string)),
            "environment": Self.object(request.environment),
            "pythonPath": .array(pythonPath(request).map(JSONValue.string)),
            "extraJars": .array(request.extraJars.map(JSONValue.string)),
            "conf": Self.object(request.sparkProperties),
            "master": request.sparkMaster.map(JSONValue.string) ?? .null,
            "folder": .string(request.folder),
            "buckets": .string(configuration.buckets),
            "cores": .int(configuration.cores),
        ]
    }

    /// A module's folder stands for it; archives stand for themselves.
    private func pythonPath(_ request: JobRequest) -> [String] {
        var path: [String] = []
        for file in request.extraPythonFiles {
            let entry = file.hasSuffix(".py") ? String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)]) : file
            if !path.contains(entry) { path.append(entry) }
        }
        return path + configuration.packages
    }

    private static func object(_ members: [String: String]) -> JSONValue {
        .object(JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }
}
