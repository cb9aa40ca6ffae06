import JSONModel
import ServicePorts

/// A run's arguments, taken apart: what Glue itself reads, and what the script gets.
///
/// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html
struct RunArguments {
    let kind: JobKind
    /// `--KEY`, `value`, …
    let script: [String]
    let extraPythonFiles: [String]
    let extraJars: [String]
    let extraFiles: [String]
    let sparkProperties: [String: String]

    /// What Glue reads and does not pass on, and what it sets itself.
    private static let own: Set<String> = [
        "--conf", "--extra-py-files", "--extra-jars", "--extra-files", "--JOB_NAME", "--JOB_RUN_ID",
    ]

    init(_ record: JobRunRecord) throws {
        let command = record.command.string("Name") ?? ""
        guard let kind = JobKind(rawValue: command) else {
            throw LaunchError(description: "LAUNCH ERROR | Jobs with the command \(command) are not served here.")
        }
        self.kind = kind
        let arguments = record.run.object("Arguments") ?? [:]
        try Self.refuseUnserved(arguments)
        extraPythonFiles = Self.list(arguments, "--extra-py-files")
        extraJars = Self.list(arguments, "--extra-jars")
        extraFiles = Self.list(arguments, "--extra-files")
        sparkProperties = try Self.properties(arguments.string("--conf"))
        var script: [String] = []
        for (key, value) in arguments where !Self.own.contains(key) { script += [key, value.stringValue ?? ""] }
        self.script = script + ["--JOB_NAME", record.jobName, "--JOB_RUN_ID", record.id]
    }

    /// What would silently give other results than on AWS does not run.
    private static func refuseUnserved(_ arguments: JSONObject) throws {
        for name in ["--additional-python-modules", "--datalake-formats", "--python-modules-installer-option"]
        where !(arguments.string(name) ?? "").isEmpty {
            throw LaunchError(description: "LAUNCH ERROR | The job argument \(name) is not served here.")
        }
        if let option = arguments.string("--job-bookmark-option"), option != "job-bookmark-disable" {
            throw LaunchError(description: "LAUNCH ERROR | Job bookmarks (\(option)) are not served here.")
        }
    }

    private static func list(_ arguments: JSONObject, _ name: String) -> [String] {
        (arguments.string(name) ?? "").split(separator: ",").map { String($0.filter { $0 != " " }) }
            .filter { !$0.isEmpty }
    }

    /// `spark.a=1 --conf spark.b=2`
    private static func properties(_ text: String?) throws -> [String: String] {
        guard let text else { return [:] }
        var properties: [String: String] = [:]
        for part in text.split(separator: "--conf") {
            let pair = part.trimmed.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, pair[0].hasPrefix("spark.") else {
                throw LaunchError(description: "LAUNCH ERROR | --conf \(part.trimmed) is not spark.KEY=VALUE.")
            }
            properties[String(pair[0])] = String(pair[1])
        }
        return properties
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
