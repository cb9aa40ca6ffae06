import Foundations
import ServicePorts
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The environment had ended before it could take the invocation.
struct EnvironmentEnded: Error {}

/// How an environment's process is started.
struct ProcessPlan: Sendable {
    var python: String
    var handler: String
    var variables: [String: String]
}

extension ExecutionEnvironment {
    /// Runs the process to its end. The process leads a session and group of its own; its standard input stays open
    /// as long as this server lives, and its end tells the process to go.
    func live(_ plan: ProcessPlan) async {
        do {
            let result = try await Subprocess.run(
                .path(FilePath(plan.python)), arguments: ["-P", "-m", "etape_lambda", plan.handler],
                environment: .custom(environment(plan.variables)), platformOptions: Self.options, input: .inputWriter,
                output: .sequence, error: .combinedWithOutput
            ) { process in
                self.began { try? process.send(signal: .kill, toProcessGroup: true) }
                // Ends with the process, though others may hold its output open.
                for try await bytes in process.standardOutput {
                    self.wrote(bytes.withUnsafeBytes { Array($0) })
                }
                // The process is not reaped yet, so the group is still its own.
                try? process.send(signal: .kill, toProcessGroup: true)
                self.kill = nil
            }
            ended(result.terminationStatus)
        } catch {
            failed(error)
        }
    }

    private static var options: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        return options
    }

    private func environment(_ variables: [String: String]) -> [Environment.Key: String] {
        var result: [Environment.Key: String] = [:]
        for (name, value) in variables { result[Environment.Key(stringLiteral: name)] = value }
        return result
    }

    private func began(kill: @escaping @Sendable () -> Void) {
        self.kill = kill
        if isEnding { kill() }
    }

    private func wrote(_ bytes: [UInt8]) { take(splitter.feed(bytes)) }

    private func take(_ pieces: [OutputSplitter.Piece]) {
        for piece in pieces {
            switch piece {
            case .line(let text): log(text)
            case .fence(let peakMemory): perform(conversation.fenced(peakMemory: peakMemory, at: clock.now))
            }
        }
    }

    private func ended(_ status: TerminationStatus) {
        take(splitter.finish())
        let exit: RuntimeConversation.Exit =
            switch status {
            case .exited(let code): .exited(Int(code))
            case .signaled(let signal): .signaled(Int(signal))
            }
        perform(conversation.exited(exit, at: clock.now))
        poller?.resume(returning: nil)
        poller = nil
    }

    /// The process could not be started, or not be watched.
    private func failed(_ error: any Error) {
        let failure = AWSError(
            "ServiceException", "The function's process could not be run: \(error)", fault: .server)
        self.failure = failure
        log(failure.message)
        end()
        abandon(failure)
        ended(.exited(-1))
    }
}
