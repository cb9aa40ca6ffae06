import EngineTestKit
import Foundations
import JSONModel
import ServicePorts

/// One recorded case: its calls made in order against a world of its own.
final class RecordedCalls {
    private let world: World
    private let recorded: JSONObject
    private let matcher: RecordedValue
    /// Recorded execution ARNs and those that came instead.
    private var executions: [String: String] = [:]
    private var started: [String] = []
    private var token: JSONValue?

    init(_ recorded: JSONObject) throws {
        self.recorded = recorded
        world = try World()
        matcher = RecordedValue(placeholders: recorded.strings("placeholders") ?? [])
    }

    func end() async {
        await world.end()
        world.remove()
    }

    /// The first difference; nil where there is none.
    func run() async -> String? {
        for (index, step) in (recorded.array("steps") ?? []).enumerated() {
            if let difference = await run(step.objectValue ?? [:]) { return "step \(index + 1): \(difference)" }
        }
        return nil
    }

    private func run(_ step: JSONObject) async -> String? {
        let operation = step.string("operation") ?? ""
        let input = parameters(step.object("params") ?? [:])
        if Self.isRefusedByTheClient(step["expected"]) { return nil }
        if operation.hasPrefix("Get") || operation.hasPrefix("Describe") || operation.hasPrefix("List") {
            await settle(lets: operation == "GetExecutionHistory" && step["expected"]?.isNull == false)
        }
        world.clock.advance(by: .seconds(1))
        do {
            let output = try await world.call(operation, input)
            if operation == "StartExecution", let arn = output.string("executionArn") { started.append(arn) }
            token = output["nextToken"] ?? token
            if step.bool("fails") == true { return "\(operation) succeeded" }
            return difference(step["expected"], output, operation)
        } catch let error as AWSError {
            if step.bool("fails") != true {
                let isDamaged = RecordedCallsTests.damaged.contains(recorded.string("name") ?? "")
                return isDamaged && step["expected"] == nil ? nil : "\(operation): \(error)"
            }
            return difference(step["expected"], error, operation)
        } catch {
            return "\(operation): \(error)"
        }
    }

    /// botocore refuses a call by its model before it is sent.
    private static func isRefusedByTheClient(_ expected: JSONValue?) -> Bool {
        let text = expected?["exception_value"]?.stringValue ?? expected?.stringValue ?? ""
        return text.hasPrefix("Parameter validation failed")
    }

    /// Until executions that can end have ended; with time passing, where the recording waited for an end.
    private func settle(lets timePass: Bool) async {
        for arn in started {
            for round in 0..<600 {
                let found = try? await world.call("DescribeExecution", ["executionArn": .string(arn)])
                guard found?.string("status") == "RUNNING", timePass || round < 100 else { break }
                if timePass, round % 100 == 99 { world.clock.advance(by: .seconds(1)) }
                await Task.yield()
            }
        }
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
        let pruned = JSONValue.object(found).without(RecordedCallsTests.added, unlessIn: .object(wanted))
        return matcher.difference(.object(wanted), pruned, at: operation)
    }

    private func difference(_ expected: JSONValue?, _ error: AWSError, _ operation: String) -> String? {
        let code: String?
        var message: String?
        if let text = expected?["exception_value"]?.stringValue ?? expected?.stringValue {
            code =
                expected?["exception_typename"]?.stringValue
                ?? text.split(separator: "(").dropFirst().first.map {
                    String($0.prefix { $0 != ")" })
                }
            message = text.split(separator: "operation: ", maxSplits: 1).last.map(String.init)
        } else {
            code = expected?["Error"]?["Code"]?.stringValue
            message = expected?["Error"]?["Message"]?.stringValue
        }
        guard code == error.code else { return "\(error), recorded \(code ?? "")" }
        if RecordedCallsTests.comparesCodeOnly(recorded.string("name") ?? "") { message = nil }
        return message.flatMap { matcher.difference(.string($0), .string(error.message), at: "\(operation) error") }
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
