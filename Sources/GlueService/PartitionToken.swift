import ServicePorts

/// The words of a partition expression (`GetPartitions.Expression`).
enum PartitionToken: Equatable, Sendable {
    /// A name or a keyword, as written.
    case word(String)
    /// A quoted text, without its quotes.
    case text(String)
    case number(String)
    /// `= <> != < <= > >= ( ) ,`
    case symbol(String)

    static func tokens(of expression: String) throws -> [PartitionToken] {
        var rest = Substring(expression)
        var tokens: [PartitionToken] = []
        while let next = rest.first {
            if next.isWhitespace {
                rest.removeFirst()
            } else if next == "'" || next == "\"" || next == "`" {
                tokens.append(try quoted(&rest, next))
            } else if next.isNumber || next == "-" || next == "." {
                tokens.append(.number(take(&rest) { $0.isNumber || "+-.eE".contains($0) }))
            } else if next.isLetter || next == "_" {
                tokens.append(.word(take(&rest) { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }))
            } else {
                tokens.append(try symbol(&rest))
            }
        }
        return tokens
    }

    private static func take(_ rest: inout Substring, while condition: (Character) -> Bool) -> String {
        let word = rest.prefix(while: condition)
        rest.removeFirst(word.count)
        return String(word)
    }

    /// A doubled quote within a text stands for itself.
    private static func quoted(_ rest: inout Substring, _ quote: Character) throws -> PartitionToken {
        rest.removeFirst()
        var text = ""
        while let next = rest.popFirst() {
            guard next == quote else {
                text.append(next)
                continue
            }
            guard rest.first == quote else { return quote == "`" ? .word(text) : .text(text) }
            text.append(quote)
            rest.removeFirst()
        }
        throw GlueService.invalid("Expression ends within a quoted text.")
    }

    private static func symbol(_ rest: inout Substring) throws -> PartitionToken {
        for symbol in ["<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ","] where rest.hasPrefix(symbol) {
            rest.removeFirst(symbol.count)
            return .symbol(symbol)
        }
        throw GlueService.invalid("Expression is not understood at \(rest.prefix(20)).")
    }
}
