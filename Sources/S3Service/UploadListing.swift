import Foundations
import JSONModel
import ServicePorts

/// `ListMultipartUploads`: which uploads, and how they are shown.
struct UploadListing {
    struct Page {
        var uploads: [ObjectUpload] = []
        var prefixes: [String] = []
        var isTruncated = false
        /// The key (or common prefix) and id where the next page goes on.
        var next: (key: String, id: String)?
    }

    private let input: JSONObject
    private let listing: Listing
    private let limit: Int

    init(_ input: JSONObject) throws {
        self.input = input
        listing = try Listing(input)
        limit = min(max(0, input.int("MaxUploads") ?? 1000), 1000)
    }

    /// `uploads`: all of the bucket, in order.
    func page(of uploads: [ObjectUpload]) -> Page {
        var page = Page()
        for upload in after(uploads) where upload.key.utf8.starts(with: listing.prefix.utf8) {
            let common = commonPrefix(upload.key)
            if let common, common == page.prefixes.last { continue }
            if page.uploads.count + page.prefixes.count >= limit {
                page.isTruncated = limit > 0
                return page
            }
            if let common {
                page.prefixes.append(common)
                page.next = (common, "")
            } else {
                page.uploads.append(upload)
                page.next = (upload.key, upload.id)
            }
        }
        return page
    }

    func output(_ page: Page, _ owner: JSONObject) -> JSONObject {
        var output: JSONObject = [
            "Bucket": .string(input.string("Bucket") ?? ""), "KeyMarker": listing.text(input.string("KeyMarker") ?? ""),
            "UploadIdMarker": .string(input.string("UploadIdMarker") ?? ""), "Prefix": listing.text(listing.prefix),
            "MaxUploads": .int(limit), "IsTruncated": .bool(page.isTruncated),
            "Uploads": .array(page.uploads.map { entry($0, owner) }),
            "CommonPrefixes": .array(page.prefixes.map { ["Prefix": listing.text($0)] }),
        ]
        output["Delimiter"] = listing.delimiter.map(listing.text)
        output["EncodingType"] = input["EncodingType"]
        if page.isTruncated, let next = page.next {
            output["NextKeyMarker"] = listing.text(next.key)
            output["NextUploadIdMarker"] = .string(next.id)
        }
        return output
    }

    private func after(_ uploads: [ObjectUpload]) -> ArraySlice<ObjectUpload> {
        guard let marker = input.string("KeyMarker"), !marker.isEmpty else { return uploads[...] }
        let id = input.string("UploadIdMarker") ?? ""
        if let position = uploads.firstIndex(where: { $0.id == id && $0.key.utf8.elementsEqual(marker.utf8) }) {
            return uploads[(position + 1)...]
        }
        return uploads.drop { upload in
            !marker.utf8.lexicographicallyPrecedes(upload.key.utf8) || commonPrefix(upload.key) == marker
        }
    }

    private func commonPrefix(_ key: String) -> String? {
        guard let delimiter = listing.delimiter, key.utf8.starts(with: listing.prefix.utf8) else { return nil }
        let (bytes, ending) = (Array(key.utf8), Array(delimiter.utf8))
        let start = listing.prefix.utf8.count
        guard bytes.count >= start + ending.count else { return nil }
        let index = (start...(bytes.count - ending.count)).first { bytes[$0...].starts(with: ending) }
        return index.map { String(decoding: bytes[..<($0 + ending.count)], as: UTF8.self) }
    }

    private func entry(_ upload: ObjectUpload, _ owner: JSONObject) -> JSONValue {
        let entry: JSONObject = [
            "UploadId": .string(upload.id), "Key": listing.text(upload.key),
            "Initiated": .double(upload.initiated.seconds), "Owner": .object(owner), "Initiator": .object(owner),
            "StorageClass": .string(upload.attributes.string("StorageClass") ?? "STANDARD"),
        ]
        return .object(entry.merging(upload.attributes.object("UploadChecksum") ?? [:]))
    }
}
