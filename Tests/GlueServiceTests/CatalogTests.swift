import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import Testing

@Suite struct CatalogTests {
    private func world(keys: [JSONValue] = [["Name": "year", "Type": "int"], ["Name": "month", "Type": "string"]])
        async throws -> GlueWorld
    {
        let world = GlueWorld()
        try await world.call("CreateDatabase", ["DatabaseInput": ["Name": "Lake"]])
        try await world.call(
            "CreateTable",
            [
                "DatabaseName": "lake",
                "TableInput": [
                    "Name": "Flights", "PartitionKeys": .array(keys),
                    "StorageDescriptor": ["Columns": [["Name": "a", "Type": "int"]], "Location": "s3://lake/f/"],
                ],
            ])
        return world
    }

    private func message(_ world: GlueWorld, _ operation: String, _ input: JSONObject) async -> String? {
        do {
            try await world.call(operation, input)
            return nil
        } catch { return (error as? AWSError)?.message }
    }

    @Test func namesAreKeptInLowerCase() async throws {
        let world = try await world()
        let database = try await world.call("GetDatabase", ["Name": "LAKE"]).object("Database")!
        #expect(database.string("Name") == "lake")
        let table = try await world.call("GetTable", ["DatabaseName": "Lake", "Name": "FLIGHTS"]).object("Table")!
        #expect(table.string("Name") == "flights")
        #expect(table.string("DatabaseName") == "lake")
        #expect(table.object("StorageDescriptor")?.string("Location") == "s3://lake/f/")
    }

