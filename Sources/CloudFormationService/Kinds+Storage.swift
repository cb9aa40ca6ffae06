import JSONModel
import ServicePorts

struct BucketKind: ResourceKind {
    func operations(_ properties: JSONObject) -> [String] { ["s3:CreateBucket"] }

    func exists(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Bool {
        try await site.finds("s3", "HeadBucket", ["Bucket": .string(site.name)], otherwise: record != nil)
    }

    func create(_ site: ResourceSite) async throws(AWSError) -> Made {
        var input: JSONObject = ["Bucket": .string(site.name)]
        if site.context.region != "us-east-1" {
            input["CreateBucketConfiguration"] = ["LocationConstraint": .string(site.context.region)]
        }
        try await site.call("s3", "CreateBucket", input)
        return Made()
    }

    func update(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Made { Made() }

    func delete(_ record: StackResource, _ site: ResourceSite) async throws(AWSError) {
        try await site.remove("s3", "DeleteBucket", ["Bucket": .string(record.physicalName)])
    }
}

struct LogGroupKind: ResourceKind {
    func operations(_ properties: JSONObject) -> [String] { ["logs:CreateLogGroup"] }

    func exists(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Bool {
        let found = try await site.call("logs", "DescribeLogGroups", ["logGroupNamePrefix": .string(site.name)])
        return (found.array("logGroups") ?? []).contains { $0["logGroupName"]?.stringValue == site.name }
    }

    func create(_ site: ResourceSite) async throws(AWSError) -> Made {
        try await site.call("logs", "CreateLogGroup", ["logGroupName": .string(site.name)])
        return Made()
    }

    func update(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Made { Made() }

    func delete(_ record: StackResource, _ site: ResourceSite) async throws(AWSError) {
        try await site.remove("logs", "DeleteLogGroup", ["logGroupName": .string(record.physicalName)])
    }
}
