import JSONModel
import StatesLanguage

extension StateTrial {
    /// What `TestState` shows of a Map state before its iterations.
    mutating func inspect(_ map: MapDefinition) throws(Failure) {
        let input = try selectInput()
        if map.distributed?.reader == nil {
            note("afterItemsPath", .array(try scope.items(map.items, on: input)))
        }
        inspection["maxConcurrency"] = .int(try scope.concurrency(map.maxConcurrency, on: input))
        guard let distributed = map.distributed else { return }
        inspection["toleratedFailureCount"] =
            try scope.integer(distributed.toleratedCount, "ToleratedFailureCount", on: input).map { .int($0) }
        inspection["toleratedFailurePercentage"] =
            try scope.percentage(distributed.toleratedPercentage, on: input).map { .double($0) }
    }
}
