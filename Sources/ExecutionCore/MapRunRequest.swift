public import Foundations
public import JSONModel
public import StatesLanguage

/// What a Map Run is to do, fixed when its state starts it. It follows from the execution's journal: after a restart
/// it is asked for again, and goes on where its own journal ends.
public struct MapRunRequest: Sendable {
    /// Where the items come from.
    public enum Source: Sendable {
        /// From the state's input.
        case items([JSONValue])
        case reader(ItemReaderRequest)
    }

    /// `arn:aws:states:REGION:ACCOUNT:mapRun:MACHINE/LABEL:UUID`
    public var arn: String
    public var frame: FrameID
    public var stateName: String
    /// The execution that it belongs to.
    public var parent: Identity
    public var executionType: DistributedMap.ExecutionType
    /// What its children run.
    public var machine: StateMachine
    public var definition: String
    public var source: Source
    public var settings: MapRunSettings
    /// nil where results become the state's output as they are.
    public var writer: ResultWriterRequest?
    /// How often it is to have been redriven.
    public var redriveCount = 0
    /// How its children's inputs are made of items.
    let selection: ItemSelection

    /// `MACHINE/LABEL`, in the ARNs of the run, its children and their machine.
    public var path: String { ARN.part(6, of: arn) }
    /// The last part of its ARN.
    public var id: String { ARN.part(7, of: arn) }
    /// The machine that the children are shown to run.
    public var stateMachineARN: String { ARN.with("stateMachine:" + path, like: arn) }

    /// The names of children are UUIDs that follow from the run and their place in it.
    public func childName(_ index: Int) -> String {
        TurnRandomness(seed: StableHash("\(arn)#\(index)").value).uuid()
    }

    public func childARN(_ index: Int) -> String {
        let name = childName(index)
        switch executionType {
        case .standard: return ARN.with("execution:\(path):\(name)", like: arn)
        case .express:
            let id = TurnRandomness(seed: StableHash("\(arn)#\(index)#express").value).uuid()
            return ARN.with("express:\(path):\(name):\(id)", like: arn)
        }
    }

    /// The inputs of all children for the items, in order. Throws what the state fails with.
    public func inputs(of items: [ReadItem]) throws(MapRunFailure) -> [PlannedChild] {
        try selection.inputs(of: items)
    }
}

/// An item as it was read.
public struct ReadItem: Sendable {
    public var value: JSONValue
    /// The member's name, where the items are an object's members.
    public var key: String?

    public init(_ value: JSONValue, key: String? = nil) {
        self.value = value
        self.key = key
    }
}

/// A child execution that a Map Run is to start: its input's text, and how many items are in it.
public struct PlannedChild: Sendable, Hashable {
    public var input: String
    public var items: Int

    public init(input: String, items: Int) {
        self.input = input
        self.items = items
    }
}

/// Why a Map Run failed.
public struct MapRunFailure: Error, Sendable, Hashable {
    public var error: String
    public var cause: String?

    public init(error: String, cause: String?) {
        self.error = error
        self.cause = cause
    }
}

/// What `UpdateMapRun` can change while a Map Run runs.
public struct MapRunSettings: Sendable, Hashable {
    /// 0 for no limit of its own.
    public var maxConcurrency: Int
    public var toleratedCount: Int?
    public var toleratedPercentage: Double?

    /// Whether so many failed items of so many are too many. Where neither limit is given, none is tolerated.
    func isExceeded(failed: Int, of total: Int) -> Bool {
        guard failed > 0 else { return false }
        if let toleratedCount, failed > toleratedCount { return true }
        if let toleratedPercentage, Double(failed) * 100 > toleratedPercentage * Double(total) { return true }
        return toleratedCount == nil && toleratedPercentage == nil
    }
}

/// A call of an `ItemReader`.
public struct ItemReaderRequest: Sendable {
    public var resource: ItemReader.Resource
    /// Of the S3 call.
    public var parameters: JSONObject
    public var format: ItemFormat
    /// nil for all.
    public var maxItems: Int?
}

/// Where a `ResultWriter` puts results, and how.
public struct ResultWriterRequest: Sendable {
    /// `Bucket`, `Prefix`; nil where the results stay in the state's output.
    public var parameters: JSONObject?
    public var transformation: ResultWriter.Transformation
    public var outputType: ResultWriter.OutputType
}

/// The parts of ARNs, by colons.
enum ARN {
    static func part(_ index: Int, of arn: String) -> String {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        return index < parts.count ? String(parts[index]) : ""
    }

    /// An ARN of the same partition, service, region and account.
    static func with(_ resource: String, like arn: String) -> String {
        arn.split(separator: ":", omittingEmptySubsequences: false).prefix(5).joined(separator: ":") + ":" + resource
    }
}

extension MapRunRequest {
    /// What a child execution is, started at that time with that text.
    public func childIdentity(
        _ index: Int, attempt: Int, input: Document, items: Int, startTime: Timestamp
    ) -> Identity {
        var identity = Identity(
            executionARN: childARN(index), name: childName(index), stateMachineARN: stateMachineARN,
            stateMachineName: path, roleARN: parent.roleARN, region: parent.region, startTime: startTime,
            input: input, mapRunARN: arn, itemCount: items)
        identity.firstAttempt = attempt
        return identity
    }
}
