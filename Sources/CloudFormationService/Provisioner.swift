import Foundation
import JSONModel
public import ServicePorts
public import Templates

/// Brings up what a template describes, by the services' own operations: what is new is made, what has changed is
/// changed, what is as it was is left alone, and what the template no longer has is removed.
///
/// A stack's record (store: service `cloudformation`, kinds `stack` and `upload`) follows every step, so that a run
/// that fails or is killed leaves nothing that the next one does not know.
public struct Provisioner: Sendable {
    public typealias Listener = @Sendable (StackEvent) -> Void

    public let projectFolder: String
    let invoker: any ServiceInvoker
    let store: any ResourceStore
    let context: CallContext
    let uploads: [String: String]
    let serves: (@Sendable (String, String) -> Bool)?
    let servesRuntime: (@Sendable (String) -> Bool)?

    /// `uploads`: the `From` of an upload → the folder that takes its place (another data set for a run).
    /// `serves`: whether a service (endpoint prefix) has an operation; with it a template that needs others is refused
    /// before anything is started. `servesRuntime`: the same for the runtimes of functions (`python3.12`).
    public init(
        invoker: any ServiceInvoker, store: any ResourceStore, context: CallContext, projectFolder: String,
        uploads: [String: String] = [:], serves: (@Sendable (String, String) -> Bool)? = nil,
        servesRuntime: (@Sendable (String) -> Bool)? = nil
    ) {
        self.invoker = invoker
        self.store = store
        self.context = context
        self.projectFolder = projectFolder
        self.uploads = uploads
        self.serves = serves
        self.servesRuntime = servesRuntime
    }

    /// Reads the files that the template names. Throws `TemplateErrors` with everything that is missing or wrong at
    /// once: files, scripts that no upload brings, definitions that are no JSON, names that another stack has.
    public func plan(_ template: ResolvedTemplate) async throws -> StackPlan {
        var planning = Planning(self, template)
        try await planning.run()
        return planning.plan
    }

    /// ``plan(_:)``, then ``provision(_:events:)``.
    public func provision(_ template: ResolvedTemplate, events: Listener = { _ in }) async throws -> StackResult {
        try await provision(try await plan(template), events: events)
    }

    /// Carries a plan out. Throws ``ProvisionError`` with the resource that could not be brought up.
    public func provision(_ plan: StackPlan, events: Listener = { _ in }) async throws -> StackResult {
        for notice in plan.notices { events(.notice(notice)) }
        var run = try await StackRun(self, plan)
        try await run.bringUp(events)
        try await run.cleanUp(events)
        return try await run.finish()
    }

    /// Removes a stack's resources, the last made first, and its record where nothing is left.
    public func delete(stackName: String, events: Listener = { _ in }) async throws {
        guard let record = StackRecord(try await store.get(key(stackName))) else { return }
        let context = TemplateContext(account: context.account, region: context.region, stackName: stackName)
        var run = try await StackRun(self, StackPlan(template: .empty(context)))
        try await run.cleanUp(events)
        if run.record.resources.isEmpty { try await store.delete(key(record.name)) }
    }

    func key(_ stackName: String) -> ResourceKey { context.key("cloudformation", "stack", stackName) }
    func uploadKey(_ stack: String, _ bucket: String) -> ResourceKey {
        context.key("cloudformation", "upload", "\(stack)/\(bucket)")
    }

    func otherStacks(than name: String) async throws -> [StackRecord] {
        try await store.list(context, "cloudformation", "stack").compactMap { StackRecord($0.value) }
            .filter { $0.name != name }
    }
}
