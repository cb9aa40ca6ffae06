import Synchronization

extension Program {
    /// A program's text and what became of it. One reference, so that programs are passed on for nothing.
    final class Code: Sendable {
        let source: String
        let dialect: Dialect
        let expression: Expression
        private let known = AtomicLazyReference<Lowered>()

        /// Finds every error of the text. What is evaluated is made of it when it is first asked for: many programs are
        /// only checked, and most have nothing that could stand in a wrong place.
        init(_ source: String, _ dialect: Dialect) throws(JSONataError) {
            var parser = Parser(source, dialect: dialect)
            self.source = source
            self.dialect = dialect
            expression = try parser.parse()
            if parser.mayMisplace { _ = try lowered() }
        }

        /// Made once, whoever asks first.
        func lowered() throws(JSONataError) -> Lowered {
            if let made = known.load() { return made }
            return known.storeIfNil(try Lowered(expression, dialect))
        }
    }

    /// What is evaluated.
    final class Lowered: Sendable {
        let body: any Node
        let layout: Layout
        /// The names that the caller may bind, by their numbers.
        let globalNames: [String]

        init(_ expression: Expression, _ dialect: Dialect) throws(JSONataError) {
            var compiler = Compiler(dialect: dialect)
            (body, layout) = try compiler.compileProgram(try Resolver.resolve(expression))
            globalNames = compiler.globalNames
        }
    }
}
