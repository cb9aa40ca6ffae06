import EngineTestKit
import Foundations
import JSONModel
import ServicePorts

/// AWS's recorded executions: status, output, error, cause and events.
struct ExecutionCases {
    /// 2026-11-23T23:32:19Z: the recordings' timestamps were moved to lie 24,855 and 24,856 days after it.
    private static let start = Timestamp(milliseconds: 1_795_476_739_000)

    func run(_ cases: [JSONObject]) async throws -> [CaseResult] {
        var results: [CaseResult] = []
        var world = try World(now: Self.start)
        for (number, recorded) in cases.enumerated() {
            let run = ExecutionCase(recorded, number: number, world)
            results.append(await run.run())
            // Time that has passed and what a case has made are no part of another.
            guard world.clock.now != Self.start || recorded["setup"] != nil else { continue }
            await world.end()
            world.remove()
            world = try World(now: Self.start)
        }
        await world.end()
        world.remove()
        return results
    }
}

/// One of them.
struct ExecutionCase {
    let recorded: JSONObject
    let number: Int
    let world: World
    let expected: JSONObject
    let matcher: RecordedValue

    init(_ recorded: JSONObject, number: Int, _ world: World) {
        self.recorded = recorded
        self.number = number
        self.world = world
        expected = recorded.object("expected") ?? [:]
        matcher = RecordedValue(placeholders: recorded.strings("placeholders") ?? [])
    }

    func run() async -> CaseResult {
        do {
            let machine = try await prepare()
            return recorded.bool("sync") == true ? try await runSync(machine) : try await runStandard(machine)
        } catch {
            return failure("\(error)")
        }
    }

    private func failure(_ difference: String?, details: [String] = [], damage: String? = nil) -> CaseResult {
        CaseResult(
            name: recorded.caseName, difference: difference.map { Needs.explained($0, recorded) },
            details: details, damage: damage)
    }

    /// Makes what must be there, and the case's own machine.
    private func prepare() async throws -> JSONValue {
        for step in recorded.array("setup") ?? [] {
            var input = step["params"]?.objectValue ?? [:]
            if let definition = input.text("definition") {
                input["definition"] = .string(definition)
                input["roleArn"] = input["roleArn"] ?? World.role
            }
            try await world.call(step["operation"]?.stringValue ?? "", input)
        }
        let made = try await world.call(
            "CreateStateMachine",
            [
                "name": .string("case-\(number)"), "definition": .string(recorded.text("definition") ?? ""),
                "roleArn": World.role, "type": recorded["type"] ?? "STANDARD",
            ])
        return made["stateMachineArn"] ?? .null
    }

    private func request(_ machine: JSONValue) -> JSONObject {
        var input: JSONObject = ["stateMachineArn": machine]
        input["input"] = recorded.text("input").map(JSONValue.string)
        return input
    }

    private func runSync(_ machine: JSONValue) async throws -> CaseResult {
        let answer = try await world.answer("StartSyncExecution", request(machine))
        var difference = difference(of: answer)
        if difference == nil, var response = expected.object("response") {
            response["ResponseMetadata"] = nil
            difference = matcher.difference(.object(response), .object(answer), at: "response")
        }
        return failure(difference, details: ["answered: \(JSONValue.object(answer).serialized())"])
    }

    private func runStandard(_ machine: JSONValue) async throws -> CaseResult {
        let arn = try await world.call("StartExecution", request(machine)).string("executionArn") ?? ""
        let worker = RecordedWorker(expected.array("events") ?? [], execution: arn, world)
        let isWatched = expected["status"] == "RUNNING"
        try await world.follow(
            arn, until: isWatched ? world.clock.now + .seconds(60) : Timestamp(milliseconds: .max)
        ) { await worker.act() }
        let description = try await world.call("DescribeExecution", ["executionArn": .string(arn)])
        let events = expected["events"] ?? .null
        let isReversed = RecordedHistory.isReversed(events)
        let found = try await history(arn, isReversed: isReversed)
        if description.string("status") == "RUNNING" {
            _ = try? await world.call("StopExecution", ["executionArn": .string(arn)])
        }
        let damage = Damage.ofHistory(events)
        var difference = difference(of: description)
        if difference == nil, !events.isNull, damage == nil {
            difference = RecordedHistory(events, matcher).difference(from: found)
        }
        return failure(difference, details: RecordedHistory(events, matcher).beside(found), damage: damage)
    }

    private func history(_ arn: String, isReversed: Bool) async throws -> [JSONValue] {
        var events: [JSONValue] = []
        var input: JSONObject = [
            "executionArn": .string(arn), "maxResults": 1000, "reverseOrder": .bool(isReversed),
        ]
        while true {
            let page = try await world.call("GetExecutionHistory", input)
            events += page.array("events") ?? []
            guard let token = page["nextToken"] else { return events }
            input["nextToken"] = token
        }
    }

    private func difference(of found: JSONObject) -> String? {
        for name in ["status", "error", "cause", "output"] {
            let wanted = expected[name] ?? .null
            let value = found[name] ?? .null
            if wanted.isNull, value.isNull || value == "" { continue }
            let difference = matcher.difference(wanted.withoutLengths, value.withoutLengths, at: name)
            if let difference { return difference }
        }
        return nil
    }
}
