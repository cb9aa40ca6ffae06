import JSONModel

extension ServiceModel {
    /// Reads a table of `scripts/generate-models.py`; nil where it is none.
    init?(table: String) {
        guard let root = (try? JSONValue(parsing: table))?.objectValue, let metadata = root.object("metadata"),
            let name = metadata.string("endpointPrefix"), let apiVersion = metadata.string("apiVersion"),
            let kind = metadata.string("protocol").flatMap(ProtocolKind.init(rawValue:)),
            let shapes = root.object("shapes"), let operations = root.object("operations")
        else { return nil }
        self.name = name
        self.apiVersion = apiVersion
        protocolKind = kind
        jsonVersion = metadata.string("jsonVersion") ?? "1.1"
        targetPrefix = metadata.string("targetPrefix")
        namespace = metadata.string("xmlNamespace")
        let positions = Dictionary(shapes.keys.enumerated().map { ($1, $0) }) { first, _ in first }
        self.positions = positions
        self.shapes = shapes.compactMap { Shape(name: $0.key, table: $0.value, positions: positions) }
        self.operations = Dictionary(
            operations.map { ($0.key, Operation(name: $0.key, table: $0.value, positions: positions)) }
        ) { first, _ in first }
        // Positions are by order: a shape that could not be read would shift the others.
        guard self.shapes.count == shapes.count else { return nil }
    }
}

extension Operation {
    init(name: String, table: JSONValue, positions: [String: Int]) {
        self.name = name
        isKnownFully = table["errors"] != nil
        status = table["code"]?.intValue ?? 200
        input = table["input"]?["shape"]?.stringValue.flatMap { positions[$0] }
        inputElement = table["input"]?["locationName"]?.stringValue
        output = table["output"]?["shape"]?.stringValue.flatMap { positions[$0] }
        outputWrapper = table["output"]?["resultWrapper"]?.stringValue
        binding = Binding(table: table)
    }
}

extension Operation.Binding {
    init?(table: JSONValue) {
        guard let method = table["http"]?[0]?.stringValue, let uri = table["http"]?[1]?.stringValue else { return nil }
        self.method = method
        template = URITemplate(uri)
        queries = table.objectValue?.strings("queries") ?? []
        headers = table.objectValue?.strings("headers") ?? []
    }
}

extension Shape {
    init?(name: String, table: JSONValue, positions: [String: Int]) {
        guard let kind = table["type"]?.stringValue.flatMap(Kind.init(rawValue:)) else { return nil }
        self.name = name
        self.kind = kind
        readParts(table, positions)
        isFlattened = table["flattened"]?.boolValue ?? false
        timestampFormat = table["timestampFormat"]?.stringValue
        locationName = table["locationName"]?.stringValue
        namespace = Namespace(table["xmlNamespace"])
        values = table.objectValue?.strings("enum") ?? []
        minimum = table["min"]?.doubleValue
        maximum = table["max"]?.doubleValue
        pattern = table["pattern"]?.stringValue
        isException = table["exception"]?.boolValue ?? false
        isServerFault = table["fault"]?.boolValue ?? false
        errorCode = table["error"]?["code"]?.stringValue
        errorStatus = table["error"]?["httpStatusCode"]?.intValue
    }

    private mutating func readParts(_ table: JSONValue, _ positions: [String: Int]) {
        members = table["members"]?.objectValue?.compactMap { Reference($0.key, $0.value, positions) } ?? []
        required = table.objectValue?.strings("required") ?? []
        payload = table["payload"]?.stringValue
        element = table["member"].flatMap { Reference("", $0, positions) }
        key = table["key"].flatMap { Reference("", $0, positions) }
        value = table["value"].flatMap { Reference("", $0, positions) }
    }
}

extension Shape.Reference {
    init?(_ name: String, _ table: JSONValue, _ positions: [String: Int]) {
        guard let target = table["shape"]?.stringValue.flatMap({ positions[$0] }) else { return nil }
        self.name = name
        self.target = target
        location = table["location"]?.stringValue.flatMap(Location.init(rawValue:))
        locationName = table["locationName"]?.stringValue
        isFlattened = table["flattened"]?.boolValue ?? false
        isAttribute = table["xmlAttribute"]?.boolValue ?? false
        timestampFormat = table["timestampFormat"]?.stringValue
        namespace = Shape.Namespace(table["xmlNamespace"])
    }
}

extension Shape.Namespace {
    init?(_ table: JSONValue?) {
        guard let table else { return nil }
        guard let uri = table["uri"]?.stringValue ?? table.stringValue else { return nil }
        self.uri = uri
        prefix = table["prefix"]?.stringValue
    }
}
