import Foundations
import JSONModel

/// The 18 intrinsic functions by their names.
enum IntrinsicFunction: String, Sendable, CaseIterable {
    case array = "States.Array"
    case arrayPartition = "States.ArrayPartition"
    case arrayContains = "States.ArrayContains"
    case arrayRange = "States.ArrayRange"
    case arrayGetItem = "States.ArrayGetItem"
    case arrayLength = "States.ArrayLength"
    case arrayUnique = "States.ArrayUnique"
    case base64Encode = "States.Base64Encode"
    case base64Decode = "States.Base64Decode"
    case hash = "States.Hash"
    case jsonMerge = "States.JsonMerge"
    case stringToJson = "States.StringToJson"
    case jsonToString = "States.JsonToString"
    case mathRandom = "States.MathRandom"
    case mathAdd = "States.MathAdd"
    case stringSplit = "States.StringSplit"
    case uuid = "States.UUID"
    case format = "States.Format"

    /// How many arguments it takes.
    var arity: ClosedRange<Int> {
        switch self {
        case .array: 0...Int.max
        case .format: 1...Int.max
        case .uuid: 0...0
        case .arrayLength, .arrayUnique, .base64Encode, .base64Decode, .stringToJson, .jsonToString: 1...1
        case .arrayPartition, .arrayContains, .arrayGetItem, .hash, .mathAdd, .stringSplit: 2...2
        case .mathRandom: 2...3
        case .arrayRange, .jsonMerge: 3...3
        }
    }

    func refusal(_ detail: String? = nil, call: String) -> EvaluationError {
        EvaluationError(.invalidArguments(function: rawValue, detail: detail), expression: call)
    }

    /// The result on evaluated arguments. AWS checks the number of arguments at run time too.
    func apply(_ values: [JSONValue], random: any RandomSource, call: String) throws(EvaluationError) -> JSONValue {
        guard arity.contains(values.count), let result = result(values, random) else { throw refusal(call: call) }
        return result
    }

    private func result(_ values: [JSONValue], _ random: any RandomSource) -> JSONValue? {
        switch self {
        case .array: .array(values)
        case .arrayPartition: Self.partition(values[0], values[1])
        case .arrayContains: values[0].arrayValue.map { .bool($0.contains(values[1])) }
        case .arrayRange: Self.range(values[0], values[1], values[2])
        case .arrayGetItem: Self.item(values[0], values[1])
        case .arrayLength: values[0].arrayValue.map { .int($0.count) }
        case .arrayUnique: values[0].arrayValue.map { .array(JavaText.hashSet($0)) }
        case .base64Encode: Self.encode(values[0])
        case .base64Decode: Self.decode(values[0])
        case .hash: Self.digest(values[0], values[1])
        case .jsonMerge: Self.merge(values[0], values[1], values[2])
        case .stringToJson: values[0].stringValue.flatMap { try? JSONValue(parsing: $0) }
        case .jsonToString: .string(values[0].serialized())
        case .mathRandom: Self.random(values, random)
        case .mathAdd: Self.add(values[0], values[1])
        case .stringSplit: Self.split(values[0], values[1])
        case .uuid: .string(random.uuid())
        case .format: nil
        }
    }
}
