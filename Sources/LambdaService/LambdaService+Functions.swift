import JSONModel
import ServicePorts

extension LambdaService {
    func createFunction(_ request: ServiceRequest) async throws -> ServiceResponse {
        let (input, context) = (request.input, request.context)
        let name = try request.functionName()
        let configurationInput = ConfigurationInput(input: input)
        try configurationInput.check()
        guard input.string("Runtime") != nil, input.string("Handler") != nil else {
            throw AWSError.invalid(
                "Runtime and Handler are mandatory parameters for functions created with deployment packages.")
        }
        return try await changes.turn {
            guard try await store.get(key(name, context)) == nil else {
                throw AWSError("ResourceConflictException", "Function already exist: \(name)")
            }
            let code = try await install(input.object("Code") ?? [:], name, context)
            var record = FunctionRecord(
                configuration: Self.initial(name, context), codeFolder: code.folder, tags: input.object("Tags") ?? [:])
            configurationInput.apply(to: &record.configuration)
            record.configuration["Architectures"] = input["Architectures"] ?? ["x86_64"]
            put(code, into: &record)
            stamp(&record)
            try await store.create(key(name, context), record.value)
            return ServiceResponse(record.configuration)
        }
    }

    func getFunction(_ request: ServiceRequest) async throws -> ServiceResponse {
        let record = try await find(try request.functionName(), request.context)
        // No Location: the package is not kept once it is unpacked.
        var output: JSONObject = [
            "Configuration": .object(record.configuration), "Code": ["RepositoryType": "S3"],
        ]
        if !record.tags.isEmpty { output["Tags"] = .object(record.tags) }
        return ServiceResponse(output)
    }

    func getFunctionConfiguration(_ request: ServiceRequest) async throws -> ServiceResponse {
        ServiceResponse(try await find(try request.functionName(), request.context).configuration)
    }

    /// At most 50 a page, as on Lambda whatever `MaxItems` asks for.
    func listFunctions(_ request: ServiceRequest) async throws -> ServiceResponse {
        let limit = min(max(request.input.int("MaxItems") ?? 50, 1), 50)
        let found = try await store.list(
            request.context, "lambda", "function", after: request.input.string("Marker"), limit: limit + 1)
        let functions = found.prefix(limit).compactMap { FunctionRecord($0.value)?.configuration }
        var output: JSONObject = ["Functions": .array(functions.map(JSONValue.object))]
        if found.count > limit { output["NextMarker"] = .string(found[limit - 1].key.id) }
        return ServiceResponse(output)
    }

    func deleteFunction(_ request: ServiceRequest) async throws -> ServiceResponse {
        let name = try request.functionName()
        return try await changes.turn {
            let record = try await find(name, request.context)
            try await store.delete(key(name, request.context))
            await host.retire(functionARN: record.arn)
            return ServiceResponse(httpStatus: 204)
        }
    }

    func updateFunctionCode(_ request: ServiceRequest) async throws -> ServiceResponse {
        let (input, context) = (request.input, request.context)
        let name = try request.functionName()
        try ConfigurationInput(input: input).check()
        return try await changes.turn {
            var record = try await find(name, context)
            try checkRevision(input, record.configuration.string("RevisionId"))
            let code = try await install(input, name, context)
            put(code, into: &record)
            if let architectures = input["Architectures"] { record.configuration["Architectures"] = architectures }
            if input.bool("DryRun") == true { return ServiceResponse(record.configuration) }
            return try await commit(record, name, context)
        }
    }

    func updateFunctionConfiguration(_ request: ServiceRequest) async throws -> ServiceResponse {
        let (input, context) = (request.input, request.context)
        let name = try request.functionName()
        let configurationInput = ConfigurationInput(input: input)
        try configurationInput.check()
        return try await changes.turn {
            var record = try await find(name, context)
            try checkRevision(input, record.configuration.string("RevisionId"))
            configurationInput.apply(to: &record.configuration)
            return try await commit(record, name, context)
        }
    }

    private func commit(
        _ record: FunctionRecord, _ name: String, _ context: CallContext
    ) async throws -> ServiceResponse {
        var record = record
        stamp(&record)
        try await save(record, name, context)
        await host.retire(functionARN: record.arn)
        return ServiceResponse(record.configuration)
    }

    private func put(_ code: InstalledCode, into record: inout FunctionRecord) {
        record.codeFolder = code.folder
        record.configuration["CodeSize"] = .int(code.size)
        record.configuration["CodeSha256"] = .string(code.sha256)
    }

    /// What a function has that its creator says nothing about.
    private static func initial(_ name: String, _ context: CallContext) -> JSONObject {
        [
            "FunctionName": .string(name), "FunctionArn": .string(context.arn("lambda", "function:\(name)")),
            "Runtime": "", "Role": "", "Handler": "", "CodeSize": 0, "Description": "", "Timeout": 3,
            "MemorySize": 128, "LastModified": "", "CodeSha256": "", "Version": "$LATEST",
            "TracingConfig": ["Mode": "PassThrough"], "RevisionId": "", "State": "Active",
            "LastUpdateStatus": "Successful", "PackageType": "Zip", "Architectures": ["x86_64"],
            "EphemeralStorage": ["Size": 512], "SnapStart": ["ApplyOn": "None", "OptimizationStatus": "Off"],
            "LoggingConfig": ["LogFormat": "Text", "LogGroup": .string("/aws/lambda/\(name)")],
        ]
    }
}
