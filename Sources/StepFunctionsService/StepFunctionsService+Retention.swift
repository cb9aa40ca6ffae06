import ExecutionRuntime
import Foundations
import ServicePorts

/// Executions run for a year at most (``Quotas/Name/executionSeconds``). Ended ones are kept for 90 days
/// (``Quotas/Name/retentionDays``), then their names are free again.
/// https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html#service-limits-state-machine-executions
extension StepFunctionsService {
    /// Ends what has run too long and removes what has been kept long enough, at once and then every hour, until its
    /// task is cancelled. No execution needs a timer of its own for this.
    public func keepHouse() async {
        let interval = Duration.seconds(min(3600, quotas[.executionSeconds]))
        repeat {
            await runtime.expire(startedBefore: clock.now + .seconds(-quotas[.executionSeconds]))
            await removeExpired()
        } while (try? await clock.sleep(for: interval)) != nil
    }

    /// In parts, so that executions which run commit in between. A store that cannot write is asked again later.
    private func removeExpired() async {
        let moment = clock.now + .seconds(-86_400 * quotas[.retentionDays])
        while let removed = try? await history.remove(endedBefore: moment, limit: 200), removed > 0 {}
    }
}
