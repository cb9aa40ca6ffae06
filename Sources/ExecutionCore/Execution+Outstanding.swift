import StatesLanguage

extension Execution {
    /// The effects that are still owed: every task that has not ended, every timer that has not fired. After a
    /// restart they are asked for again; ids and tokens are those of the first time.
    public var outstandingEffects: [Effect] {
        guard outcome == nil else { return [] }
        var effects: [Effect] = []
        for task in tasks.keys.sorted() {
            guard let id = tasks[task], case .task(let running)? = frames[id]?.activity else { continue }
            effects.append(.run(running.request))
        }
        for id in frames.keys.sorted() {
            guard let frame = frames[id] else { continue }
            if case .mapRun(let run) = frame.activity { effects.append(.runMap(run.request)) }
            if case .finding = frame.activity, let arn = frame.state.activityARN {
                effects.append(.findActivity(id, arn: arn))
            }
        }
        for id in timers.keys.sorted() {
            guard let timer = timers[id] else { continue }
            effects.append(.startTimer(id, at: timer.deadline))
        }
        if !ready.isEmpty { effects.append(.proceed) }
        return effects
    }
}
