import JSONModel

/// Expressions read line by line, each answered: `etape eval` without an expression.
///
/// Lines come from `read` (nil: the end) and answers go to `write`, so that a test drives it without a terminal.
struct EvalSession {
    var evaluator: Evaluator
    let read: (_ prompt: String) -> String?
    let write: (String) -> Void
    private(set) var faults = 0

    init(_ evaluator: Evaluator, read: @escaping (String) -> String?, write: @escaping (String) -> Void) {
        self.evaluator = evaluator
        self.read = read
        self.write = write
    }

    private static let help = """
        An expression, or one of:
          :jsonata  :jsonpath  :intrinsic    the language of what follows
          :aws                               AWS's dialect of JSONata on or off
          :input JSON|@FILE                  another input
          :let NAME=JSON                     binds a variable
          :quit                              ends (so does the end of input)

        """

    mutating func run() {
        while let line = read("\(evaluator.language.rawValue)> ") {
            let text = line.trimmed
            if text == ":quit" || text == ":q" { return }
            if text.isEmpty { continue }
            answer(text)
        }
    }

    private mutating func answer(_ text: String) {
        do {
            if text.hasPrefix(":") { try command(text) } else { try evaluate(text) }
        } catch let fault as EvalFault {
            faults += 1
            write(fault.report.printable)
        } catch {
            faults += 1
            write("\(error)".printable + "\n")
        }
    }

    private func evaluate(_ text: String) throws {
        switch try evaluator.evaluate(text) {
        case .value(let json): write(json.printable + "\n")
        case .undefined: write("undefined\n")
        case .function: write("a function\n")
        }
    }

    private mutating func command(_ text: String) throws {
        let parts = text.dropFirst().split(separator: " ", maxSplits: 1).map(String.init)
        let argument = parts.count > 1 ? parts[1].trimmed : ""
        switch parts.first ?? "" {
        case "aws":
            evaluator.isAWS.toggle()
            write(evaluator.isAWS ? "AWS's dialect\n" : "the standard language\n")
        case "input": evaluator.input = try InputText.json(argument, option: ":input").value
        case "let":
            let (name, value) = try EvalText.variable(argument, option: ":let")
            evaluator.variables[name] = value
        case let name:
            guard let language = EvalLanguage(rawValue: name) else { return write(Self.help) }
            evaluator.language = language
        }
    }
}

extension String {
    /// Without blanks at either end.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
