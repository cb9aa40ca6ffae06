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

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")

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
        .executable(name: "etape", targets: ["etape"]),
        .library(name: "JSONModel", targets: ["JSONModel"]),
        .library(name: "JSONPath", targets: ["JSONPath"]),
        .library(name: "JSONata", targets: ["JSONata"]),
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
        library("JSONata", ["JSONModel", "Foundations"]),
        library("AWSProtocols", ["JSONModel", "Foundations"]),
        library("AWSShapes", ["JSONModel", "Foundations"]),
        library("StatesLanguage", ["JSONModel", "Foundations", "JSONPath", "JSONata"]),
        library("Templates", ["JSONModel", "Foundations", .product(name: "Yams", package: "Yams")]),
        library("WorkflowGraph", ["JSONModel"]),
        // L2
        library("ExecutionCore", ["JSONModel", "Foundations", "JSONPath", "JSONata", "StatesLanguage"]),
        library("ServicePorts", ["JSONModel", "Foundations"]),
        // L3
        library("ExecutionRuntime", ["JSONModel", "Foundations", "StatesLanguage", "ExecutionCore", "ServicePorts"]),
        library(
            "SQLiteStore",
            ["JSONModel", "Foundations", "ServicePorts", .product(name: "GRDB", package: "GRDB.swift")]),
        library("FileObjectStore", ["JSONModel", "Foundations", "ServicePorts", crypto]),
        .target(name: "CDuckDB"),
        library("DuckDBEngine", ["JSONModel", "CDuckDB"]),
        library("SparkRuntime", ["JSONModel", "Foundations", "ServicePorts", subprocess]),
        library(
            "LambdaRuntime",
            ["JSONModel", "Foundations", "ServicePorts", nioCore, nioPosix, nioHTTP1, logging, crypto, subprocess]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        library("Mail", ["JSONModel", "Foundations", "ServicePorts", "CCurl"]),
        library(
            "RemoteServices",
            ["JSONModel", "Foundations", "AWSProtocols", "ServicePorts", asyncHTTPClient, nioCore, nioHTTP1]),
        // L4
        library(
            "StepFunctionsService",
            [
                "JSONModel", "Foundations", "StatesLanguage", "ExecutionCore", "ExecutionRuntime", "ServicePorts",
                "AWSProtocols", "AWSShapes",
            ]),
        library("GlueService", ["JSONModel", "Foundations", "ServicePorts"]),
        library("LogsService", ["JSONModel", "Foundations", "ServicePorts", crypto]),
        library("LambdaService", ["JSONModel", "Foundations", "ServicePorts"]),
        library("SNSService", ["JSONModel", "Foundations", "ServicePorts"]),
        library("S3Service", ["JSONModel", "Foundations", "ServicePorts", crypto]),
        library("STSService", ["JSONModel", "Foundations", "ServicePorts"]),
        library("IAMService", ["JSONModel", "Foundations", "ServicePorts"]),
        library("CloudFormationService", ["JSONModel", "Foundations", "ServicePorts", "Templates", crypto]),
        // L5
        library(
            "Gateway",
            [
                "JSONModel", "Foundations", "AWSProtocols", "ServicePorts",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"), logging, crypto, nioCore, nioPosix,
                serviceLifecycle,
            ]),
        library(
            "EtapeCLI",
            [
                "JSONModel", "Foundations", "JSONPath", "JSONata", "StatesLanguage", "ServicePorts", "ExecutionRuntime",
                "SQLiteStore", "FileObjectStore", "DuckDBEngine", "SparkRuntime", "LambdaRuntime", "Mail",
                "RemoteServices", "StepFunctionsService",
                "GlueService", "LogsService", "LambdaService", "SNSService", "S3Service", "STSService", "IAMService",
                "CloudFormationService", "Templates", "WorkflowGraph", "Gateway", argumentParser, logging, serviceLifecycle,
            ]),
        .executableTarget(name: "etape", dependencies: ["EtapeCLI"], swiftSettings: house),
        .executableTarget(
            name: "conformance", dependencies: ["JSONModel", "Foundations", "JSONata", "ConformanceSuites"],
            swiftSettings: house),
        .executableTarget(
            name: "bench-jsonata", dependencies: ["JSONModel", "Foundations", "JSONata"], swiftSettings: house),
        .executableTarget(
            name: "bench-json", dependencies: ["JSONModel", "Foundations", "JSONPath"], swiftSettings: house),
        .executableTarget(
            name: "bench-engine",
            dependencies: [
                "JSONModel", "Foundations", "ServicePorts", "ExecutionCore", "SQLiteStore", "StepFunctionsService",
            ], swiftSettings: house),
        // tests' kit
        library("EngineTestKit", ["JSONModel", "Foundations", "ServicePorts"]),
        library(
            "ConformanceSuites",
            [
                "EngineTestKit", "JSONModel", "Foundations", "StatesLanguage", "ServicePorts", "ExecutionRuntime",
                "SQLiteStore", "StepFunctionsService",
            ]),
        // tests
        tests(of: "JSONModel", ["JSONata", "Foundations", "EngineTestKit"]),
        tests(of: "Foundations", ["EngineTestKit"]),
        tests(of: "JSONPath", ["JSONModel", "EngineTestKit"]),
        tests(of: "JSONata", ["JSONModel", "Foundations", "EngineTestKit", "conformance"]),
        tests(of: "AWSShapes", ["JSONModel", "Foundations"]),
        tests(of: "AWSProtocols", ["JSONModel", "Foundations", "EngineTestKit"]),
        tests(of: "Templates", ["JSONModel"]),
        tests(of: "WorkflowGraph", ["JSONModel", "Foundations", "EngineTestKit"]),
        tests(of: "ExecutionCore", ["EngineTestKit", "StatesLanguage", "JSONModel", "Foundations"]),
        tests(of: "SQLiteStore", ["EngineTestKit", "ServicePorts", "JSONModel", "Foundations"]),
        tests(of: "FileObjectStore", ["EngineTestKit", "JSONModel", "Foundations", "ServicePorts"]),
        tests(of: "DuckDBEngine", ["JSONModel"]),
        .testTarget(
            name: "SparkRuntimeTests",
            dependencies: ["SparkRuntime", "JSONModel", "Foundations", "ServicePorts", "EngineTestKit"],
            exclude: ["orphans.py"], swiftSettings: house),
        tests(of: "LambdaRuntime", ["JSONModel", "Foundations", "ServicePorts", "EngineTestKit", crypto]),
        tests(of: "Mail", ["JSONModel", "Foundations", "ServicePorts"]),
        tests(
            of: "StepFunctionsService",
            [
                "EngineTestKit", "ConformanceSuites", "ServicePorts", "JSONModel", "Foundations", "SQLiteStore",
                "ExecutionRuntime",
            ]),
        tests(of: "ConformanceSuites", ["EngineTestKit", "JSONModel", "ServicePorts"]),
        tests(of: "StatesLanguage", ["JSONModel"]),
        tests(of: "GlueService", ["JSONModel", "Foundations", "ServicePorts", "EngineTestKit"]),
        tests(of: "LogsService", ["JSONModel", "Foundations", "ServicePorts", "EngineTestKit"]),
        tests(of: "LambdaService", ["JSONModel", "Foundations", "ServicePorts", "EngineTestKit"]),
        tests(of: "SNSService", ["JSONModel", "Foundations", "ServicePorts", "EngineTestKit"]),
        tests(of: "S3Service", ["EngineTestKit", "FileObjectStore", "JSONModel", "Foundations", "ServicePorts"]),
        tests(of: "STSService", ["JSONModel", "Foundations", "ServicePorts", "EngineTestKit", "IAMService"]),
        tests(of: "IAMService", ["JSONModel", "Foundations", "ServicePorts", "EngineTestKit"]),
        tests(of: "CloudFormationService", ["JSONModel", "ServicePorts", "Templates", "EngineTestKit"]),
        tests(
            of: "Gateway",
            [
                "JSONModel", "Foundations", "AWSProtocols", "ServicePorts", "RemoteServices", "EngineTestKit", logging,
                asyncHTTPClient, nioCore, subprocess,
            ]),
        tests(of: "EtapeCLI", ["JSONModel", "Foundations", "EngineTestKit"]),
        .testTarget(name: "TidyTests", swiftSettings: house),
    ]
)
