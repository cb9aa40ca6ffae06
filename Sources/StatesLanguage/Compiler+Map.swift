import JSONModel
import JSONPath

extension Compiler {
    mutating func compileMap(_ fields: Fields) -> MapDefinition? {
        let selector = exclusive("ItemSelector", "Parameters", fields).flatMap { template($0, fields) }
        let items = fields["ItemsPath"] == nil ? .whole : path("ItemsPath", fields).map(PathField.path)
        let itemsTemplate = compileItems(fields)
        let concurrency = compileConcurrency(fields)
        let count = tolerance("ToleratedFailureCount", most: nil, fields)
        let percentage = tolerance("ToleratedFailurePercentage", most: 100, fields)
        guard let name = exclusive("ItemProcessor", "Iterator", fields) else {
            if fields["ItemProcessor"] == nil {
                report("These fields are required: [ItemProcessor]", at: fields.location)
            }
            return nil
        }
        guard let object = fields.object(name, &self) else { return nil }
        let processor = Fields(object, at: fields.pointer(name))
        let mode = compileProcessorConfig(processor, of: fields)
        let block = compileProcessor(processor, mode)
        var distributed: DistributedMap?
        if case .distributed(let type)? = mode, let block {
            distributed = compileDistributed(fields, processor.object, block, type)
            distributed?.toleratedCount = count.map(Field.init(whole:))
            distributed?.toleratedPercentage = percentage
        }
        guard let block, let items, let mode, mode == .inline || distributed != nil else { return nil }
        return MapDefinition(
            items: items, itemsTemplate: itemsTemplate, itemSelector: selector, processor: block,
            maxConcurrency: concurrency, distributed: distributed)
    }

    /// In children that are Express, only what Express machines have is allowed.
    private mutating func compileProcessor(_ processor: Fields, _ mode: MapMode?) -> StatesBlock? {
        let outer = options
        defer { options = outer }
        if case .distributed(.express)? = mode { options.isExpress = true }
        return compileBlock(
            processor, allowed: ["Comment", "StartAt", "States", "ProcessorConfig"])
    }

    /// `Items`, in JSONata: an array, which may hold expressions, or an expression for one.
    private mutating func compileItems(_ fields: Fields) -> Template? {
        guard let items = fields["Items"], language == .jsonata else { return nil }
        let isExpression = items.stringValue.map(JSONataExpression.resembles) ?? false
        guard isExpression || items.arrayValue != nil else {
            report("Expected value of type Array or a JSONata expression", at: fields.pointer("Items"))
            return nil
        }
        return template("Items", fields)
    }

    /// The one of two names that a field is given by; a definition with both is refused.
    mutating func exclusive(_ name: String, _ other: String, _ fields: Fields) -> String? {
        switch (fields[name], fields[other]) {
        case (.some, .some):
            report("Only one of the fields '\(name)' and '\(other)' can be set", at: fields.location)
            return nil
        case (.some, nil): return name
        case (nil, .some): return other
        case (nil, nil): return nil
        }
    }

    private mutating func compileConcurrency(_ fields: Fields) -> Field<Int> {
        guard let name = exclusive("MaxConcurrency", "MaxConcurrencyPath", fields) else { return .literal(0) }
        if name == "MaxConcurrencyPath" { return referencePath(name, fields).map(Field.path) ?? .literal(0) }
        return fields.integerField(name, atLeast: 0, &self) ?? .literal(0)
    }

    /// Tolerated failures are the Distributed mode's; INLINE takes the fields and fails with the first iteration.
    private mutating func tolerance(_ name: String, most: Double?, _ fields: Fields) -> Field<Double>? {
        guard let found = exclusive(name, name + "Path", fields) else { return nil }
        guard found == name else { return referencePath(found, fields).map(Field.path) }
        if let expression = fields.expression(name, &self) { return .jsonata(expression) }
        guard let value = fields.double(name, &self) else { return nil }
        if value < 0 { report("Value must be greater than or equal to 0", at: fields.pointer(name)) }
        if let most, value > most {
            report("Value must be less than or equal to \(Int(most))", at: fields.pointer(name))
        }
        return .literal(value)
    }

    /// The mode, INLINE where none is named and no field needs the other; nil where it is wrong.
    private mutating func compileProcessorConfig(_ processor: Fields, of map: Fields) -> MapMode? {
        let config = processor.object("ProcessorConfig", &self).map {
            Fields($0, at: processor.pointer("ProcessorConfig"))
        }
        config?.refuseUnknown(["Mode", "ExecutionType"], &self)
        let distributed = ["ItemReader", "ItemBatcher", "ResultWriter", "Label"].filter { map[$0] != nil }
        switch config?.string("Mode", &self) {
        // Fields of the Distributed mode stand for it.
        case nil where !distributed.isEmpty: return .distributed(.standard)
        case nil, "INLINE":
            for name in distributed { report("Field '\(name)' is not supported", at: map.pointer(name)) }
            return .inline
        case "DISTRIBUTED": return config.flatMap { compileExecutionType($0).map(MapMode.distributed) }
        default:
            report(
                "ProcessorConfig 'Mode' must be one of: [INLINE, DISTRIBUTED]",
                at: processor.pointer("ProcessorConfig") + "/Mode")
            return nil
        }
    }

    private mutating func compileExecutionType(_ config: Fields) -> DistributedMap.ExecutionType? {
        guard let name = config.string("ExecutionType", required: true, &self) else { return nil }
        if let type = DistributedMap.ExecutionType(rawValue: name) { return type }
        report("ExecutionType must be one of: [STANDARD, EXPRESS]", at: config.pointer("ExecutionType"))
        return nil
    }
}

enum MapMode: Hashable {
    case inline
    case distributed(DistributedMap.ExecutionType)
}

extension Field<Int> {
    /// A count that was written as any number.
    fileprivate init(whole field: Field<Double>) {
        switch field {
        case .literal(let value): self = .literal(Int(value))
        case .path(let path): self = .path(path)
        case .intrinsic(let intrinsic): self = .intrinsic(intrinsic)
        case .jsonata(let expression): self = .jsonata(expression)
        }
    }
}
