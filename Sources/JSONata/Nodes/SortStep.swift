import JSONModel

/// `^(>price, name)`: a stable sort by terms; undefined comes last.
final class SortStep: Sendable {
    struct Term: Sendable {
        let node: any Node
        let isDescending: Bool
    }

    let terms: [Term]
    let position: Int

    init(_ terms: [Term], position: Int) {
        self.terms = terms
        self.position = position
    }

    func sorted(_ items: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let values = List(items).values
        let order = try order(of: values.count) { index, term throws(JSONataError) in
            try machine.run(term.node, values[index], frame)
        }
        return .sequence(order.map { values[$0] })
    }

    func sorted(_ tuples: [Frame], _ machine: Machine) throws(JSONataError) -> [Frame] {
        let order = try order(of: tuples.count) { index, term throws(JSONataError) in
            try machine.run(term.node, tuples[index].context, tuples[index])
        }
        return order.map { tuples[$0] }
    }

    /// The positions in sorted order. Each item's term is evaluated once, the later ones only where they decide.
    private func order(
        of count: Int, _ evaluate: (Int, Term) throws(JSONataError) -> Value
    ) throws(JSONataError) -> [Int] {
        guard count > 1 else { return Array(0..<count) }
        var keys: [[Value?]] = [[Value?]](repeating: [Value?](repeating: nil, count: count), count: terms.count)
        func key(_ term: Int, _ item: Int) throws(JSONataError) -> Value {
            if let known = keys[term][item] { return known }
            let value = try evaluate(item, terms[term])
            keys[term][item] = value
            return value
        }
        return try MergeSort.sorted(Array(0..<count)) { left, right throws(JSONataError) in
            for term in terms.indices {
                let order = try compare(try key(term, left), try key(term, right), terms[term].isDescending)
                if order != 0 { return order > 0 }
            }
            return false
        }
    }

    private func compare(_ left: Value, _ right: Value, _ isDescending: Bool) throws(JSONataError) -> Int {
        if left.isUndefined { return right.isUndefined ? 0 : 1 }
        if right.isUndefined { return -1 }
        let order: Int
        switch (left, right) {
        case (.number(let a), .number(let b)): order = a < b ? -1 : (a == b ? 0 : 1)
        case (.string(let a), .string(let b)): order = Text.same(a, b) ? 0 : (Text.precedes(a, b) ? -1 : 1)
        default: throw mismatch(left, right)
        }
        return isDescending ? -order : order
    }

    private func mismatch(_ left: Value, _ right: Value) -> JSONataError {
        for value in [left, right] where value.number == nil && value.string == nil {
            return JSONataError(code: "T2008", position: position, token: "^", value: value.evidence)
        }
        return JSONataError(
            code: "T2007", position: position, token: "^", value: left.evidence, value2: right.evidence)
    }
}

/// A stable sort whose comparison may throw.
enum MergeSort {
    /// `isAfter(a, b)`: `a`, which stands before `b`, must go behind it.
    static func sorted<Element>(
        _ elements: [Element], _ isAfter: (Element, Element) throws(JSONataError) -> Bool
    ) throws(JSONataError) -> [Element] {
        var source = elements
        var width = 1
        while width < source.count {
            var target: [Element] = []
            target.reserveCapacity(source.count)
            var start = 0
            while start < source.count {
                let middle = min(start + width, source.count)
                let end = min(start + 2 * width, source.count)
                try merge(source, start, middle, end, &target, isAfter)
                start = end
            }
            source = target
            width *= 2
        }
        return source
    }

    private static func merge<Element>(
        _ source: [Element], _ start: Int, _ middle: Int, _ end: Int, _ target: inout [Element],
        _ isAfter: (Element, Element) throws(JSONataError) -> Bool
    ) throws(JSONataError) {
        var left = start
        var right = middle
        while left < middle, right < end {
            if try isAfter(source[left], source[right]) {
                target.append(source[right])
                right += 1
            } else {
                target.append(source[left])
                left += 1
            }
        }
        target.append(contentsOf: source[left..<middle])
        target.append(contentsOf: source[right..<end])
    }
}
