extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { count }
    public subscript(position: Int) -> Element { (names.list[position], storage.value(at: position)) }

    /// Walks over the members without counting the object at each.
    public struct Iterator: IteratorProtocol {
        private let storage: Storage
        private let names: [String]
        private var position = 0

        init(_ storage: Storage) {
            self.storage = storage
            names = storage.header.names.list
        }

        public mutating func next() -> Element? {
            guard position < names.count else { return nil }
            defer { position += 1 }
            return (names[position], storage.value(at: position))
        }
    }

    public func makeIterator() -> Iterator { Iterator(storage) }
}
