import JSONModel
import StatesLanguage

extension StateTrial {
    /// What `TestState` shows of a Map state before its iterations.
    mutating func inspect(_ map: MapDefinition) throws(Failure) {
        let input = try selectInput()
        var items: [JSONValue] = []
        if map.distributed?.reader == nil {
            items = try scope.items(of: map, on: input)
            if state.queryLanguage != .jsonata { note("afterItemsPath", .array(items)) }
        }
        let concurrency = try scope.concurrency(map.maxConcurrency, on: input)
        inspection["maxConcurrency"] = .int(concurrency)
        guard let distributed = map.distributed else { return }
        let settings = MapRunSettings(
            maxConcurrency: concurrency,
            toleratedCount: try scope.integer(distributed.toleratedCount, "ToleratedFailureCount", on: input),
            toleratedPercentage: try scope.percentage(distributed.toleratedPercentage, on: input))
        inspection["toleratedFailureCount"] = settings.toleratedCount.map { .int($0) }
        inspection["toleratedFailurePercentage"] = settings.toleratedPercentage.map { .double($0) }
        if settings.toleratedCount != nil || settings.toleratedPercentage != nil {
            tolerance = (settings, items.count)
        }
    }

    func checkFailedIterations() throws(Failure) {
        guard let tolerance, tolerance.settings.isExceeded(failed: failedIterations, of: tolerance.items) else {
            return
        }
        let failure = MapRunFailure.thresholdExceeded
        throw Failure(error: failure.error, cause: failure.cause)
    }
}
