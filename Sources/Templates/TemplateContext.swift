/// Where a template is brought up.
public struct TemplateContext: Sendable, Hashable {
    public var account: String
    public var region: String
    /// 1 to 128 letters, digits and hyphens, a letter first.
    public var stackName: String

    public init(account: String = "000000000000", region: String = "us-east-1", stackName: String) {
        self.account = account
        self.region = region
        self.stackName = stackName
    }

    public var stackID: String {
        let id = PhysicalName.uuid("\(account)/\(region)/\(stackName)")
        return "arn:\(partition):cloudformation:\(region):\(account):stack/\(stackName)/\(id)"
    }

    /// `aws`, or a partition of its own for China's and the government's regions.
    var partition: String {
        if region.hasPrefix("cn-") { return "aws-cn" }
        return region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
    }

    var urlSuffix: String { partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com" }

    func arn(_ service: String, region: String? = nil, account: String? = nil, _ resource: String) -> String {
        "arn:\(partition):\(service):\(region ?? self.region):\(account ?? self.account):\(resource)"
    }

    /// nil where only the resource's creation tells. `path`: an IAM path, with its slashes.
    func answer(_ answer: ResourceType.Answer, name: String, path: String = "/") -> String? {
        switch answer {
        case .name: name
        case .arn(let service, let prefix, let suffix): arn(service, prefix + name + suffix)
        case .globalARN(let service, let prefix): arn(service, region: "", prefix + path + name)
        case .bareARN(let service): arn(service, region: "", account: "", name)
        case .pattern(let pattern): filled(pattern, name)
        case .onCreation: nil
        }
    }

    private func filled(_ pattern: String, _ name: String) -> String {
        pattern.split(separator: ".").map { part in
            switch part {
            case "NAME": name
            case "REGION": region
            case "SUFFIX": urlSuffix
            default: String(part)
            }
        }.joined(separator: ".")
    }
}
