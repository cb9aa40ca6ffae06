import Foundations
import JSONModel

extension Builtins {
    static let aggregates: [Native] = [
        aggregate("sum") { list in .number(fold(list, 0, +)) },
        aggregate("max") { list in list.count == 0 ? .undefined : .number(fold(list, -.infinity, Swift.max)) },
        aggregate("min") { list in list.count == 0 ? .undefined : .number(fold(list, .infinity, Swift.min)) },
        aggregate("average") { list in
            list.count == 0 ? .undefined : .number(fold(list, 0, +) / Double(list.count))
        },
        native("count", 1, "<a:n>") { arguments, _ throws(JSONataError) in
            arguments.at(0).isUndefined ? .number(0) : .number(Double(List(arguments[0]).count))
        },
    ]

    private static func aggregate(_ name: String, _ body: @escaping @Sendable (List) -> Value) -> Native {
        native(name, 1, "<a<n>:n>") { arguments, site throws(JSONataError) in
            guard !arguments.at(0).isUndefined else { return .undefined }
            let list = List(arguments[0])
            try site.machine.charge(list.count)
            return body(list)
        }
    }

    /// The signature has seen to it that all are numbers.
    @inline(__always)
    private static func fold(_ list: List, _ start: Double, _ combine: (Double, Double) -> Double) -> Double {
        var result = start
        switch list.storage {
        case .values(let values): for case .number(let value) in values { result = combine(result, value) }
        case .input(let values): for case .number(let value) in values { result = combine(result, value.doubleValue) }
        }
        return result
    }

    static let arrays: [Native] = [
        native("append", 2, "<xx:a>") { arguments, site throws(JSONataError) in
            try appended(arguments.at(0), arguments.at(1), site)
        },
        defined("reverse", 1, "<a:a>") { arguments, _ throws(JSONataError) in
            let list = List(arguments[0])
            return list.count <= 1 ? arguments[0] : .list(list.values.reversed())
        },
        defined("shuffle", 1, "<a:a>") { arguments, site throws(JSONataError) in
            var values = List(arguments[0]).values
            guard values.count > 1 else { return arguments[0] }
            for index in stride(from: values.count - 1, to: 0, by: -1) {
                let other = Int(site.machine.environment.random.unitInterval() * Double(index + 1))
                values.swapAt(index, other)
            }
            return .list(values)
        },
        defined("distinct", 1, "<x:x>") { arguments, site throws(JSONataError) in
            try distinct(arguments[0], site)
        },
        native("zip", 0, "<a+>") { arguments, site throws(JSONataError) in
            let lists = arguments.map { $0.isUndefined ? List(.list([])) : List($0) }
            let length = lists.map(\.count).min() ?? 0
            try site.machine.admit(count: length * lists.count)
            return .list((0..<length).map { index in .list(lists.map { $0[index] }) })
        },
        native("sort", 2, "<af?:a>") { arguments, site throws(JSONataError) in
            guard !arguments.at(0).isUndefined else { return .undefined }
            return try sorted(arguments[0], arguments.at(1), site)
        },
    ]

    static func appended(_ first: Value, _ second: Value, _ site: CallSite) throws(JSONataError) -> Value {
        if first.isUndefined { return second }
        if second.isUndefined { return first }
        let left = List(first)
        let right = List(second)
        try site.machine.admit(count: left.count + right.count)
        return .list(left.values + right.values)
    }

    private static func distinct(_ value: Value, _ site: CallSite) throws(JSONataError) -> Value {
        guard value.isArray else { return value }
        let list = List(value)
        guard list.count > 1 else { return value }
        var seen = SeenValues()
        var kept: [Value] = []
        for index in 0..<list.count {
            let item = list[index]
            try site.machine.charge(seen.cost(of: item))
            if seen.insert(item) { kept.append(item) }
        }
        if case .array(let array) = value, array.flags.contains(.sequence) { return .sequence(kept) }
        return .list(kept)
    }

    private static func sorted(_ value: Value, _ comparator: Value, _ site: CallSite) throws(JSONataError) -> Value {
        let values = List(value).values
        guard values.count > 1 else { return value }
        try site.machine.charge(values.count)
        guard case .function(let function) = comparator else { return .list(try naturallySorted(values)) }
        return .list(
            try MergeSort.sorted(values) { left, right throws(JSONataError) in
                try site.call(function, [left, right]).isTrue
            })
    }

    private static func naturallySorted(_ values: [Value]) throws(JSONataError) -> [Value] {
        let numbers = values.compactMap(\.number)
        if numbers.count == values.count { return numbers.sorted().map { .number($0) } }
        let strings = values.compactMap(\.string)
        guard strings.count == values.count else { throw JSONataError(code: "D3070") }
        return try MergeSort.sorted(strings) { left, right throws(JSONataError) in Text.precedes(right, left) }
            .map { .string($0) }
    }
}

/// Values met so far; scalars by hash, the rest one by one.
private struct SeenValues {
    private var numbers: Set<Double> = []
    private var strings: Set<String> = []
    private var others: [Value] = []

    func cost(of value: Value) -> Int { value.number == nil && value.string == nil ? others.count : 1 }

    mutating func insert(_ value: Value) -> Bool {
        switch value {
        case .number(let number): return numbers.insert(number).inserted
        case .string(let text): return strings.insert(text).inserted
        default:
            if others.contains(where: { Value.equal($0, value) }) { return false }
            others.append(value)
            return true
        }
    }
}
