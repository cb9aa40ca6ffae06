/// The parameters of a query request as a tree: `Tags.member.1.Key=a` is a leaf four levels down.
struct FormTree {
    private static let maximumDepth = 32

    var value: String?
    var children: [String: FormTree] = [:]

    /// Nil where a name is nested too deeply.
    init?(_ pairs: [(name: String, value: String)]) {
        for (name, value) in pairs {
            let path = name.split(separator: ".", omittingEmptySubsequences: false)
            guard path.count <= Self.maximumDepth else { return nil }
            insert(value, at: path[...])
        }
    }

    private init() {}

    private mutating func insert(_ value: String, at path: ArraySlice<Substring>) {
        guard let first = path.first else {
            self.value = value
            return
        }
        children[String(first), default: FormTree()].insert(value, at: path.dropFirst())
    }

    /// The children whose names are numbers, in their order.
    var numbered: [FormTree] {
        children.compactMap { name, child in Int(name).map { ($0, child) } }.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
