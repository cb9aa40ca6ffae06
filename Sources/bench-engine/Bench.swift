import Foundations
import JSONModel
import SQLiteStore
import ServicePorts
import StepFunctionsService

/// A service that does nothing, well.
private struct NoOp: Service {
    let name = "sns"
    let operations: Set<String> = ["Publish"]
    func call(_ request: ServiceRequest) async throws -> ServiceResponse { ServiceResponse(["MessageId": "m"]) }
}

struct Bench: Sendable {
    let registry = ServiceRegistry()
    let events = LocalEventBus()
    let states: StepFunctionsService

    init(store: SQLiteStore) {
        var quotas = Quotas()
        quotas[.historyEvents] = 1_000_000
        states = StepFunctionsService(
            store: store, history: store, invoker: registry, events: events, clock: SystemClock(),
            random: SystemRandomness(), quotas: quotas)
        registry.register(states)
        registry.register(NoOp())
    }

    func chain(executions: Int, states count: Int) async throws {
        var states = (0..<(count - 1)).map { #""S\#($0)":{"Type":"Pass","Next":"S\#($0 + 1)"}"# }
        states.append(#""S\#(count - 1)":{"Type":"Pass","End":true}"#)
        let machine = try await machine("chain", #"{"StartAt":"S0","States":{\#(states.joined(separator: ","))}}"#)
        let told = events.subscribe()
        let watch = Stopwatch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<executions { group.addTask { _ = try await start(machine) } }
            try await group.waitForAll()
        }
        await ended(executions, told)
        print("chain\t\(Int(Double(executions * count) / watch.seconds))")
    }

    func tasks(runs: Int) async throws {
        let task =
            #""Type":"Task","Resource":"arn:aws:states:::sns:publish","Parameters":{"TopicArn":"t","Message":"m"}"#
        let machine = try await machine(
            "tasks",
            #"{"StartAt":"A","States":{"A":{\#(task),"Next":"B"},"B":{\#(task),"Next":"C"},"C":{\#(task),"End":true}}}"#
        )
        var times: [Double] = []
        for _ in 0..<runs {
            let told = events.subscribe()
            let watch = Stopwatch()
            _ = try await start(machine)
            await ended(1, told)
            times.append(watch.seconds * 1000)
        }
        times.sort()
        print("tasks p50\t\(times[runs / 2])")
        print("tasks p99\t\(times[runs * 99 / 100])")
    }

    func map(items: Int) async throws {
        let machine = try await machine(
            "map",
            #"{"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}}}}"#
        )
        let told = events.subscribe()
        let watch = Stopwatch()
        _ = try await start(machine, input: .array((0..<items).map { .int($0) }))
        await ended(1, told)
        print("map\t\(Int(Double(items) / watch.seconds))")
    }

    private func machine(_ name: String, _ definition: String) async throws -> JSONValue {
        let answer = try await registry.call(
            "states", "CreateStateMachine",
            [
                "name": .string(name), "definition": .string(definition),
                "roleArn": "arn:aws:iam::000000000000:role/r",
            ])
        return answer["stateMachineArn"] ?? .null
    }

    private func start(_ machine: JSONValue, input: JSONValue = [:]) async throws -> JSONObject {
        try await registry.call(
            "states", "StartExecution", ["stateMachineArn": machine, "input": .string(input.serialized())])
    }

    private func ended(_ count: Int, _ told: AsyncStream<ServiceEvent>) async {
        var left = count
        for await event in told where event.detail.string("status") == "SUCCEEDED" {
            left -= 1
            if left == 0 { return }
        }
    }
}
