import Foundations
import JSONModel
import ServicePorts
import Testing

@testable import LambdaRuntime

struct RuntimeConversationTests {
    private let start = Timestamp(milliseconds: 1_700_000_000_000)
    private let invocation = FunctionInvocation(requestID: "r1", payload: Array("{}".utf8))

    private func conversation() -> RuntimeConversation {
        let function = FunctionDefinition(
            arn: "arn:aws:lambda:us-east-1:000000000000:function:f", name: "f", account: "000000000000",
            region: "us-east-1", runtime: "python3.12", handler: "app.handler", codeFolder: "f/1", memorySize: 128,
            timeout: 3, variables: [:], logGroup: "/aws/lambda/f", revision: "1")
        return RuntimeConversation(function: function, startedAt: start)
    }

    private func at(_ milliseconds: Int) -> Timestamp { start + .milliseconds(milliseconds) }

    @Test func `an answer counts when its output has been read`() {
        var conversation = conversation()
        #expect(conversation.assign(invocation, at: at(0)) == [.watch(until: at(13_000), requestID: "r1")])
        let (isAccepted, delivery) = conversation.polled(at: at(200))
        #expect(isAccepted)
        #expect(
            delivery == [
                .log("START RequestId: r1 Version: $LATEST"), .watch(until: at(3200), requestID: "r1"),
                .deliver(invocation, deadline: at(3200)),
            ])
        let (isAnswered, early) = conversation.answered("r1", .response([1]), at: at(205))
        #expect(isAnswered && early.isEmpty)
        #expect(
            conversation.fenced(peakMemory: 40_000, at: at(207)) == [
                .log("END RequestId: r1"),
                .log(
                    "REPORT RequestId: r1\tDuration: 7.00 ms\tBilled Duration: 7 ms\tMemory Size: 128 MB"
                        + "\tMax Memory Used: 40 MB\tInit Duration: 200.00 ms\t"),
                .complete(payload: [1], error: nil),
            ])
    }

    @Test func `only the invocation in hand can be answered, and once`() {
        var conversation = conversation()
        _ = conversation.assign(invocation, at: at(0))
        #expect(!conversation.answered("r1", .response([]), at: at(1)).0)
        _ = conversation.polled(at: at(2))
        #expect(!conversation.polled(at: at(2)).accepted)
        #expect(!conversation.answered("r2", .response([]), at: at(3)).0)
        #expect(conversation.answered("r1", .response([]), at: at(3)).0)
        #expect(!conversation.answered("r1", .error([]), at: at(3)).0)
    }

    @Test func `the next invocation may be asked for before the last one's output has been read`() {
        var conversation = conversation()
        _ = conversation.assign(invocation, at: at(0))
        _ = conversation.polled(at: at(1))
        _ = conversation.answered("r1", .response([]), at: at(2))
        let (isAccepted, actions) = conversation.polled(at: at(3))
        #expect(isAccepted && actions.isEmpty)
        #expect(conversation.fenced(peakMemory: 1, at: at(4)).last == .complete(payload: [], error: nil))
        let next = FunctionInvocation(requestID: "r2", payload: [])
        #expect(conversation.assign(next, at: at(5)).last == .deliver(next, deadline: at(3005)))
    }

    @Test func `an initialization that takes too long times out`() {
        var conversation = conversation()
        _ = conversation.assign(invocation, at: at(0))
        let actions = conversation.deadlinePassed("r1", at: at(13_000))
        #expect(actions.last == .end)
        #expect(
            actions.contains(
                .complete(
                    payload: Array(
                        #"{"errorMessage":"2023-11-14T22:13:33.000Z r1 Task timed out after 3.00 seconds"}"#.utf8),
                    error: "Unhandled")))
        #expect(conversation.deadlinePassed("r1", at: at(13_001)).isEmpty)
    }

    @Test(arguments: [
        (RuntimeConversation.Exit.exited(1), "Runtime exited with error: exit status 1"),
        (.exited(0), "Runtime exited without providing a reason"),
        (.signaled(9), "Runtime exited with error: signal: killed"),
    ])
    func `an exit is worded as Lambda words it`(exit: RuntimeConversation.Exit, text: String) {
        var conversation = conversation()
        _ = conversation.assign(invocation, at: at(0))
        _ = conversation.polled(at: at(1))
        let expected: JSONValue = [
            "errorType": "Runtime.ExitError", "errorMessage": .string("RequestId: r1 Error: \(text)"),
        ]
        #expect(
            conversation.exited(exit, at: at(2)).last
                == .complete(payload: expected.serializedBytes(), error: "Unhandled"))
        #expect(!conversation.isUsable)
    }

    @Test func `an exit before the first invocation is what comes of it`() {
        var conversation = conversation()
        #expect(conversation.exited(.exited(1), at: at(1)).isEmpty)
        #expect(conversation.isUsable)
        guard case .complete(_, "Unhandled") = conversation.assign(invocation, at: at(2)).last else {
            Issue.record("The invocation is not over.")
            return
        }
        #expect(!conversation.isUsable)
    }

    @Test func `an exit after the answer does not take the answer back`() {
        var conversation = conversation()
        _ = conversation.assign(invocation, at: at(0))
        _ = conversation.polled(at: at(1))
        _ = conversation.answered("r1", .response([7]), at: at(2))
        #expect(conversation.exited(.exited(1), at: at(3)).last == .complete(payload: [7], error: nil))
    }

    @Test func `routes`() {
        #expect(RuntimeRoute(method: "GET", path: "/t/2018-06-01/runtime/invocation/next")?.operation == .next)
        #expect(
            RuntimeRoute(method: "POST", path: "/t/2018-06-01/runtime/invocation/r/response")?.operation
                == .response(requestID: "r"))
        #expect(
            RuntimeRoute(method: "POST", path: "/t/2018-06-01/runtime/invocation/r/error")?.operation
                == .error(requestID: "r"))
        #expect(RuntimeRoute(method: "POST", path: "/t/2018-06-01/runtime/init/error")?.operation == .initError)
        #expect(RuntimeRoute(method: "POST", path: "/t/2018-06-01/runtime/invocation/next") == nil)
        #expect(RuntimeRoute(method: "GET", path: "/2018-06-01/runtime/invocation/next") == nil)
        #expect(RuntimeRoute(method: "GET", path: "") == nil)
    }
}
