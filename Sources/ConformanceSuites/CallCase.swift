import EngineTestKit
import Foundations
import JSONModel
import ServicePorts

/// One recorded case of the API: its calls made in order against a world of its own.
final class CallCase {
    private let world: World
    private let recorded: JSONObject
    private let matcher: RecordedValue
    /// Recorded execution ARNs and those that came instead.
    private var executions: [String: String] = [:]
    private var started: [String] = []
    private var token: JSONValue?
    private var damage: [String] = []

    init(_ recorded: JSONObject) throws {
        self.recorded = recorded
        world = try World()
        matcher = RecordedValue(placeholders: recorded.strings("placeholders") ?? [])
    }

    /// Members that AWS has added to answers since some of the recordings were made.
    private static let added: Set<String> = [
        "encryptionConfiguration", "redriveCount", "redriveStatus", "redriveStatusReason",
    ]

    func end() async {
        await world.end()
        world.remove()
    }

    func run() async -> CaseResult {
        var result = CaseResult(name: recorded.caseName, difference: nil)
        for (index, step) in (recorded.array("steps") ?? []).enumerated() {
            let step = step.objectValue ?? [:]
            guard let difference = await run(step, number: index + 1) else { continue }
            result.difference = Needs.explained("step \(index + 1): \(difference)", recorded)
            result.details = [
                "called:   \(step.string("operation") ?? "") \(step["params"]?.serialized() ?? "")",
                "recorded: \(step["expected"]?.serialized() ?? "success")",
            ]
            break
        }
        result.damage = damage.isEmpty ? nil : damage.joined(separator: "; ")
        return result
    }

    private func run(_ step: JSONObject, number: Int) async -> String? {
        let operation = step.string("operation") ?? ""
        let exception = RecordedException(step["expected"])
        if step.bool("fails") == true, exception.isRefusedByTheClient { return nil }
        await settle(before: step)
        world.clock.advance(by: .seconds(1))
        do {
            let output = try await call(operation, parameters(step.object("params") ?? [:]))
            if step.bool("fails") == true { return "\(operation) succeeded" }
            return difference(step["expected"], output, operation)
        } catch let error as AWSError {
            return difference(step, exception, error, number: number)
        } catch {
            return "\(operation): \(error)"
        }
    }

    private func call(_ operation: String, _ input: JSONObject) async throws -> JSONObject {
        let waits = operation == "GetActivityTask" || operation == "StartSyncExecution"
        let output = try await waits ? world.answer(operation, input) : world.call(operation, input)
        if operation == "StartExecution", let arn = output.string("executionArn") { started.append(arn) }
        token = output["nextToken"] ?? token
        return output
    }

    /// Before a question, executions that can end have ended: a recorded history was asked for until it had its end.
    private func settle(before step: JSONObject) async {
        let operation = step.string("operation") ?? ""
        guard ["Get", "Describe", "List"].contains(where: operation.hasPrefix) else { return }
        let letsTimePass = operation == "GetExecutionHistory" && step["expected"]?.isNull == false
        let deadline = world.clock.now + (letsTimePass ? .seconds(60) : .zero)
        for arn in started { try? await world.follow(arn, until: deadline) }
    }

    private func parameters(_ recorded: JSONObject) -> JSONObject {
        var input = recorded
        for (name, value) in recorded where value.isNull { input[name] = name == "nextToken" ? token : nil }
        if let arn = recorded.string("executionArn") {
            let known = executions[arn] ?? started.last { !executions.values.contains($0) } ?? arn
            executions[arn] = known
            input["executionArn"] = .string(known)
        }
        return input
    }

    private func difference(_ expected: JSONValue?, _ found: JSONObject, _ operation: String) -> String? {
        guard var wanted = expected?.objectValue else { return nil }
        wanted["ResponseMetadata"] = nil
        let pruned = JSONValue.object(found).without(Self.added, unlessIn: .object(wanted))
        guard let events = wanted["events"], let came = pruned["events"]?.arrayValue else {
            return matcher.difference(.object(wanted), pruned, at: operation)
        }
        return RecordedHistory(events, matcher).difference(from: came)
    }

    private func difference(
        _ step: JSONObject, _ exception: RecordedException, _ error: AWSError, number: Int
    ) -> String? {
        guard step.bool("fails") == true else {
            guard recorded.bool("complete") == false, step["expected"] == nil else {
                return "\(step.string("operation") ?? ""): \(error)"
            }
            damage.append("the answer of step \(number) was not kept")
            return nil
        }
        let reason = Damage.ofMessage(exception.message, in: step.object("params") ?? [:])
        if let reason { damage.append("step \(number): \(reason)") }
        return exception.difference(from: error, matcher, comparesMessage: reason == nil)
    }
}

extension JSONValue {
    /// The value without members of those names that the other, in the same place, has not.
    fileprivate func without(_ names: Set<String>, unlessIn other: JSONValue?) -> JSONValue {
        switch self {
        case .object(let object):
            .object(
                JSONObject(
                    object.filter { other?[$0.key] != nil || !names.contains($0.key) }
                        .map { ($0.key, $0.value.without(names, unlessIn: other?[$0.key])) }))
        case .array(let elements):
            .array(elements.enumerated().map { $0.element.without(names, unlessIn: other?[$0.offset]) })
        default: self
        }
    }
}
