import ExecutionCore
import JSONModel
import ServicePorts
import StatesLanguage

/// One reader's reading of its items.
struct Reading {
    let data: BucketData
    let request: ItemReaderRequest
    let context: CallContext

    private var format: ItemFormat { request.format }

    /// `s3:getObject`
    func object() async throws(MapRunFailure) -> [ReadItem] {
        switch format.manifestType {
        case .inventory: return try await inventory()
        case .athenaData: return try await unloaded()
        case nil: return try await items(of: request.parameters, limit: request.maxItems)
        }
    }

    private func items(of parameters: JSONObject, limit: Int?) async throws(MapRunFailure) -> [ReadItem] {
        if format.inputType == .parquet { return try await rows(of: parameters, limit: limit) }
        return try Dataset(bytes: try await data.bytes(parameters, context), format: format).items(limit: limit)
    }

    private func rows(of parameters: JSONObject, limit: Int?) async throws(MapRunFailure) -> [ReadItem] {
        guard let tables = data.tables else { throw .itemReader("Parquet datasets are not read here.") }
        let bucket = parameters.string("Bucket") ?? ""
        let key = parameters.string("Key") ?? ""
        do {
            return try await tables.parquetRows(bucket: bucket, key: key, limit: limit).map { ReadItem(.object($0)) }
        } catch {
            throw .itemReader("The Parquet object \(key) cannot be read: \(error)")
        }
    }

    /// Items of several objects, until there are enough.
    private func items(of objects: [JSONObject]) async throws(MapRunFailure) -> [ReadItem] {
        var items: [ReadItem] = []
        for object in objects {
            let left = request.maxItems.map { $0 - items.count }
            if let left, left <= 0 { break }
            items += try await self.items(of: object, limit: left)
        }
        return items
    }

    /// `s3:listObjectsV2`: the objects, or what is in them.
    func listing() async throws(MapRunFailure) -> [ReadItem] {
        var found: [ReadItem] = []
        var input = request.parameters
        let most = format.loadsObjects ? nil : request.maxItems
        while true {
            let page: JSONObject
            do throws(AWSError) {
                page = try await data.invoker.call("s3", "ListObjectsV2", input, context: context)
            } catch {
                throw .itemReader(BucketData.cause(error, context))
            }
            found += (page.array("Contents") ?? []).map { ReadItem(.object(Self.entry($0))) }
            if let most, found.count >= most {
                found.removeLast(found.count - most)
                break
            }
            guard page.bool("IsTruncated") == true, let token = page["NextContinuationToken"] else { break }
            input["ContinuationToken"] = token
        }
        guard format.loadsObjects else { return found }
        return try await items(
            of: found.compactMap { $0.value["Key"] }.filter { $0.stringValue?.hasSuffix("/") != true }
                .map { key in beside(["Key": key]) })
    }

    /// As the developer guide shows an object of a listing.
    private static func entry(_ object: JSONValue) -> JSONObject {
        var entry = JSONObject()
        entry["Etag"] = object["ETag"]
        entry["Key"] = object["Key"]
        entry["LastModified"] = object["LastModified"]?.doubleValue.map { .int(Int($0)) }
        entry["Size"] = object["Size"]
        entry["StorageClass"] = object["StorageClass"] ?? "STANDARD"
        return entry
    }

    /// The parameters of another object: in the same bucket, if it names none, and of the same owner.
    private func beside(_ object: JSONObject) -> JSONObject {
        var parameters: JSONObject = ["Bucket": request.parameters["Bucket"] ?? ""]
        parameters["ExpectedBucketOwner"] = request.parameters["ExpectedBucketOwner"]
        parameters.merge(object)
        return parameters
    }

    /// An Amazon S3 inventory: `manifest.json` names gzipped files without headers, and their columns.
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
    private func inventory() async throws(MapRunFailure) -> [ReadItem] {
        let bytes = try await data.bytes(request.parameters, context)
        guard let manifest = try? JSONValue(parsing: String(decoding: bytes, as: UTF8.self)),
            let files = manifest["files"]?.arrayValue, let schema = manifest["fileSchema"]?.stringValue
        else { throw .itemReader("The manifest is not a manifest of an S3 inventory.") }
        let kind = manifest["fileFormat"]?.stringValue ?? "CSV"
        guard kind == "CSV" else { throw .itemReader("S3 inventories of the format \(kind) are not read here.") }
        let columns = schema.split(separator: ",").map { String($0.filter { $0 != " " }) }
        var bucket = JSONObject()
        if let destination = manifest["destinationBucket"]?.stringValue {
            bucket["Bucket"] = .string(destination.split(separator: ":").last.map(String.init) ?? destination)
        }
        var items: [ReadItem] = []
        for file in files {
            if let most = request.maxItems, items.count >= most { break }
            let object = beside(bucket.merging(["Key": file["key"] ?? ""]))
            for row in SeparatedValues(try await data.bytes(object, context)) {
                if let most = request.maxItems, items.count >= most { break }
                items.append(ReadItem(.object(Dataset.object(columns, row))))
            }
        }
        return items
    }

    /// What Athena's UNLOAD wrote: the manifest is a list of `s3://` names.
    private func unloaded() async throws(MapRunFailure) -> [ReadItem] {
        let text = String(decoding: try await data.bytes(request.parameters, context), as: UTF8.self)
        var objects: [JSONObject] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let name = line.filter { $0 != "\"" && $0 != " " }
            guard name.hasPrefix("s3://") else {
                throw .itemReader("The manifest has a line that is no S3 URI: \(name)")
            }
            let parts = name.dropFirst(5).split(separator: "/", maxSplits: 1)
            guard parts.count == 2 else { throw .itemReader("The manifest has a line that is no S3 URI: \(name)") }
            objects.append(beside(["Bucket": .string(String(parts[0])), "Key": .string(String(parts[1]))]))
        }
        return try await items(of: objects)
    }
}
