import EngineTestKit
import Foundations
import JSONModel
import Testing

@testable import AWSProtocols

@Suite struct JSONCodecTests {
    private func post(_ target: String, _ body: String) -> WireRequest {
        WireRequest(method: "POST", path: "/", headers: ["X-Amz-Target": target], body: Array(body.utf8))
    }

    @Test func valuesOfAnotherKindAreRefusedInAWSWords() {
        let wrong = [
            (#"{"JobName": 5}"#, "NUMBER_VALUE can not be converted to a String"),
            (#"{"JobName": ["a"]}"#, "Start of list found where not expected."),
            (#"{"JobName": "j", "Timeout": "x"}"#, "STRING_VALUE can not be converted to an Integer"),
            (#"{"JobName": "j", "Timeout": 1.5}"#, "NUMBER_VALUE can not be converted to an Integer"),
        ]
        for (body, message) in wrong {
            let fault = #expect(throws: WireFault.self) { try decode(post("AWSGlue.StartJobRun", body)) }
            #expect(fault?.code == "SerializationException")
            #expect(fault?.message == message)
        }
    }

    @Test func nullsAndUnknownMembersAreLeftOut() throws {
        let call = try decode(post("AWSGlue.StartJobRun", #"{"JobName":"j","Unknown":{},"Timeout":null}"#))
        #expect(call.input == ["JobName": "j"])
    }

    @Test func everyFailureIsCounted() throws {
        let fault = #expect(throws: WireFault.self) {
            try decode(post("AWSGlue.CreateJob", #"{"Name":"","WorkerType":"G.9X"}"#))
        }
        let message = try #require(fault?.message)
        #expect(message.hasPrefix("4 validation errors detected: "))
        #expect(message.contains("Value null at 'role' failed to satisfy constraint: Member must not be null"))
        #expect(message.contains("Value null at 'command' failed to satisfy constraint: Member must not be null"))
        #expect(
            message.contains(
                "Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1"))
        #expect(
            message.contains(
                "Value 'G.9X' at 'workerType' failed to satisfy constraint: Member must satisfy enum value set: ["))
    }

    @Test func statesChecksOnlyWhatIsMissing() throws {
        let call = try decode(post("AWSStepFunctions.StartExecution", #"{"stateMachineArn":"","name":"a b c<>"}"#))
        #expect(call.input["name"] == "a b c<>")
        #expect(throws: WireFault.self) { try decode(post("AWSStepFunctions.StartExecution", "{}")) }
    }

    @Test func errorsHaveTypeAndMessage() throws {
        let response = try encode(
            "glue", WireFault("EntityNotFoundException", "no", members: ["FromFederationSource": true, "x": 1]))
        #expect(response.status == 400)
        #expect(response.headers["content-type"] == "application/x-amz-json-1.1")
        #expect(
            try JSONValue(parsing: text(response)) == [
                "__type": "EntityNotFoundException", "Message": "no", "FromFederationSource": true,
            ])
        #expect(try encode("states", WireFault("InternalFailure", "x", isServerFault: true)).status == 500)
    }

    @Test func operationsWithoutOutputAnswerNothing() throws {
        #expect(text(try encode("logs", "CreateLogGroup", [:])).isEmpty)
        #expect(text(try encode("glue", "DeleteDatabase", [:])) == "{}")
    }

    /// Whatever a client can say of an operation's input arrives as it was.
    @Test(arguments: ["states", "glue", "logs"])
    func inputsArriveAsTheyWereSent(_ service: String) throws {
        let model = try #require(ServiceModel.named(service))
        let codec = try #require(JSONClientCodec(service))
        var values = RandomValues(model: model, random: SeededRandomness(seed: 42))
        for operation in model.operations.values.filter(\.isKnownFully).sorted(by: { $0.name < $1.name }) {
            guard let shape = model.input(of: operation) else { continue }
            for _ in 0..<20 {
                let input = values.value(shape).objectValue ?? [:]
                let request = try codec.encode(operation.name, input)
                guard case .operation(let route) = try Destination.find(request) else { continue }
                #expect(route.operation.name == operation.name)
                #expect(try ServerCodec(model).decodeJSON(route) == input)
            }
        }
    }

    /// Whatever a service answers, a client reads as it was.
    @Test(arguments: ["states", "glue", "logs"])
    func outputsAreReadAsTheyWereMade(_ service: String) throws {
        let model = try #require(ServiceModel.named(service))
        let codec = try #require(JSONClientCodec(service))
        var values = RandomValues(model: model, random: SeededRandomness(seed: 43))
        for operation in model.operations.values.filter(\.isKnownFully).sorted(by: { $0.name < $1.name }) {
            guard let shape = model.output(of: operation) else { continue }
            for _ in 0..<20 {
                let output = values.value(shape).objectValue ?? [:]
                let response = ServerCodec(model).encode(output, of: operation, requestID: "r")
                guard case .bytes(let bytes) = response.body else { continue }
                let read = try codec.decode(
                    operation.name, status: response.status, headers: response.headers, body: bytes)
                #expect(read == output)
            }
        }
    }
}

/// Random values by the model's shapes; they need not satisfy its constraints.
struct RandomValues {
    let model: ServiceModel
    let random: SeededRandomness

    private func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    mutating func value(_ shape: Shape, depth: Int = 0) -> JSONValue {
        switch shape.kind {
        case .structure:
            var object = JSONObject()
            for member in shape.members where depth < 6 && below(3) > 0 {
                object[member.name] = value(model.shape(member), depth: depth + 1)
            }
            return .object(object)
        case .list:
            guard let element = shape.element, depth < 6 else { return [] }
            return .array((0..<below(3)).map { _ in value(model.shape(element), depth: depth + 1) })
        case .map:
            guard let target = shape.value, depth < 6 else { return [:] }
            let entries = (0..<below(3)).map { ("k\($0)" + text(), value(model.shape(target), depth: depth + 1)) }
            return .object(JSONObject(entries))
        case .string: return .string(text())
        case .blob: return .string("AP8=")
        case .integer, .long: return .int(below(1 << 31) - (1 << 30))
        case .float, .double: return .double(Double(below(1 << 20)) / 64)
        case .boolean: return .bool(below(2) == 0)
        case .timestamp: return .double(Double(below(1 << 31)) + Double(below(1000)) / 1000)
        }
    }

    private func text() -> String {
        let alphabet: [Character] = [
            "a", "Z", "0", " ", "\"", "\\", "\n", "é", "日", "😀", "\u{1}", "/", "<", "&", "%", "+",
        ]
        return String((0..<below(8)).map { _ in alphabet[below(alphabet.count)] })
    }
}
