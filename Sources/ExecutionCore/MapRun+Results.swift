import Foundations
public import JSONModel
public import StatesLanguage

/// What a Map Run's children gave, as its state's result or a `ResultWriter` has it.
/// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
extension MapRun {
    /// The state's result where nothing is exported: the outputs alone, unless a `WriterConfig` wants more.
    var output: Document {
        let transformation = request.writer?.transformation ?? .compact
        let all = (0..<children.count).flatMap { texts(of: $0, transformation) }
        return Document(joining: all)
    }

    /// A child's result as JSON texts: one, or those of an output that is dissolved.
    public func texts(of index: Int, _ transformation: ResultWriter.Transformation) -> [String] {
        guard let result = children.result(index), let output = result.output, transformation != .none else {
            return [JSONValue.object(record(of: index)).serialized()]
        }
        guard transformation == .flatten, let value = try? JSONValue(parsing: output), let elements = value.arrayValue
        else { return [output] }
        return elements.map { $0.serialized() }
    }

    /// What is known of a child: as `DescribeExecution` tells it, in upper camel case.
    public func record(of index: Int) -> JSONObject {
        let input = JSONValue.string(children.input(index))
        guard let result = children.result(index) else {
            return ["Input": input, "InputDetails": ["Included": true], "Status": "PENDING"]
        }
        var object = JSONObject()
        object["Cause"] = result.cause.map(JSONValue.string)
        object["Error"] = result.error.map(JSONValue.string)
        object["ExecutionArn"] = .string(request.childARN(index))
        object["Input"] = input
        object["InputDetails"] = ["Included": true]
        object["Name"] = .string(request.childName(index))
        object["Output"] = result.output.map(JSONValue.string)
        object["OutputDetails"] = ["Included": true]
        object["RedriveCount"] = .int(children.attempts(of: index))
        if result.status == "SUCCEEDED" {
            object["RedriveStatus"] = "NOT_REDRIVABLE"
            object["RedriveStatusReason"] = "Execution is SUCCEEDED and cannot be redriven"
        } else {
            object["RedriveStatus"] = "REDRIVABLE_BY_MAP_RUN"
        }
        object["StartDate"] = .string(result.startTime.iso8601)
        object["StateMachineArn"] = .string(request.stateMachineARN)
        object["Status"] = .string(result.status)
        object["StopDate"] = .string(result.stopTime.iso8601)
        return object
    }

    /// `DescribeMapRun`, but for the counts of what is not redrivable.
    public var description: JSONObject {
        var object: JSONObject = [
            "mapRunArn": .string(request.arn), "executionArn": .string(request.parent.executionARN),
            "status": .string(status), "startDate": .double(startTime.seconds),
            "maxConcurrency": .int(settings.maxConcurrency),
            "toleratedFailurePercentage": .double(settings.toleratedPercentage ?? 0),
            "toleratedFailureCount": .int(settings.toleratedCount ?? 0),
            "itemCounts": .object(children.itemCounts(written: written.items)),
            "executionCounts": .object(children.executionCounts(written: written.executions)),
            "redriveCount": .int(redriveCount),
        ]
        object["stopDate"] = stopTime.map { .double($0.seconds) }
        object["redriveDate"] = redriveTime.map { .double($0.seconds) }
        return object
    }
}

extension Document {
    /// The array of JSON texts.
    fileprivate init(joining texts: [String]) {
        let text = "[" + texts.joined(separator: ",") + "]"
        self.init(value: (try? JSONValue(parsing: text)) ?? .null, text: text)
    }
}
