/// Which deliveries are under way, and who waits for a message's last one. Kept by the service's actor.
struct Flights {
    private var deliveries: [String: Set<String>] = [:]
    private var tasks: [String: Task<Void, Never>] = [:]
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
    private(set) var isStopped = false

    mutating func start(_ delivery: Delivery, _ task: Task<Void, Never>) {
        deliveries[delivery.messageID, default: []].insert(delivery.id)
        tasks[delivery.id] = task
    }

    /// Ends a delivery; wakes who waits for its message when it was the last.
    mutating func end(_ delivery: Delivery) {
        tasks[delivery.id] = nil
        deliveries[delivery.messageID]?.remove(delivery.id)
        guard deliveries[delivery.messageID]?.isEmpty ?? true else { return }
        deliveries[delivery.messageID] = nil
        for continuation in waiting.removeValue(forKey: delivery.messageID) ?? [] { continuation.resume() }
    }

    func contains(_ deliveryID: String) -> Bool { tasks[deliveryID] != nil }
    func isSettled(_ messageID: String) -> Bool { deliveries[messageID] == nil }
    var messageIDs: [String] { Array(deliveries.keys) }

    mutating func wait(for messageID: String, _ continuation: CheckedContinuation<Void, Never>) {
        waiting[messageID, default: []].append(continuation)
    }

    /// Starts no more; gives those under way.
    mutating func stop() -> [Task<Void, Never>] {
        isStopped = true
        return Array(tasks.values)
    }
}
