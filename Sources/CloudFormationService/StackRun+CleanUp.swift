import JSONModel
import ServicePorts

// What is left over from before: resources that the template no longer has, or has under another name.
extension StackRun {
    mutating func cleanUp(_ events: Provisioner.Listener) async throws {
        for resource in record.resources.reversed() where !isCurrent(resource) {
            try Task.checkCancellation()
            if policy(of: resource) != "Delete" {
                record.forget(resource)
                events(retained(resource, "its policy is \(policy(of: resource))"))
            } else {
                try await delete(resource, events)
            }
            try await save()
        }
    }

    private func retained(_ resource: StackResource, _ reason: String) -> StackEvent {
        .retained(logicalID: resource.logicalID, physicalID: resource.reference, reason: reason)
    }

    private mutating func delete(_ resource: StackResource, _ events: Provisioner.Listener) async throws {
        guard let kind = ResourceKinds.named(resource.type) else { return }
        events(.deleting(logicalID: resource.logicalID, type: resource.type))
        if resource.type == "AWS::S3::Bucket" { try await emptyOfUploads(resource, events) }
        let site = ResourceSite(
            invoker: provisioner.invoker, context: provisioner.context, logicalID: resource.logicalID,
            name: resource.physicalName, reference: resource.reference, properties: [:])
        do throws(AWSError) {
            try await kind.delete(resource, site)
        } catch  where error.code == "BucketNotEmpty" {
            // Data that no template brought is the user's. The record keeps it, so that a later run tries again.
            return events(retained(resource, "the bucket is not empty"))
        } catch {
            throw AWSError(
                error.code, "\(resource.logicalID) (\(resource.type)), no longer in the template: \(error.message)",
                fault: error.fault)
        }
        record.forget(resource)
        events(.deleted(logicalID: resource.logicalID, physicalID: resource.reference))
    }

    private func emptyOfUploads(_ resource: StackResource, _ events: Provisioner.Listener) async throws {
        let uploader = Uploader(
            provisioner: provisioner, stack: record.name, bucket: resource.physicalName, prefixes: [])
        do {
            _ = try await uploader.run([], events)
            try await uploader.forget()
        } catch let error as AWSError where error.saysMissing {
            try await uploader.forget()
        }
    }
}
