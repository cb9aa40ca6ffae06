import ArgumentParser
import Foundation
import StepFunctionsService

/// Where a project and what its server keeps lie.
struct FolderOptions: ParsableArguments {
    @Argument(help: "The project's folder: it holds template.yaml.")
    var folder = "."

    @Option(name: .long, help: "The folder that keeps objects, histories and logs (default: .etape in the project).")
    var data: String?

    var dataFolder: DataFolder { DataFolder(data ?? folder + "/.etape") }
}

/// The same where a command takes no project folder as its argument.
struct DataOptions: ParsableArguments {
    @Option(name: .long, help: "The project's folder.")
    var project = "."

    @Option(name: .long, help: "The folder that keeps objects, histories and logs (default: .etape in the project).")
    var data: String?

    /// The data folder; an error where nothing has run in it yet.
    func dataFolder() throws -> DataFolder {
        let folder = DataFolder(data ?? project + "/.etape")
        guard folder.exists else {
            throw CLIError("nothing has run here yet: \(folder.path) holds no data. Start with `etape run`.")
        }
        return folder
    }
}

/// How a server reaches the world outside.
struct ServerOptions: ParsableArguments {
    @Option(
        name: .long,
        help: """
            Mail server for email subscriptions: smtp://HOST[:PORT][?from=ADDRESS] or smtps://…; user and password by \
            $ETAPE_SMTP_USER and $ETAPE_SMTP_PASSWORD (default: $ETAPE_SMTP; without one, mail goes to the inbox).
            """)
    var smtp: String?

    @Option(
        name: .long,
        help: "URL that takes text messages as JSON posts (default: $ETAPE_SMS_WEBHOOK; without one, the inbox).")
    var smsWebhook: String?

    @Option(name: .long, help: "Spark cluster for Glue jobs: spark://HOST:PORT (default: this machine).")
    var sparkMaster: String?

    @Option(name: .long, help: "A quota of Step Functions other than AWS's: NAME=VALUE (an unknown name lists them).")
    var quota: [String] = []

    func validate() throws { _ = try quotas() }

    private func quotas() throws -> Quotas {
        var quotas = Quotas()
        do {
            for assignment in quota { try quotas.set(assignment) }
        } catch {
            throw ValidationError("--quota \(error)")
        }
        return quotas
    }

    var settings: ServerSettings {
        let environment = ProcessInfo.processInfo.environment
        return ServerSettings(
            smtp: smtp ?? environment["ETAPE_SMTP"],
            smsWebhook: smsWebhook ?? environment["ETAPE_SMS_WEBHOOK"],
            sparkMaster: sparkMaster ?? environment["ETAPE_SPARK_MASTER"],
            quotas: (try? quotas()) ?? Quotas())
    }
}

struct ServerSettings: Sendable {
    var smtp: String?
    var smsWebhook: String?
    var sparkMaster: String?
    var quotas = Quotas()

    var isStandard: Bool { smtp == nil && smsWebhook == nil && sparkMaster == nil && quotas.isStandard }
}

/// How a template is brought up.
struct TemplateOptions: ParsableArguments {
    @Option(name: .long, help: "A template parameter: NAME=VALUE.")
    var parameter: [String] = []

    @Option(name: .long, help: "Takes another folder's files for an upload of the template: FROM=FOLDER.")
    var upload: [String] = []

    func parameters() throws -> [String: String] { try Self.pairs(parameter, "--parameter", form: "NAME=VALUE") }
    func uploads() throws -> [String: String] { try Self.pairs(upload, "--upload", form: "FROM=FOLDER") }

    private static func pairs(_ texts: [String], _ option: String, form: String) throws -> [String: String] {
        var pairs: [String: String] = [:]
        for text in texts {
            guard let mark = text.firstIndex(of: "="), mark != text.startIndex else {
                throw CLIError("\(option) \(text): expected \(form)")
            }
            pairs[String(text[..<mark])] = String(text[text.index(after: mark)...])
        }
        return pairs
    }
}
