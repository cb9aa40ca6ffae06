public import ExecutionCore
public import JSONModel
public import ServicePorts

extension ExecutionRuntime {
    /// How a Map Run stands that is open; nil for any other.
    public func mapRunDescription(_ arn: String) async -> JSONObject? { await world.mapRuns[arn]?.run.description }

    /// Changes the settings of a Map Run that runs; false where it does not.
    public func updateMapRun(_ arn: String, _ change: (inout MapRunSettings) -> Void) async -> Bool {
        guard let open = world.mapRuns[arn], await open.run.outcome == nil else { return false }
        var settings = await open.run.settings
        change(&settings)
        await open.take([.update(settings)])
        return true
    }

    /// The children of an open Map Run that wait to be redriven, by name.
    public func pendingRedrives(of arn: String) async -> Set<String> {
        guard let run = await world.mapRuns[arn]?.run else { return [] }
        let waiting = (0..<run.children.count).filter { run.children.state($0) == .pendingRedrive }
        return Set(waiting.map(run.request.childName))
    }

    /// Why an execution cannot be redriven, in AWS's words; nil where it can.
    public func redriveObstacle(_ record: ExecutionRecord) async throws -> String? {
        try await world.redriveObstacle(record)
    }

    /// Lets an execution that did not succeed go on; durable when it returns.
    public func redrive(_ record: ExecutionRecord, clientToken: String?) async throws {
        try await world.redrive(record, clientToken: clientToken)
    }
}
