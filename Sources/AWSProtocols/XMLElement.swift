/// An element of a document that was read: names without their prefixes, text joined.
struct XMLElement: Sendable, Hashable {
    var name: String
    var attributes: [String: String] = [:]
    var children: [XMLElement] = []
    var text = ""

    func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }
}

struct XMLSyntaxError: Error, Sendable, Hashable {
    var message: String
}
