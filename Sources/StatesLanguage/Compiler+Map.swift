import JSONModel
import JSONPath

extension Compiler {
    mutating func compileMap(_ fields: Fields) -> MapDefinition? {
        let selector = exclusive("ItemSelector", "Parameters", fields).flatMap { template($0, fields) }
        let items = fields["ItemsPath"] == nil ? .whole : path("ItemsPath", fields).map(PathField.path)
        let itemsTemplate = compileItems(fields)
        let concurrency = compileConcurrency(fields)
        checkTolerance("ToleratedFailureCount", most: nil, fields)
        checkTolerance("ToleratedFailurePercentage", most: 100, fields)
        guard let name = exclusive("ItemProcessor", "Iterator", fields) else {
            if fields["ItemProcessor"] == nil {
                report("These fields are required: [ItemProcessor]", at: fields.location)
            }
            return nil
        }
        guard let object = fields.object(name, &self) else { return nil }
        let processor = Fields(object, at: fields.pointer(name))
        let isInline = compileProcessorConfig(processor, of: fields)
        let block = compileBlock(
            processor, allowed: ["Comment", "StartAt", "States", "ProcessorConfig"])
        guard let block, let items, isInline else { return nil }
        return MapDefinition(
            items: items, itemsTemplate: itemsTemplate, itemSelector: selector, processor: block,
            maxConcurrency: concurrency)
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
    private mutating func exclusive(_ name: String, _ other: String, _ fields: Fields) -> String? {
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
    private mutating func checkTolerance(_ name: String, most: Double?, _ fields: Fields) {
        guard let found = exclusive(name, name + "Path", fields) else { return }
        guard found == name else {
            _ = referencePath(found, fields)
            return
        }
        if fields.expression(name, &self) != nil { return }
        guard let value = fields.double(name, &self) else { return }
        if value < 0 { report("Value must be greater than or equal to 0", at: fields.pointer(name)) }
        if let most, value > most {
            report("Value must be less than or equal to \(Int(most))", at: fields.pointer(name))
        }
    }

    /// Whether the mode is INLINE, as it is where no mode is named. DISTRIBUTED is checked and refused by name.
    private mutating func compileProcessorConfig(_ processor: Fields, of map: Fields) -> Bool {
        let config = processor.object("ProcessorConfig", &self).map {
            Fields($0, at: processor.pointer("ProcessorConfig"))
        }
        config?.refuseUnknown(["Mode", "ExecutionType"], &self)
        let distributed = ["ItemReader", "ItemBatcher", "ResultWriter", "Label"].filter { map[$0] != nil }
        switch config?.string("Mode", &self) {
        case nil where !distributed.isEmpty:
            checkDistributed(map, config)
            return false
        case nil, "INLINE":
            for name in distributed { report("Field '\(name)' is not supported", at: map.pointer(name)) }
            return true
        case "DISTRIBUTED":
            checkDistributed(map, config)
            return false
        default:
            report(
                "ProcessorConfig 'Mode' must be one of: [INLINE, DISTRIBUTED]",
                at: processor.pointer("ProcessorConfig") + "/Mode")
            return false
        }
    }

    private mutating func checkDistributed(_ map: Fields, _ config: Fields?) {
        checkLabel(map)
        if let reader = map.object("ItemReader", &self) {
            let reader = Fields(reader, at: map.pointer("ItemReader"))
            if let object = reader.object("ReaderConfig", &self) {
                _ = exclusive("MaxItems", "MaxItemsPath", Fields(object, at: reader.pointer("ReaderConfig")))
            }
        }
        if let type = config?.string("ExecutionType", &self), type != "STANDARD", type != "EXPRESS" {
            report("ExecutionType must be one of: [STANDARD, EXPRESS]", at: config?.pointer("ExecutionType"))
        }
        report("The DISTRIBUTED mode of the Map state is not served here", at: map.location)
    }

    /// `Label`: at most 40 characters that can stand in an ARN.
    private mutating func checkLabel(_ map: Fields) {
        guard let label = map.string("Label", &self) else { return }
        let forbidden = #" ?*<>{}[]:;,\|^~$#%&`""# + "\t\n\r"
        let bad = label.unicodeScalars.first { scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || forbidden.unicodeScalars.contains(scalar)
        }
        if label.isEmpty { report("Label cannot be empty", at: map.pointer("Label")) }
        if let bad { report("Label contains invalid character: '\(bad)'", at: map.pointer("Label")) }
        if label.unicodeScalars.count > 40 {
            report("Label is longer than 40 characters", at: map.pointer("Label"))
        }
    }
}
