/// What a Map state in DISTRIBUTED mode has besides: its iterations are executions of their own, in a Map Run.
/// https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
public struct DistributedMap: Sendable {
    public enum ExecutionType: String, Sendable, Hashable, CaseIterable {
        case standard = "STANDARD"
        case express = "EXPRESS"
    }

    public var executionType: ExecutionType
    /// `Label`; where it is absent, one is made for the machine's state.
    public var label: String?
    /// What the children run: the processor as a machine of its own, and its text.
    public var machine: StateMachine
    public var definition: String
    public var reader: ItemReader?
    public var batcher: ItemBatcher?
    public var toleratedCount: Field<Int>?
    public var toleratedPercentage: Field<Double>?
    public var writer: ResultWriter?
}

/// `ItemReader`: where the items come from, in place of the state's input.
/// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
public struct ItemReader: Sendable {
    public enum Resource: String, Sendable, Hashable, CaseIterable {
        case getObject = "arn:aws:states:::s3:getObject"
        case listObjects = "arn:aws:states:::s3:listObjectsV2"
    }

    public var resource: Resource
    /// `Parameters`, `Arguments`: those of the S3 call.
    public var parameters: Template?
    public var format: ItemFormat
    public var maxItems: Field<Int>?
}

/// How a dataset is read: the constant part of `ReaderConfig`.
public struct ItemFormat: Sendable, Hashable {
    public enum InputType: String, Sendable, Hashable, CaseIterable {
        case csv = "CSV"
        case json = "JSON"
        case jsonLines = "JSONL"
        case parquet = "PARQUET"
        case manifest = "MANIFEST"
    }

    public enum ManifestType: String, Sendable, Hashable, CaseIterable {
        case athenaData = "ATHENA_DATA"
        case inventory = "S3_INVENTORY"
    }

    public enum Delimiter: String, Sendable, Hashable, CaseIterable {
        case comma = "COMMA"
        case pipe = "PIPE"
        case semicolon = "SEMICOLON"
        case space = "SPACE"
        case tab = "TAB"

        public var byte: UInt8 {
            switch self {
            case .comma: UInt8(ascii: ",")
            case .pipe: UInt8(ascii: "|")
            case .semicolon: UInt8(ascii: ";")
            case .space: UInt8(ascii: " ")
            case .tab: UInt8(ascii: "\t")
            }
        }
    }

    /// nil for the objects of a listing themselves.
    public var inputType: InputType?
    /// The object is a list of the objects that have the items.
    public var manifestType: ManifestType?
    /// `Transformation` LOAD_AND_FLATTEN: a listing's objects are read, and their items are the items.
    public var loadsObjects = false
    /// `ItemsPointer`: a JSON pointer to the array within a JSON object.
    public var pointer: String?
    /// `CSVHeaderLocation` GIVEN: the columns' names; nil where the first row has them.
    public var headers: [String]?
    public var delimiter = Delimiter.comma

    public init(inputType: InputType? = nil) { self.inputType = inputType }
}

/// `ItemBatcher`: several items for one child.
/// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
public struct ItemBatcher: Sendable {
    public var maxItems: Field<Int>?
    public var maxBytes: Field<Int>?
    /// `BatchInput`, merged into each child's input.
    public var input: Template?
}

/// `ResultWriter`: how results are put, and the bucket they go to.
/// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
public struct ResultWriter: Sendable {
    public enum Transformation: String, Sendable, Hashable, CaseIterable {
        /// Each result with what is known of its execution.
        case none = "NONE"
        /// The outputs alone.
        case compact = "COMPACT"
        /// The outputs, arrays among them dissolved.
        case flatten = "FLATTEN"
    }

    public enum OutputType: String, Sendable, Hashable, CaseIterable {
        case json = "JSON"
        case jsonLines = "JSONL"
    }

    /// nil where results stay in the state's output.
    public var parameters: Template?
    public var isExported: Bool
    public var transformation: Transformation
    public var outputType: OutputType
}
