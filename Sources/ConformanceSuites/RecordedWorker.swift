import JSONModel
import ServicePorts

/// Does outside an execution what was done when it was recorded: takes the tasks of activities and answers them as its
/// history says.
final class RecordedWorker {
    private let events: [JSONValue]
    private let execution: String
    private let world: World
    private var served: Set<Int> = []

    init(_ events: [JSONValue], execution: String, _ world: World) {
        self.events = events
        self.execution = execution
        self.world = world
    }

    /// True where something was done.
    func act() async -> Bool {
        guard events.contains(where: { $0["type"] == "ActivityStarted" }),
            let history = try? await world.history(execution)
        else { return false }
        for event in history where event.string("type") == "ActivityScheduled" {
            guard let id = event.int("id"), served.insert(id).inserted else { continue }
            if await serve(event, id) { return true }
        }
        return false
    }

    private func follower(_ id: Int, _ types: Set<String>) -> JSONValue? {
        events.first { $0["previousEventId"]?.intValue == id && types.contains($0["type"]?.stringValue ?? "") }
    }

    private func serve(_ event: JSONObject, _ id: Int) async -> Bool {
        guard let arn = event["activityScheduledEventDetails"]?["resource"],
            let start = follower(id, ["ActivityStarted"])
        else { return false }
        var input: JSONObject = ["activityArn": arn]
        input["workerName"] = start["activityStartedEventDetails"]?["workerName"]
        guard let task = try? await world.answer("GetActivityTask", input), let token = task["taskToken"],
            let end = follower(start["id"]?.intValue ?? 0, ["ActivitySucceeded", "ActivityFailed"])
        else { return true }
        _ = try? await answer(token, end)
        return true
    }

    private func answer(_ token: JSONValue, _ end: JSONValue) async throws {
        var input: JSONObject = ["taskToken": token]
        if end["type"] == "ActivitySucceeded" {
            let details = end["activitySucceededEventDetails"]?.objectValue ?? [:]
            input["output"] = .string(details.text("output") ?? "null")
            try await world.call("SendTaskSuccess", input)
        } else {
            let details = end["activityFailedEventDetails"]?.objectValue ?? [:]
            for name in ["error", "cause"] { input[name] = details.text(name).map(JSONValue.string) }
            try await world.call("SendTaskFailure", input)
        }
    }
}
