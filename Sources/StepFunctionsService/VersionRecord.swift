import Foundations
import JSONModel

/// A published version of a state machine: the machine as it was, under a number.
struct VersionRecord: Sendable {
    var machine: StateMachineRecord
    var number: Int
    var description: String?
    var creationDate: Timestamp

    var arn: String { "\(machine.arn):\(number)" }
    /// In the store.
    var id: String { Self.id(machine.name, number) }

    static func id(_ machine: String, _ number: Int) -> String { "\(machine):\(number)" }

    init(_ machine: StateMachineRecord, number: Int, description: String?, at time: Timestamp) {
        self.machine = machine
        self.number = number
        self.description = description
        creationDate = time
    }

    init(json: JSONValue) {
        machine = StateMachineRecord(json: json["machine"] ?? .null)
        number = json["number"]?.intValue ?? 0
        description = json["description"]?.stringValue
        creationDate = Timestamp(seconds: json["creationDate"]?.doubleValue ?? 0)
    }

    var json: JSONValue {
        var object: JSONObject = [
            "machine": machine.json, "number": .int(number), "creationDate": .double(creationDate.seconds),
        ]
        object["description"] = description.map(JSONValue.string)
        return .object(object)
    }

    /// As `DescribeStateMachine` tells it.
    var summary: JSONObject {
        var object = machine.summary
        object["stateMachineArn"] = .string(arn)
        object["creationDate"] = .double(creationDate.seconds)
        object["description"] = description.map(JSONValue.string)
        return object
    }
}
