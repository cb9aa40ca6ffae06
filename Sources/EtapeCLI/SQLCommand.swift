import ArgumentParser
import DuckDBEngine
import Foundation
import ServicePorts

/// `etape sql`
struct SQLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql", abstract: "Asks the project's buckets and catalog tables in SQL.",
        discussion: """
            Tables are DATABASE.TABLE of the Data Catalog; files are 's3://BUCKET/KEY' in quotes, with wildcards. \
            DuckDB's SQL; nothing can be changed.
            """)

    @Argument(help: "The statement.")
    var statement: String
    @OptionGroup var folders: DataOptions
    @Option(name: .long, help: "table, csv or json.")
    var format = OutputFormat.table
    @Option(name: .long, help: "How many rows at the most (default: 1000 in a table, all in csv and json).")
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 on") }
    }

    func run() async throws {
        let data = try folders.dataFolder()
        let catalog = try CatalogAccess(data)
        let (engine, _, issues) = try await DataSets(data: data, invoker: catalog.invoker).engine()
        for issue in issues { Terminal.standardError.line("etape: \(issue)") }
        do {
            let result = try await engine.query(statement, limit: limit ?? (format == .table ? 1000 : nil))
            if result.isTruncated {
                Terminal.standardError.line("etape: there are more rows; --limit shows more of them")
            }
            let width = Terminal.standardOutput.isInteractive ? Terminal.standardOutput.width : nil
            let text = ResultFormatter(style: format.style, width: width).text(result)
            Terminal.standardOutput.write(text.hasSuffix("\n") ? text : text + "\n")
        } catch let error as DuckDBError {
            throw CLIError("\(error)", exitCode: 1)
        }
    }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, csv, json

    var style: ResultFormatter.Style {
        switch self {
        case .table: .table
        case .csv: .csv
        case .json: .json
        }
    }
}
