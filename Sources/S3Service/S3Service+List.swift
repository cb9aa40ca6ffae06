import Foundations
import JSONModel
import ServicePorts

extension S3Service {
    func listObjectsV2(_ request: ServiceRequest) async throws -> ServiceResponse {
        let input = request.input
        let listing = try Listing(input)
        let token = input.string("ContinuationToken")
        let start = try token.map(ContinuationToken.position) ?? input.string("StartAfter").map { .after($0) }
        let page = try await objects.list(try bucket(request), listing.query(from: start))
        let owner = input.bool("FetchOwner") == true ? owner(request.context) : nil
        var output = listing.output(page, owner)
        output["KeyCount"] = .int(page.objects.count + page.prefixes.count)
        output["StartAfter"] = input.string("StartAfter").map(listing.text)
        output["ContinuationToken"] = token.map(JSONValue.string)
        output["NextContinuationToken"] = page.next.map { .string(ContinuationToken.text($0)) }
        return ServiceResponse(output)
    }

    func listObjects(_ request: ServiceRequest) async throws -> ServiceResponse {
        let listing = try Listing(request.input)
        let marker = request.input.string("Marker") ?? ""
        let start = marker.isEmpty ? nil : listing.position(marker: marker)
        let page = try await objects.list(try bucket(request), listing.query(from: start))
        var output = listing.output(page, owner(request.context))
        output["Marker"] = listing.text(marker)
        if listing.delimiter != nil, let next = page.next {
            switch next {
            case .after(let key), .past(let key): output["NextMarker"] = listing.text(key)
            }
        }
        return ServiceResponse(output)
    }
}

/// What the two ways to list have in common.
struct Listing {
    let input: JSONObject
    let prefix: String
    let delimiter: String?
    let limit: Int
    private let encodes: Bool

    init(_ input: JSONObject) throws {
        self.input = input
        prefix = input.string("Prefix") ?? ""
        delimiter = input.string("Delimiter").flatMap { $0.isEmpty ? nil : $0 }
        let wanted = input.int("MaxKeys") ?? 1000
        guard wanted >= 0 else {
            throw AWSError.invalidArgument("Argument maxKeys must be an integer between 0 and 2147483647")
        }
        limit = min(wanted, 1000)
        let encoding = input.string("EncodingType")
        guard encoding == nil || encoding == "url" else {
            throw AWSError.invalidArgument("Invalid Encoding Method specified in Request")
        }
        encodes = encoding == "url"
    }

    func query(from start: ObjectQuery.Position?) -> ObjectQuery {
        ObjectQuery(prefix: prefix, delimiter: delimiter, start: start, limit: limit)
    }

    /// A marker that is a common prefix of this listing stands for all that it rolls up.
    func position(marker: String) -> ObjectQuery.Position {
        guard let delimiter, marker.utf8.starts(with: prefix.utf8) else { return .after(marker) }
        let rest = Array(marker.utf8.dropFirst(prefix.utf8.count))
        let ending = Array(delimiter.utf8)
        guard rest.count >= ending.count, rest.suffix(ending.count).elementsEqual(ending) else { return .after(marker) }
        return .past(marker)
    }

    func text(_ text: String) -> JSONValue { .string(encodes ? URLText.encoded(text) : text) }

    func output(_ page: ObjectPage, _ owner: JSONObject?) -> JSONObject {
        var output: JSONObject = [
            "IsTruncated": .bool(page.next != nil), "Contents": .array(page.objects.map { entry($0, owner) }),
            "Name": .string(input.string("Bucket") ?? ""), "Prefix": text(prefix), "MaxKeys": .int(limit),
            "CommonPrefixes": .array(page.prefixes.map { ["Prefix": text($0)] }),
        ]
        output["Delimiter"] = delimiter.map(text)
        if encodes { output["EncodingType"] = "url" }
        return output
    }

    private func entry(_ object: StoredObject, _ owner: JSONObject?) -> JSONValue {
        var entry: JSONObject = [
            "Key": text(object.key), "LastModified": .double(object.modified.seconds),
            "ETag": EntityTag.quoted(object.entityTag), "Size": .int(object.size),
            "StorageClass": .string(object.attributes.string("StorageClass") ?? "STANDARD"),
        ]
        let checksums = ChecksumAlgorithm.allCases.filter { object.attributes[$0.member] != nil }
        if !checksums.isEmpty {
            entry["ChecksumAlgorithm"] = .array(checksums.map { .string($0.rawValue) })
            entry["ChecksumType"] = object.attributes["ChecksumType"]
        }
        entry["Owner"] = owner.map(JSONValue.object)
        return .object(entry)
    }
}

/// A listing's place as text that means nothing to its reader.
enum ContinuationToken {
    static func text(_ position: ObjectQuery.Position) -> String {
        switch position {
        case .after(let key): Base64.encode(Array("k".utf8) + Array(key.utf8))
        case .past(let prefix): Base64.encode(Array("p".utf8) + Array(prefix.utf8))
        }
    }

    static func position(_ text: String) throws -> ObjectQuery.Position {
        guard let bytes = Base64.strictlyDecoded(text), let kind = bytes.first,
            let key = String(validating: bytes.dropFirst(), as: UTF8.self)
        else { throw AWSError.invalidArgument("The continuation token provided is incorrect") }
        switch kind {
        case UInt8(ascii: "k"): return .after(key)
        case UInt8(ascii: "p"): return .past(key)
        default: throw AWSError.invalidArgument("The continuation token provided is incorrect")
        }
    }
}
