import CloudFormationService
import Foundation
import JSONModel
import Templates
import Testing

struct UploadTests {
    @Test func onlyChangedFilesTravelAndVanishedOnesGo() async throws {
        let shop = try Shop("diff")
        try await shop.up()
        try shop.project.write("data/a.csv", "9,9")
        try shop.project.write("data/c.csv", "5")
        try shop.project.remove("data/sub/b.csv")
        let counts = try await shop.up().uploads
        #expect(shop.cloud.changes == ["s3:PutObject", "s3:PutObject", "s3:DeleteObject"])
        #expect(shop.cloud.inputs("s3:PutObject").compactMap { $0.string("Key") } == ["raw/a.csv", "raw/c.csv"])
        #expect(shop.cloud.objects == ["data/raw/a.csv", "data/raw/c.csv", "data/scripts/job1.py"])
        #expect(counts.uploaded == 2 && counts.unchanged == 1 && counts.removed == 1 && counts.bytes == 4)
    }

    @Test func whatSomebodyWroteOverIsUploadedAgainButNotDeleted() async throws {
        let shop = try Shop("overwritten")
        try await shop.up()
        shop.cloud.write("data/raw/a.csv", "0,0")
        shop.cloud.write("data/raw/sub/b.csv", "theirs")
        try shop.project.remove("data/sub/b.csv")
        try await shop.up()
        #expect(shop.cloud.inputs("s3:PutObject").compactMap { $0.string("Key") } == ["raw/a.csv"])
        #expect(shop.cloud.objects.contains("data/raw/sub/b.csv"))
        #expect(
            shop.events.all.contains(.notice("s3://data/raw/sub/b.csv was written since it was uploaded; it stays")))
    }

    @Test func objectsThatNoUploadBroughtStay() async throws {
        let shop = try Shop("results")
        try await shop.up()
        shop.cloud.write("data/raw/produced.csv", "1")
        try await shop.up()
        #expect(shop.cloud.changes == [] && shop.cloud.objects.contains("data/raw/produced.csv"))
    }

    @Test func anotherFolderCanTakeAFoldersPlace() async throws {
        let shop = try Shop("override")
        let other = try TemporaryProject("override-data")
        try other.write("year.csv", "1,2,3")
        try await shop.up()
        shop.cloud.forget()
        let provisioner = shop.provisioner(uploads: ["data/": other.folder])
        let result = try await provisioner.provision(try shop.resolve())
        #expect(shop.cloud.objects == ["data/raw/year.csv", "data/scripts/job1.py"])
        #expect(result.uploads.uploaded == 1 && result.uploads.removed == 2)
        let problems = try await shop.problems(uploads: ["dta": other.folder])
        #expect(problems == ["template.yaml:1:1: no bucket has an upload From: dta, whose folder was to be replaced"])
    }
}
