/// Lets one task at a time through, in the order of their coming. Kept by the actor whose calls it orders.
struct Lane {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// True where the caller is through at once.
    mutating func take() -> Bool {
        defer { isTaken = true }
        return !isTaken
    }

    mutating func queue(_ continuation: CheckedContinuation<Void, Never>) { waiting.append(continuation) }

    /// Hands the lane to the next.
    mutating func leave() {
        if waiting.isEmpty {
            isTaken = false
        } else {
            waiting.removeFirst().resume()
        }
    }
}
