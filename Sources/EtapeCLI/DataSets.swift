import DuckDBEngine
import Foundations
import JSONModel
import ServicePorts

/// The tables of the Data Catalog, as SQL reads them.
struct DataSets: Sendable {
    let data: DataFolder
    let invoker: any ServiceInvoker

    init(session: any RunSession) {
        data = session.data
        invoker = session.invoker
    }

    init(data: DataFolder, invoker: any ServiceInvoker) {
        self.data = data
        self.invoker = invoker
    }

    /// The engine with all tables attached, and what could not be.
    func engine(cache: CacheFolder = CacheFolder()) async throws -> (DuckDBEngine, [CatalogTable], [CatalogIssue]) {
        let engine: DuckDBEngine
        do {
            engine = try DuckDBEngine(library: cache.duckDB, buckets: data.buckets)
        } catch {
            throw CLIError("\(error)", exitCode: 1)
        }
        let tables = try await catalog()
        let issues = try await engine.attach(tables)
        return (engine, tables, issues)
    }

    /// Each table with its number of rows.
    func tables() async throws -> [RunReport.Table] {
        let (engine, tables, issues) = try await engine()
        let hidden = Set(issues.map { "\($0.database).\($0.table)" })
        var counted: [RunReport.Table] = []
        for table in tables where !hidden.contains("\(table.database).\(table.name)") {
            let name = [table.database, table.name].map { "\"\($0.replacing("\"", with: "\"\""))\"" }
            let result = try await engine.query("SELECT count(*) FROM \(name.joined(separator: "."))")
            counted.append(
                RunReport.Table(
                    name: "\(table.database).\(table.name)", rows: result.rows.first?.first?.intValue ?? 0,
                    location: table.location))
        }
        return counted
    }

    private func catalog() async throws -> [CatalogTable] {
        var tables: [CatalogTable] = []
        for database in try await pages("GetDatabases", [:], "DatabaseList") {
            let name = database["Name"]?.stringValue ?? ""
            for table in try await pages("GetTables", ["DatabaseName": .string(name)], "TableList") {
                if let table = CatalogTable(table, database: name) { tables.append(table) }
            }
        }
        return tables.sorted { ($0.database, $0.name) < ($1.database, $1.name) }
    }

    private func pages(_ operation: String, _ input: JSONObject, _ member: String) async throws -> [JSONValue] {
        var found: [JSONValue] = []
        var input = input
        repeat {
            let answer = try await invoker.call("glue", operation, input)
            found += answer.array(member) ?? []
            input["NextToken"] = answer["NextToken"]
        } while input["NextToken"] != nil
        return found
    }
}

extension CatalogTable {
    /// Reads the catalog's `Table` shape; nil for what is no table of files.
    fileprivate init?(_ table: JSONValue, database: String) {
        guard let name = table["Name"]?.stringValue, let storage = table["StorageDescriptor"],
            let location = storage["Location"]?.stringValue, !location.isEmpty
        else { return nil }
        let serde = storage["SerdeInfo"]
        var parameters: [String: String] = [:]
        for source in [table["Parameters"], storage["Parameters"], serde?["Parameters"]] {
            for (key, value) in source?.objectValue ?? [:] { parameters[key] = value.stringValue }
        }
        let kind = [
            parameters["classification"], storage["InputFormat"]?.stringValue,
            serde?["SerializationLibrary"]?.stringValue,
        ].compactMap { $0?.lowercased() }.joined(separator: " ")
        let format = DataFormat.allCases.first { kind.contains($0.rawValue) }
        self.init(
            database: database, name: name, location: location, format: format ?? .csv,
            columns: Self.columns(storage["Columns"]), partitionKeys: Self.columns(table["PartitionKeys"]),
            parameters: parameters)
    }

    private static func columns(_ value: JSONValue?) -> [Column] {
        (value?.arrayValue ?? []).compactMap { column in
            guard let name = column["Name"]?.stringValue else { return nil }
            return Column(name: name, type: column["Type"]?.stringValue ?? "string")
        }
    }
}
