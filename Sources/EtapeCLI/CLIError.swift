/// What a command says when it cannot do what was asked: one clear line, and the exit code.
struct CLIError: Error, CustomStringConvertible {
    /// 2: the usage, the project or a definition is wrong; 1: the work was done and failed.
    var exitCode: Int32
    var message: String

    init(_ message: String, exitCode: Int32 = 2) {
        self.message = message
        self.exitCode = exitCode
    }

    var description: String { message }
}
