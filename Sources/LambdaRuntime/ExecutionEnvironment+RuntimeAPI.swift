import Foundations

/// What the process asks and posts over the Runtime API.
extension ExecutionEnvironment {
    /// The next invocation, whenever it comes; nil where the process asks out of turn or is to end.
    func next() async -> Delivery? {
        poller?.resume(returning: nil)
        poller = nil
        return await withCheckedContinuation { continuation in
            poller = continuation
            let (accepted, actions) = conversation.polled(at: clock.now)
            perform(actions)
            if !accepted || !isUsable {
                poller?.resume(returning: nil)
                poller = nil
            }
        }
    }

    /// False where `requestID` is not the invocation in hand.
    func answered(_ requestID: String, _ answer: RuntimeConversation.Answer) -> Bool {
        let (accepted, actions) = conversation.answered(requestID, answer, at: clock.now)
        perform(actions)
        return accepted
    }

    func initFailed(_ document: [UInt8]) -> Bool {
        let (accepted, actions) = conversation.initFailed(document, at: clock.now)
        perform(actions)
        return accepted
    }
}
