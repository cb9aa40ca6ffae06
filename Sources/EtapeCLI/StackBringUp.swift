import CloudFormationService
import LambdaRuntime
import Foundations
import JSONModel
import ServicePorts
import SNSService
import SQLiteStore
import Templates

/// Makes a project's resources in a server and says so.
final class StackBringUp: Sendable {
    private let project: RunProject
    private let server: LocalServer
    private let say: @Sendable (String) -> Void

    init(project: RunProject, server: LocalServer, say: @escaping @Sendable (String) -> Void) {
        self.project = project
        self.server = server
        self.say = say
    }

    func run() async throws {
        let context = CallContext()
        let registry = server.registry
        let provisioner = Provisioner(
            invoker: registry, store: server.store, context: context, projectFolder: project.project.folder,
            uploads: project.uploads,
            serves: { service, operation in registry.standing[service]?.contains(operation) == true },
            servesRuntime: { [functions = server.functions] in functions.serves(runtime: $0) })
        let result: StackResult
        do {
            let plan = try await provisioner.plan(try project.resolved(context))
            let steps = Collected<StackEvent>()
            result = try await provisioner.provision(plan) { steps.add($0) }
            report(result, steps.take())
        } catch let error as TemplateErrors {
            throw CLIError("\(error)")
        } catch let error as ProvisionError {
            throw CLIError("\(error)")
        } catch let error as AWSError {
            throw CLIError("\(project.project.templateFile): \(error)")
        }
        try await confirmSubscriptions(result)
    }

    private func report(_ result: StackResult, _ steps: [StackEvent]) {
        var (made, changed, kept) = (0, 0, 0)
        for step in steps {
            switch step {
            case .notice(let text): say("Note: \(text)")
            case .created: made += 1
            case .updated: changed += 1
            case .unchanged: kept += 1
            default: break
            }
        }
        say(
            "Stack \(result.stackName): \(made) resources made, \(changed) changed, \(kept) as they were; "
                + "\(result.uploads.uploaded) files uploaded, \(result.uploads.unchanged) as they were")
    }

    /// Nobody reads the confirmation mails of a run on this machine: the template's own subscriptions are confirmed.
    private func confirmSubscriptions(_ result: StackResult) async throws {
        for topic in result.resources(ofType: "AWS::SNS::Topic") {
            for address in try await server.sns.autoconfirm(topicARN: topic.reference) {
                say("Confirmed the subscription of \(address) (on AWS its owner does)")
            }
        }
    }
}

/// Stacks as the store keeps them.
struct StackRecords: Sendable {
    let store: SQLiteStore

    /// The state machine to run: the stack's only one, or the one of that logical id.
    func stateMachine(_ logicalID: String?, of project: RunProject) async throws -> String {
        let key = CallContext().key("cloudformation", "stack", project.project.stackName)
        let resources = try await store.get(key)?["Resources"]?.arrayValue ?? []
        let machines = resources.filter { $0["ResourceType"] == "AWS::StepFunctions::StateMachine" }
        let names = machines.compactMap { $0["LogicalResourceId"]?.stringValue }.joined(separator: ", ")
        if let logicalID {
            guard let machine = machines.first(where: { $0["LogicalResourceId"]?.stringValue == logicalID }) else {
                throw CLIError("the template has no state machine \(logicalID); it has: \(names)")
            }
            return machine["PhysicalResourceId"]?.stringValue ?? ""
        }
        guard machines.count <= 1 else {
            throw CLIError("the template has several state machines: name one by --state-machine (\(names))")
        }
        guard let machine = machines.first else { throw CLIError("the template has no state machine to run") }
        return machine["PhysicalResourceId"]?.stringValue ?? ""
    }
}
