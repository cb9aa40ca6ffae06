import Foundation
import JSONModel

/// What a case's definitions call that is not Step Functions itself.
enum Needs {
    /// The difference, with the services that the suite does not have, where the case calls any.
    static func explained(_ difference: String, _ recorded: JSONObject) -> String {
        // A mock stands for the service.
        let services = recorded["request"]?["mock"] == nil ? services(of: recorded) : []
        guard !services.isEmpty else { return difference }
        return "needs \(services.joined(separator: ", ")), which this suite does not serve: \(difference)"
    }

    static func services(of recorded: JSONObject) -> [String] {
        var texts = [recorded.text("definition") ?? ""]
        for step in (recorded.array("steps") ?? []) + (recorded.array("setup") ?? []) {
            texts.append(step["params"]?["definition"]?.stringValue ?? "")
        }
        var services: Set<String> = []
        for match in texts.joined(separator: "\n").matches(of: /arn:aws[a-z-]*:(states:::(?:aws-sdk:)?|)([a-z0-9]+):/) {
            if !match.1.isEmpty || match.2 == "lambda" { services.insert(String(match.2)) }
        }
        return services.subtracting(["states", "sfn"]).sorted()
    }
}
