import EngineTestKit
import JSONModel
import ServicePorts
import Testing

@testable import S3Service

struct ListTests {
    private func filled(_ keys: [String]) async throws -> S3Fixture {
        let s3 = try await S3Fixture.make()
        for key in keys { try await s3.put(key, "abc") }
        return s3
    }

    private func keys(_ output: JSONObject) -> [String] {
        output.array("Contents")?.compactMap { $0["Key"]?.stringValue } ?? []
    }

    private func prefixes(_ output: JSONObject) -> [String] {
        output.array("CommonPrefixes")?.compactMap { $0["Prefix"]?.stringValue } ?? []
    }

    /// The example of "Organizing objects using prefixes", S3 User Guide.
    private let photos = [
        "sample.jpg", "photos/2006/January/sample.jpg", "photos/2006/February/sample2.jpg",
        "photos/2006/February/sample3.jpg", "photos/2006/February/sample4.jpg",
    ]

    @Test func prefixAndDelimiter() async throws {
        let s3 = try await filled(photos)
        for operation in ["ListObjects", "ListObjectsV2"] {
            let root = try await s3.call(operation, ["Delimiter": "/"])
            #expect(keys(root) == ["sample.jpg"] && prefixes(root) == ["photos/"])
            let year = try await s3.call(operation, ["Delimiter": "/", "Prefix": "photos/2006/"])
            #expect(keys(year).isEmpty)
            #expect(prefixes(year) == ["photos/2006/February/", "photos/2006/January/"])
            #expect(year["Prefix"] == "photos/2006/" && year["Delimiter"] == "/" && year["Name"] == "bucket")
            #expect(year["IsTruncated"] == false && year["MaxKeys"] == 1000)
        }
        #expect(try await s3.call("ListObjectsV2", ["Delimiter": "/"])["KeyCount"] == 2)
    }

    @Test func whatIsToldOfAnObject() async throws {
        let s3 = try await filled(["k"])
        let entry = try await s3.call("ListObjectsV2", [:]).array("Contents")?.first
        #expect(entry?["ETag"] == "\"900150983cd24fb0d6963f7d28e17f72\"")
        #expect(entry?["Size"] == 3 && entry?["StorageClass"] == "STANDARD" && entry?["Owner"] == nil)
        let owned = try await s3.call("ListObjectsV2", ["FetchOwner": true]).array("Contents")?.first
        #expect(owned?["Owner"]?["ID"]?.stringValue?.count == 64)
        #expect(try await s3.call("ListObjects", [:]).array("Contents")?.first?["Owner"] != nil)
    }

    @Test func pagesOfVersion2() async throws {
        let s3 = try await filled(["a", "b/1", "b/2", "c", "d/1", "e"])
        var seen: [String] = []
        var token: String?
        repeat {
            var input: JSONObject = ["Delimiter": "/", "MaxKeys": 2]
            input["ContinuationToken"] = token.map(JSONValue.string)
            let page = try await s3.call("ListObjectsV2", input)
            #expect(page["ContinuationToken"] == input["ContinuationToken"])
            #expect(page.int("KeyCount") == keys(page).count + prefixes(page).count)
            seen += (keys(page) + prefixes(page)).sorted()
            token = page.string("NextContinuationToken")
            #expect((token != nil) == page.bool("IsTruncated"))
        } while token != nil
        #expect(seen == ["a", "b/", "c", "d/", "e"])
        for token in ["", "x", "eA==", "//79"] {
            #expect(
                try await s3.failure("ListObjectsV2", ["ContinuationToken": .string(token)]) == "InvalidArgument 400")
        }
    }

    @Test func pagesOfVersion1() async throws {
        let s3 = try await filled(["a", "b/1", "b/2", "c", "d/1", "e"])
        let first = try await s3.call("ListObjects", ["Delimiter": "/", "MaxKeys": 2])
        #expect(keys(first) == ["a"] && prefixes(first) == ["b/"] && first["NextMarker"] == "b/")
        let second = try await s3.call("ListObjects", ["Delimiter": "/", "MaxKeys": 2, "Marker": "b/"])
        #expect(keys(second) == ["c"] && prefixes(second) == ["d/"] && second["Marker"] == "b/")
        // NextMarker comes with a delimiter only: without one the last key is the marker.
        let plain = try await s3.call("ListObjects", ["MaxKeys": 2])
        #expect(keys(plain) == ["a", "b/1"] && plain["NextMarker"] == nil && plain["IsTruncated"] == true)
        #expect(keys(try await s3.call("ListObjects", ["Marker": "b/1"])) == ["b/2", "c", "d/1", "e"])
    }

    @Test func startAfterAndLimits() async throws {
        let s3 = try await filled(["a", "a-b", "a/b", "a0"])
        #expect(keys(try await s3.call("ListObjectsV2", [:])) == ["a", "a-b", "a/b", "a0"])
        let after = try await s3.call("ListObjectsV2", ["StartAfter": "a-b"])
        #expect(keys(after) == ["a/b", "a0"] && after["StartAfter"] == "a-b")
        let none = try await s3.call("ListObjectsV2", ["MaxKeys": 0])
        #expect(keys(none).isEmpty && none["IsTruncated"] == false)
        #expect(try await s3.call("ListObjectsV2", ["MaxKeys": 5000])["MaxKeys"] == 1000)
        #expect(try await s3.failure("ListObjectsV2", ["MaxKeys": -1]) == "InvalidArgument 400")
        #expect(try await s3.failure("ListObjectsV2", ["Bucket": "none"]) == "NoSuchBucket 404")
    }

    @Test func encodingOfKeys() async throws {
        let s3 = try await filled(["a b/é+%\n", "x y"])
        let output = try await s3.call("ListObjectsV2", ["EncodingType": "url", "Delimiter": "/", "StartAfter": " "])
        #expect(keys(output) == ["x%20y"] && prefixes(output) == ["a%20b/"])
        #expect(output["EncodingType"] == "url" && output["StartAfter"] == "%20")
        #expect(
            keys(try await s3.call("ListObjectsV2", ["EncodingType": "url"])) == ["a%20b/%C3%A9%2B%25%0A", "x%20y"])
        #expect(try await s3.failure("ListObjectsV2", ["EncodingType": "xml"]) == "InvalidArgument 400")
    }

    @Test func noMoreThanAThousandAtOnce() async throws {
        let s3 = try await S3Fixture.make()
        for number in 0..<1001 { _ = try await s3.objects.put([], as: "k\(number)", in: "bucket") }
        let page = try await s3.call("ListObjectsV2", [:])
        #expect(page["KeyCount"] == 1000 && page["IsTruncated"] == true)
    }

    @Test func folderMarkers() async throws {
        let s3 = try await filled(["dir/", "dir/a"])
        let root = try await s3.call("ListObjectsV2", ["Delimiter": "/"])
        #expect(keys(root).isEmpty && prefixes(root) == ["dir/"])
        let inside = try await s3.call("ListObjectsV2", ["Delimiter": "/", "Prefix": "dir/"])
        #expect(keys(inside) == ["dir/", "dir/a"] && prefixes(inside).isEmpty)
    }
}
