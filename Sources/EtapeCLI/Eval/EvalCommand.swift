import ArgumentParser
import Foundations
import JSONModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `etape eval`
struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluates JSONata, JSONPath and intrinsic functions as Step Functions does.",
        discussion: """
            The input is standard input, or --input. The result is printed as JSON; where there is none, standard error \
            says so. Without an expression, lines are read and answered; :help tells more. Exit codes: 1 the evaluation \
            failed, 2 the expression is wrong.
            """)

    @Option(name: .long, help: "A JSONata expression, without {% %}.")
    var jsonata: String?
    @Option(name: .long, help: "A path: $.x of the input, $$.x of the Context object, $x.y of a variable.")
    var jsonpath: String?
    @Option(name: .long, help: "A call of an intrinsic function: States.Format(…).")
    var intrinsic: String?
    @Option(name: .long, help: "The input: JSON, or @FILE (default: standard input).")
    var input: String?
    @Option(name: .long, help: "A variable: NAME=JSON or NAME=@FILE; for JSONata also states.")
    var variable: [String] = []
    @Option(name: .long, help: "The Context object that paths read: JSON, or @FILE.")
    var context: String?
    @Flag(name: .long, help: "JSONata as Step Functions has it: 2.0.6, with AWS's functions and limits.")
    var aws = false
    @Option(name: .long, help: "Without an expression: jsonata, jsonpath or intrinsic.")
    var language = EvalLanguage.jsonata

    private var expressions: [(EvalLanguage, String)] {
        [(EvalLanguage.jsonata, jsonata), (.jsonpath, jsonpath), (.intrinsic, intrinsic)]
            .compactMap { language, text in text.map { (language, $0) } }
    }

    func validate() throws {
        if expressions.count > 1 { throw ValidationError("one of --jsonata, --jsonpath and --intrinsic") }
        if aws, expressions.first.map({ $0.0 != .jsonata }) ?? false {
            throw ValidationError("--aws is for --jsonata: the other two are AWS's alone")
        }
    }

    func run() throws {
        var evaluator = Evaluator(isAWS: aws, clock: SystemClock(), random: SystemRandomness())
        for text in variable {
            let (name, value) = try EvalText.variable(text, option: "--variable")
            evaluator.variables[name] = value
        }
        if let context { evaluator.context = try InputText.json(context, option: "--context").value }
        if let input { evaluator.input = try InputText.json(input, option: "--input").value }
        guard let (language, text) = expressions.first else { return try converse(&evaluator) }
        evaluator.language = language
        if input == nil, isatty(0) == 0 { evaluator.input = try EvalText.standardInput() }
        try answer(evaluator, text)
    }

    private func answer(_ evaluator: Evaluator, _ text: String) throws {
        do throws(EvalFault) {
            switch try evaluator.evaluate(text) {
            case .value(let json): Terminal.standardOutput.write(json + "\n")
            case .undefined: Terminal.standardError.line("etape: undefined: the expression selects nothing")
            case .function: Terminal.standardError.line("etape: the result is a function, which JSON cannot hold")
            }
        } catch {
            Terminal.standardError.write("etape: " + error.report.printable)
            throw ExitCode(error.exitCode)
        }
    }

    private func converse(_ evaluator: inout Evaluator) throws {
        evaluator.language = language
        let showsPrompt = isatty(0) == 1
        var session = EvalSession(evaluator) { prompt in
            if showsPrompt { Terminal.standardOutput.write(prompt) }
            return readLine()
        } write: {
            Terminal.standardOutput.write($0)
        }
        session.run()
        if showsPrompt { Terminal.standardOutput.write("\n") }
        // A script of lines fails where one of them did; a person has seen it.
        if !showsPrompt, session.faults > 0 { throw ExitCode(2) }
    }
}
