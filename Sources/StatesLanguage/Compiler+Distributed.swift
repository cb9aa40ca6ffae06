import JSONModel

/// The fields of a Map state in DISTRIBUTED mode.
extension Compiler {
    mutating func compileDistributed(
        _ map: Fields, _ processor: JSONObject, _ block: StatesBlock, _ type: DistributedMap.ExecutionType
    ) -> DistributedMap? {
        if options.isExpress {
            report("Express state machine does not support Map state in DISTRIBUTED mode", at: map.location)
        }
        checkLabel(map)
        var child = processor
        child["ProcessorConfig"] = nil
        if child["QueryLanguage"] == nil, machineLanguage != .jsonPath {
            child["QueryLanguage"] = .string(machineLanguage.rawValue)
        }
        var distributed = DistributedMap(
            executionType: type, label: map["Label"]?.stringValue,
            machine: StateMachine(
                comment: child.string("Comment"), timeoutSeconds: nil, root: block, references: references),
            definition: JSONValue.object(child).serialized())
        if map["ItemReader"] != nil {
            guard map["ItemsPath"] == nil else {
                report("Only one of the fields 'ItemReader' and 'ItemsPath' can be set", at: map.location)
                return nil
            }
            guard let reader = compileReader(map) else { return nil }
            distributed.reader = reader
        }
        if map["ItemBatcher"] != nil { distributed.batcher = compileBatcher(map) }
        if map["ResultWriter"] != nil { distributed.writer = compileWriter(map) }
        return distributed
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

    private mutating func compileReader(_ map: Fields) -> ItemReader? {
        guard let reader = part("ItemReader", of: map) else { return nil }
        reader.refuseUnknown(["Resource", callField, "ReaderConfig"], &self)
        let resource: ItemReader.Resource? = choice("Resource", reader, required: true)
        let parameters = callParameters(reader)
        let config = part("ReaderConfig", of: reader)
        config?.refuseUnknown(
            [
                "InputType", "ManifestType", "Transformation", "ItemsPointer", "CSVHeaderLocation", "CSVHeaders",
                "CSVDelimiter", "MaxItems", "MaxItemsPath",
            ], &self)
        let maxItems = config.flatMap { limit("MaxItems", $0) }
        guard let resource else { return nil }
        let format = compileFormat(config, resource, at: reader.location)
        return format.map { ItemReader(resource: resource, parameters: parameters, format: $0, maxItems: maxItems) }
    }

    private mutating func compileFormat(
        _ config: Fields?, _ resource: ItemReader.Resource, at location: String
    ) -> ItemFormat? {
        var format = ItemFormat()
        guard let config else {
            if resource == .listObjects { return format }
            report("These fields are required: [ReaderConfig]", at: location)
            return nil
        }
        switch config.string("Transformation", &self) {
        case nil, "NONE": break
        case "LOAD_AND_FLATTEN" where resource == .listObjects: format.loadsObjects = true
        default:
            report("Transformation must be one of: [NONE, LOAD_AND_FLATTEN]", at: config.pointer("Transformation"))
        }
        format.manifestType = choice("ManifestType", config)
        let isInventory = format.manifestType == .inventory
        format.inputType = choice(
            "InputType", config, required: (resource == .getObject && !isInventory) || format.loadsObjects)
        if isInventory || (format.inputType == .manifest && format.manifestType == nil) {
            format.inputType = .manifest
            format.manifestType = .inventory
        }
        format.pointer = config.string("ItemsPointer", &self)
        if let pointer = format.pointer, !pointer.isEmpty, !pointer.hasPrefix("/") {
            report("Value is not a valid JSON Pointer", at: config.pointer("ItemsPointer"))
        }
        compileSeparatedValues(config, &format)
        return format.inputType == nil && resource == .getObject ? nil : format
    }

    private mutating func compileSeparatedValues(_ config: Fields, _ format: inout ItemFormat) {
        if let delimiter: ItemFormat.Delimiter = choice("CSVDelimiter", config) { format.delimiter = delimiter }
        let headers = config.array("CSVHeaders", &self)
        switch config.string("CSVHeaderLocation", &self) {
        case "GIVEN":
            let names = headers?.compactMap(\.stringValue) ?? []
            if names.isEmpty || names.count != headers?.count {
                report("CSVHeaders must be a non-empty array of strings", at: config.pointer("CSVHeaders"))
            }
            format.headers = names
        case "FIRST_ROW":
            if headers != nil {
                report(
                    "CSVHeaders cannot be set when CSVHeaderLocation is FIRST_ROW", at: config.pointer("CSVHeaders"))
            }
        case nil:
            if format.inputType == .csv {
                report("These fields are required: [CSVHeaderLocation]", at: config.location)
            }
        default:
            report(
                "CSVHeaderLocation must be one of: [FIRST_ROW, GIVEN]", at: config.pointer("CSVHeaderLocation"))
        }
    }

    private mutating func compileBatcher(_ map: Fields) -> ItemBatcher? {
        guard let batcher = part("ItemBatcher", of: map) else { return nil }
        batcher.refuseUnknown(
            [
                "MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath",
                "BatchInput",
            ], &self)
        let items = limit("MaxItemsPerBatch", batcher)
        let bytes = limit("MaxInputBytesPerBatch", batcher)
        if items == nil, bytes == nil {
            report("One of the fields [MaxItemsPerBatch, MaxInputBytesPerBatch] is required", at: batcher.location)
        }
        return ItemBatcher(maxItems: items, maxBytes: bytes, input: template("BatchInput", batcher))
    }

    private mutating func compileWriter(_ map: Fields) -> ResultWriter? {
        guard let writer = part("ResultWriter", of: map) else { return nil }
        writer.refuseUnknown(["Resource", callField, "WriterConfig"], &self)
        let resource = writer.string("Resource", &self)
        if let resource, resource != "arn:aws:states:::s3:putObject" {
            report("Resource must be one of: [arn:aws:states:::s3:putObject]", at: writer.pointer("Resource"))
        }
        let parameters = callParameters(writer)
        let config = part("WriterConfig", of: writer)
        config?.refuseUnknown(["Transformation", "OutputType"], &self)
        if resource == nil, config == nil {
            report("These fields are required: [Resource, \(callField)]", at: writer.location)
        }
        if resource != nil, parameters == nil {
            report("These fields are required: [\(callField)]", at: writer.location)
        }
        let transformation: ResultWriter.Transformation? = config.flatMap { choice("Transformation", $0) }
        let type: ResultWriter.OutputType? = config.flatMap { choice("OutputType", $0) }
        return ResultWriter(
            parameters: parameters, isExported: resource != nil,
            transformation: transformation ?? ResultWriter.Transformation.none,
            outputType: type ?? .json)
    }
}

extension Compiler {
    private mutating func part(_ name: String, of fields: Fields) -> Fields? {
        fields.object(name, &self).map {
            Fields($0, at: fields.pointer(name), causeName: fields.causeName + name + "/")
        }
    }

    /// `Parameters`, which JSONata's states call `Arguments`.
    private var callField: String { language == .jsonata ? "Arguments" : "Parameters" }

    private mutating func callParameters(_ fields: Fields) -> Template? { template(callField, fields) }

    /// `NAME`, or `NAMEPath`.
    private mutating func limit(_ name: String, _ fields: Fields) -> Field<Int>? {
        guard let found = exclusive(name, name + "Path", fields) else { return nil }
        if found == name { return fields.integerField(name, atLeast: 1, &self) }
        return referencePath(found, fields).map(Field.path)
    }

    /// One of a type's words.
    private mutating func choice<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ fields: Fields, required: Bool = false
    ) -> Word? {
        guard let text = fields.string(name, required: required, &self) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
        report("\(name) must be one of: [\(words)]", at: fields.pointer(name))
        return nil
    }
}
