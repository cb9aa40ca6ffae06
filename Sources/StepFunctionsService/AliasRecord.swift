import Foundations
import JSONModel

/// A name that routes to one or two versions of a state machine.
struct AliasRecord: Sendable {
    struct Route: Sendable, Hashable {
        var versionARN: String
        var weight: Int
    }

    var name: String
    var arn: String
    var description: String?
    var routes: [Route]
    var creationDate: Timestamp
    var updateDate: Timestamp

    init(name: String, arn: String, description: String?, routes: [Route], at time: Timestamp) {
        self.name = name
        self.arn = arn
        self.description = description
        self.routes = routes
        creationDate = time
        updateDate = time
    }

    /// The version for a number from [0, 1), by the routes' weights.
    func route(_ share: Double) -> String {
        var rest = share * 100
        for route in routes {
            rest -= Double(route.weight)
            if rest < 0 { return route.versionARN }
        }
        return routes.last?.versionARN ?? ""
    }

    init(json: JSONValue) {
        name = json["name"]?.stringValue ?? ""
        arn = json["stateMachineAliasArn"]?.stringValue ?? ""
        description = json["description"]?.stringValue
        routes = (json["routingConfiguration"]?.arrayValue ?? []).map(Route.init(json:))
        creationDate = Timestamp(seconds: json["creationDate"]?.doubleValue ?? 0)
        updateDate = Timestamp(seconds: json["updateDate"]?.doubleValue ?? 0)
    }

    /// As the store keeps it and `DescribeStateMachineAlias` tells it.
    var json: JSONObject {
        var object: JSONObject = [
            "name": .string(name), "stateMachineAliasArn": .string(arn),
            "routingConfiguration": .array(
                routes.map { ["stateMachineVersionArn": .string($0.versionARN), "weight": .int($0.weight)] }),
            "creationDate": .double(creationDate.seconds), "updateDate": .double(updateDate.seconds),
        ]
        object["description"] = description.map(JSONValue.string)
        return object
    }
}

extension AliasRecord.Route {
    init(json: JSONValue) {
        versionARN = json["stateMachineVersionArn"]?.stringValue ?? ""
        weight = json["weight"]?.intValue ?? 0
    }
}
