import JSONModel
import ServicePorts

/// IAM's paging: `MaxItems` (100 where none is given, at most 1000) from `Marker` on.
struct Page {
    var limit: Int
    var after: String?

    init(_ input: JSONObject) {
        limit = min(max(input.int("MaxItems") ?? 100, 1), 1000)
        after = input.string("Marker")
    }

    /// The page of `elements`, which ascend by `id`. The marker is the id of the page's last.
    func output<Element>(
        _ member: String, _ elements: [Element], id: (Element) -> String, value: (Element) -> JSONValue
    ) -> JSONObject {
        let rest = elements.filter { after == nil || id($0) > after ?? "" }
        let page = rest.prefix(limit)
        var output: JSONObject = [member: .array(page.map(value)), "IsTruncated": .bool(rest.count > page.count)]
        if rest.count > page.count, let last = page.last { output["Marker"] = .string(id(last)) }
        return output
    }
}
