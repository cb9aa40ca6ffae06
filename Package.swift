// swift-tools-version: 6.2
import PackageDescription

// The layers of ARCHITECTURE.md, top to bottom. A target imports only from layers above it;
// Tests/TidyTests checks it.

let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: house)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: house)
}

let package = Package(
    name: "etape",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "JSONModel", targets: ["JSONModel"])
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        // L0
        library("JSONModel"),
        library("Foundations"),
        // L1
        library("JSONPath", ["JSONModel", "Foundations"]),
        library("StatesLanguage", ["JSONModel", "Foundations", "JSONPath"]),
        // L1c
        library("WorkflowGraph", ["JSONModel"]),
        // L2
        library("ExecutionCore", ["JSONModel", "Foundations", "JSONPath", "StatesLanguage"]),
        library("ServicePorts", ["JSONModel", "Foundations"]),
        // L3
        library("SQLiteStore", ["JSONModel", "Foundations", "ServicePorts", .product(name: "GRDB", package: "GRDB.swift")]),
        .target(name: "CDuckDB"),
        library("DuckDBEngine", ["JSONModel", "CDuckDB"]),
        // tests' kit
        library("EngineTestKit", ["JSONModel", "Foundations", "ServicePorts"]),
        // warm-up of the dependencies
        .executableTarget(
            name: "etape",
            dependencies: [
                "ServicePorts",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: house
        ),
        // tests
        tests(of: "JSONModel"),
        tests(of: "Foundations"),
        tests(of: "DuckDBEngine", ["JSONModel"]),
        tests(of: "WorkflowGraph", ["JSONModel", "Foundations", "EngineTestKit"]),
    ]
)
