import Synchronization

/// The MD5s of files that have no sidecar, by the identity of the file: each is computed once.
final class EntityTagCache: Sendable {
    private let capacity: Int
    private let tags = Mutex<[String: String]>([:])

    init(capacity: Int = 200_000) { self.capacity = capacity }

    func tag(_ identity: String) -> String? { tags.withLock { $0[identity] } }

    func remember(_ tag: String, _ identity: String) {
        tags.withLock { tags in
            if tags.count >= capacity { tags.removeAll(keepingCapacity: true) }
            tags[identity] = tag
        }
    }
}