    @Test func errorsAreWordedAsOnAWS() async throws {
        let world = try await world()
        #expect(await message(world, "GetDatabase", ["Name": "x"]) == "Database x not found.")
        #expect(
            await message(world, "CreateDatabase", ["DatabaseInput": ["Name": "lake"]]) == "Database already exists.")
        #expect(
            await message(world, "CreateTable", ["DatabaseName": "lake", "TableInput": ["Name": "flights"]])
                == "Table already exists.")
        #expect(await message(world, "GetTable", ["DatabaseName": "lake", "Name": "x"]) == "Table x not found.")
        #expect(await message(world, "GetTable", ["DatabaseName": "y", "Name": "x"]) == "Database y not found.")
        #expect(await world.refusal("DeleteDatabase", ["Name": "x"]) == "EntityNotFoundException")
    }

    @Test func tablesAreFoundByExpression() async throws {
        let world = try await world()
        for name in ["fares", "weather"] {
            try await world.call("CreateTable", ["DatabaseName": "lake", "TableInput": ["Name": .string(name)]])
        }
        func found(_ expression: String) async throws -> [String?] {
            try await world.call("GetTables", ["DatabaseName": "lake", "Expression": .string(expression)])
                .array("TableList")!.map { $0["Name"]?.stringValue }
        }
        #expect(try await found("f.*") == ["fares", "flights"])
        #expect(try await found("weather|fares") == ["fares", "weather"])
        #expect(try await found("f") == [])
        #expect(
            await world.refusal("GetTables", ["DatabaseName": "lake", "Expression": "("]) == "InvalidInputException")
    }

    @Test func updatesCountTheirVersions() async throws {
        let world = try await world()
        let update: JSONObject = ["DatabaseName": "lake", "TableInput": ["Name": "flights", "Description": "d"]]
        try await world.call("UpdateTable", update)
        let table = try await world.call("GetTable", ["DatabaseName": "lake", "Name": "flights"]).object("Table")!
        #expect(table.string("VersionId") == "1")
        #expect(table["StorageDescriptor"] == nil)
        #expect(
            await world.refusal("UpdateTable", update.merging(["VersionId": "0"])) == "ConcurrentModificationException")
    }

    @Test func deletingADatabaseTakesWhatIsInIt() async throws {
        let world = try await world()
        try await partition(world, [["2013", "1"]])
        try await world.call("DeleteDatabase", ["Name": "lake"])
        try await world.call("CreateDatabase", ["DatabaseInput": ["Name": "lake"]])
        #expect(try await world.call("GetTables", ["DatabaseName": "lake"]).array("TableList") == [])
        #expect(try await world.store.all(service: "glue", kind: "partition").isEmpty)
    }

    // MARK: Partitions

    @discardableResult
    private func partition(_ world: GlueWorld, _ values: [[String]]) async throws -> [JSONValue] {
        let inputs = values.map { JSONValue.object(["Values": .array($0.map(JSONValue.string))]) }
        return try await world.call(
            "BatchCreatePartition",
            ["DatabaseName": "lake", "TableName": "flights", "PartitionInputList": .array(inputs)]
        ).array("Errors")!
    }

    @Test func partitionsAreCreatedOnce() async throws {
        let world = try await world()
        #expect(try await partition(world, [["2013", "1"], ["2013", "2"]]) == [])
        let errors = try await partition(world, [["2013", "2"], ["2013", "3"], ["2013"]])
        #expect(errors.map { $0["ErrorDetail"]?["ErrorCode"] } == ["AlreadyExistsException", "InvalidInputException"])
        let place: JSONObject = ["DatabaseName": "lake", "TableName": "flights"]
        try await world.call("DeletePartition", place.merging(["PartitionValues": ["2013", "1"]]))
        #expect(
            await world.refusal("GetPartition", place.merging(["PartitionValues": ["2013", "1"]]))
                == "EntityNotFoundException")
        try await world.call(
            "UpdatePartition",
            place.merging(["PartitionValueList": ["2013", "2"], "PartitionInput": ["Values": ["2014", "2"]]]))
        let all = try await world.call("GetPartitions", place).array("Partitions")!
        #expect(all.map { $0["Values"]?.arrayValue } == [["2013", "3"], ["2014", "2"]])
        let missing = try await world.call(
            "BatchDeletePartition",
            place.merging(["PartitionsToDelete": [["Values": ["2013", "3"]], ["Values": ["1", "1"]]]])
        ).array("Errors")!
        #expect(missing.count == 1)
    }

    @Test(arguments: [
        ("year = 2013", 2), ("year = '2013'", 2), ("year > 9", 4), ("month > '1'", 2),
        ("year = 2013 AND month = '2'", 1), ("year = 2013 or year = 2014", 3), ("NOT (year = 2013)", 2),
        ("year IN (2013, 2015)", 3), ("year not in (2013)", 2), ("year BETWEEN 2014 AND 2015", 2),
        ("month LIKE '1%'", 3), ("month LIKE '_0'", 1), ("month is null", 0), ("year <> 2013 and month != '10'", 1),
        ("", 4),
    ])
    func expressionsChoosePartitions(_ expression: String, _ count: Int) async throws {
        let world = try await world()
        try await partition(world, [["2013", "1"], ["2013", "2"], ["2014", "10"], ["2015", "1"]])
        // month > '1' compares text: '2' and '10' are greater.
        let found = try await world.call(
            "GetPartitions", ["DatabaseName": "lake", "TableName": "flights", "Expression": .string(expression)])
        #expect(found.array("Partitions")?.count == count)
    }

    @Test(arguments: [
        "year", "year =", "day = 1", "year = 2013 year", "year + 1 = 2", "(year = 1", "month = 'a", "year = 'x'",
        "concat(year) = '1'",
    ])
    func whatIsNotUnderstoodIsRefused(_ expression: String) async throws {
        let world = try await world()
        try await partition(world, [["2013", "1"]])
        #expect(
            await world.refusal(
                "GetPartitions", ["DatabaseName": "lake", "TableName": "flights", "Expression": .string(expression)])
                == "InvalidInputException")
    }

    // MARK: Connections

    @Test func connectionsHideTheirPasswordOnDemand() async throws {
        let world = GlueWorld()
        let properties: JSONValue = ["JDBC_CONNECTION_URL": "jdbc:postgresql://h/db", "PASSWORD": "secret"]
        let input: JSONObject = [
            "ConnectionInput": ["Name": "pg", "ConnectionType": "JDBC", "ConnectionProperties": properties]
        ]
        try await world.call("CreateConnection", input)
        #expect(await world.refusal("CreateConnection", input) == "AlreadyExistsException")
        let shown = try await world.call("GetConnection", ["Name": "pg"]).object("Connection")!
        #expect(shown["ConnectionProperties"] == properties)
        let hidden = try await world.call("GetConnections", ["HidePassword": true]).array("ConnectionList")!
        #expect(hidden.first?["ConnectionProperties"] == ["JDBC_CONNECTION_URL": "jdbc:postgresql://h/db"])
        try await world.call("DeleteConnection", ["ConnectionName": "pg"])
        #expect(await world.refusal("GetConnection", ["Name": "pg"]) == "EntityNotFoundException")
    }
}
