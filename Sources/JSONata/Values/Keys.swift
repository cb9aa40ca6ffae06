/// The names of an object's members in their order. Shared between the objects that one constructor makes.
final class Keys: Sendable {
    let names: [String]
    /// Name → position, where a linear search would be slow.
    private let index: [String: Int]?

    init(_ names: [String]) {
        self.names = names
        guard names.count >= 16 else {
            index = nil
            return
        }
        var index = [String: Int](minimumCapacity: names.count)
        for (position, name) in names.enumerated() { index[name] = position }
        self.index = index
    }

    static let empty = Keys([])

    func position(of name: String) -> Int? {
        if let index { return index[name] }
        return names.firstIndex(of: name)
    }
}
