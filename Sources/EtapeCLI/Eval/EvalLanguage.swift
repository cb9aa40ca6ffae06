import ArgumentParser

/// The three small languages of Step Functions.
enum EvalLanguage: String, ExpressibleByArgument, CaseIterable, Sendable {
    case jsonata, jsonpath, intrinsic
}

/// What an expression came to.
enum EvalResult: Hashable, Sendable {
    /// JSON's text, on several lines where it has parts.
    case value(String)
    /// Nothing: a JSONata path that leads nowhere.
    case undefined
    /// A function, which JSON cannot hold.
    case function
}

/// An expression that is wrong, or that could not be evaluated on this input.
struct EvalFault: Error, Hashable, Sendable {
    var message: String
    /// The expression, and the characters of it that are at fault where that is known.
    var expression: String
    var place: Range<Int>?
    /// 2: the expression is wrong; 1: its evaluation failed.
    var exitCode: Int32

    /// The message, the line of the expression and a caret under what is at fault.
    var report: String {
        guard let place else { return message + "\n" }
        var start = 0
        var number = 1
        for line in expression.split(separator: "\n", omittingEmptySubsequences: false) {
            if place.lowerBound <= start + line.count {
                let column = place.lowerBound - start
                let width = max(1, min(place.count, line.count - column))
                let margin = expression.contains("\n") ? "line \(number): " : "  "
                let indent = margin.map { _ in " " } + line.prefix(column).map { $0 == "\t" ? "\t" : " " }
                return message + "\n" + margin + line + "\n" + indent.joined()
                    + String(repeating: "^", count: width) + "\n"
            }
            start += line.count + 1
            number += 1
        }
        return message + "\n"
    }
}
