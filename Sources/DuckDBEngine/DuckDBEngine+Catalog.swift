extension DuckDBEngine {
    /// Makes the tables visible as `database.table`, in place of earlier ones of the same names.
    ///
    /// Each is a view over the files that lie there now; call it again to see what a later job wrote. A table that
    /// cannot be shown (an unknown type, a file without a declared column, a missing bucket) is named in the answer.
    public func attach(_ tables: [CatalogTable]) async throws -> [CatalogIssue] {
        var issues: [CatalogIssue] = []
        for database in Set(tables.map(\.database)).sorted() {
            _ = try await query("CREATE SCHEMA IF NOT EXISTS \(SQLText.identifier(database))", readOnly: false)
        }
        for table in tables {
            do {
                _ = try await query(try view(of: table), readOnly: false)
            } catch let error as DuckDBError {
                issues.append(CatalogIssue(database: table.database, table: table.name, reason: "\(error)"))
            }
        }
        return issues
    }

    private func view(of table: CatalogTable) throws(DuckDBError) -> String {
        let name = SQLText.identifier(table.database) + "." + SQLText.identifier(table.name)
        let files = try files(under: table.location)
        let select = try files.isEmpty ? emptySelect(table) : select(table, from: files)
        return "CREATE OR REPLACE VIEW \(name) AS \(select)"
    }

    /// Without files the declared columns are all there is to show.
    private func emptySelect(_ table: CatalogTable) throws(DuckDBError) -> String {
        let columns = try typed(table.columns + table.partitionKeys)
        guard !columns.isEmpty else { throw .noObjects(table.location) }
        let values = columns.map { "CAST(NULL AS \($0.type)) AS \(SQLText.identifier($0.name))" }
        return "SELECT \(values.joined(separator: ", ")) WHERE false"
    }

    private func select(_ table: CatalogTable, from files: [String]) throws(DuckDBError) -> String {
        let declared = try typed(table.columns)
        let keys = try typed(table.partitionKeys)
        let options = scanOptions(table, columns: declared, keys: keys)
        let scan = "\(table.format.function)(\(([SQLText.list(files)] + options).joined(separator: ", ")))"
        guard !declared.isEmpty else { return "SELECT * FROM \(scan)" }
        let values = (declared + keys).map { column in
            let name = SQLText.identifier(column.name)
            return "CAST(\(name) AS \(column.type)) AS \(name)"
        }
        return "SELECT \(values.joined(separator: ", ")) FROM \(scan)"
    }

    private typealias TypedColumn = (name: String, type: String)

    private func scanOptions(_ table: CatalogTable, columns: [TypedColumn], keys: [TypedColumn]) -> [String] {
        var options = ["hive_partitioning = \(!keys.isEmpty)"]
        if !keys.isEmpty { options.append("hive_types = \(structure(keys, quotedTypes: false))") }
        switch table.format {
        case .parquet: options.append("union_by_name = true")
        case .json: if !columns.isEmpty { options.append("columns = \(structure(columns, quotedTypes: true))") }
        case .csv:
            if !columns.isEmpty { options.append("columns = \(structure(columns, quotedTypes: true))") }
            options += csvOptions(table.parameters)
        }
        return options
    }

    private func csvOptions(_ parameters: [String: String]) -> [String] {
        var options: [String] = []
        if let lines = parameters["skip.header.line.count"] { options.append("header = \(lines != "0")") }
        if let delimiter = parameters["field.delim"] ?? parameters["separatorChar"] ?? parameters["delimiter"] {
            options.append("delim = \(SQLText.literal(delimiter == "\\t" ? "\t" : delimiter))")
        }
        return options
    }

    private func structure(_ columns: [TypedColumn], quotedTypes: Bool) -> String {
        let members = columns.map { column in
            SQLText.literal(column.name) + ": " + (quotedTypes ? SQLText.literal(column.type) : column.type)
        }
        return "{" + members.joined(separator: ", ") + "}"
    }

    private func typed(_ columns: [CatalogTable.Column]) throws(DuckDBError) -> [TypedColumn] {
        var result: [TypedColumn] = []
        for column in columns {
            guard let type = HiveType.sql(column.type) else {
                throw .unsupportedType(column: column.name, type: column.type)
            }
            result.append((column.name, type))
        }
        return result
    }
}
