import JSONModel

extension Builtins {
    static let patterns: [Native] = [
        native("contains", 2, "<s-(sf):b>") { arguments, site throws(JSONataError) in
            guard case .string(let text) = arguments.at(0) else { return .undefined }
            switch arguments.at(1) {
            case .string(let part): return .bool(Text.find(Array(part.utf8), in: Array(text.utf8)) != nil)
            case .function(let matcher):
                var matches = Matches(matcher, in: text, for: "contains", site)
                return .bool(try matches.next() != nil)
            default: return .undefined
            }
        },
        native("match", 3, "<s-f<s:o>n?:a<o>>") { arguments, site throws(JSONataError) in
            guard case .string(let text) = arguments.at(0), case .function(let matcher) = arguments.at(1) else {
                return .undefined
            }
            return try matched(text, matcher, limit: arguments.at(2).number, site)
        },
        native("split", 3, "<s-(sf)n?:a<s>>") { arguments, site throws(JSONataError) in
            guard case .string(let text) = arguments.at(0) else { return .undefined }
            let limit = arguments.at(2).number
            if let limit, limit < 0 { throw JSONataError(code: "D3020", value: .double(limit), index: 3) }
            switch arguments.at(1) {
            case .string(let separator): return try split(text, separator, limit, site)
            case .function(let matcher): return try split(text, matcher, limit, site)
            default: return .strings([text])
            }
        },
        native("replace", 4, "<s-(sf)(sf)n?:s>") { arguments, site throws(JSONataError) in
            guard case .string(let text) = arguments.at(0) else { return .undefined }
            if case .string("") = arguments.at(1) { throw JSONataError(code: "D3010", value: "", index: 2) }
            let limit = arguments.at(3).number
            if let limit, limit < 0 { throw JSONataError(code: "D3011", value: .double(limit), index: 4) }
            switch arguments.at(1) {
            case .string(let part): return try replaced(text, part, arguments.at(2), limit, site)
            case .function(let matcher): return try replaced(text, matcher, arguments.at(2), limit, site)
            default: return .undefined
            }
        },
    ]

    private static let matchKeys = Keys(["match", "index", "groups"])

    private static func matched(
        _ text: String, _ matcher: any Callable, limit: Double?, _ site: CallSite
    ) throws(JSONataError) -> Value {
        if let limit, limit < 0 { throw JSONataError(code: "D3040", value: .double(limit), index: 3) }
        var found: [Value] = []
        var matches = Matches(matcher, in: text, for: "match", site)
        // The next match is looked for before the limit is: one of the empty text fails whatever the limit.
        var next = limit == 0 ? nil : try matches.next()
        while let match = next, Double(found.count) < limit ?? .infinity {
            let groups = Value.list(match.groups.map { $0.map { .string($0) } ?? .undefined })
            let values: [Value] = [.string(match.text), .number(Double(match.start)), groups]
            found.append(.object(ObjectValue(keys: matchKeys, values: values, depth: 2)))
            next = try matches.next()
        }
        return .sequence(found)
    }

    private static func split(
        _ text: String, _ separator: String, _ limit: Double?, _ site: CallSite
    ) throws(JSONataError) -> Value {
        let most = limit.map { Int(min($0.rounded(.towardZero), 1e9)) } ?? Int.max
        if separator.isEmpty {
            return .strings(text.unicodeScalars.prefix(most).map { String($0) })
        }
        let bytes = Array(text.utf8)
        let wanted = Array(separator.utf8)
        var parts: [Value] = []
        var start = 0
        while parts.count < most, let place = Text.find(wanted, in: bytes, from: start) {
            parts.append(.string(String(decoding: bytes[start..<place], as: UTF8.self)))
            start = place + wanted.count
        }
        if parts.count < most { parts.append(.string(String(decoding: bytes[start...], as: UTF8.self))) }
        try site.machine.admit(count: parts.count)
        return .list(parts)
    }

    private static func split(
        _ text: String, _ matcher: any Callable, _ limit: Double?, _ site: CallSite
    ) throws(JSONataError) -> Value {
        let units = Array(text.utf16)
        var parts: [Value] = []
        var start = 0
        var matches = Matches(matcher, in: text, for: "split", site)
        var next = limit == 0 ? nil : try matches.next()
        while let match = next, Double(parts.count) < limit ?? .infinity {
            parts.append(.string(slice(units, start, match.start)))
            start = match.end
            next = try matches.next()
        }
        if Double(parts.count) < limit ?? .infinity { parts.append(.string(slice(units, start, units.count))) }
        return .list(parts)
    }

    private static func slice(_ units: [UInt16], _ start: Int, _ end: Int) -> String {
        let lower = min(max(0, start), units.count)
        return Text.string(units[lower..<max(lower, min(end, units.count))])
    }

    private static func replaced(
        _ text: String, _ part: String, _ replacement: Value, _ limit: Double?, _ site: CallSite
    ) throws(JSONataError) -> Value {
        let bytes = Array(text.utf8)
        let wanted = Array(part.utf8)
        var result: [UInt8] = []
        var start = 0
        var count = 0.0
        while count < limit ?? .infinity, let place = Text.find(wanted, in: bytes, from: start) {
            result += bytes[start..<place]
            result += try literal(replacement, part, site).utf8
            start = place + wanted.count
            count += 1
        }
        result += bytes[start...]
        try site.machine.charge(result.count >> 4)
        return .string(String(decoding: result, as: UTF8.self))
    }

    private static func literal(
        _ replacement: Value, _ part: String, _ site: CallSite
    ) throws(JSONataError) -> String {
        guard case .function(let function) = replacement else { return replacement.string ?? "" }
        guard case .string(let text) = try site.call(function, [.string(part)]) else {
            throw JSONataError(code: "D3012")
        }
        return text
    }

    private static func replaced(
        _ text: String, _ matcher: any Callable, _ replacement: Value, _ limit: Double?, _ site: CallSite
    ) throws(JSONataError) -> Value {
        let units = Array(text.utf16)
        var result = ""
        var start = 0
        var count = 0.0
        var matches = Matches(matcher, in: text, for: "replace", site)
        var next = limit == 0 ? nil : try matches.next()
        while let match = next, count < limit ?? .infinity {
            result += slice(units, start, match.start)
            result += try substitute(for: match, replacement, site)
            start = match.start + match.text.utf16.count
            count += 1
            next = try matches.next()
        }
        result += slice(units, start, units.count)
        try site.machine.charge(result.utf8.count >> 4)
        return .string(result)
    }

    private static func substitute(
        for match: Matches.Match, _ replacement: Value, _ site: CallSite
    ) throws(JSONataError) -> String {
        switch replacement {
        case .string(let template): return ReplacementTemplate.fill(template, match)
        case .function(let function):
            let value = try site.call(function, [match.argument])
            guard case .string(let text) = value else { throw JSONataError(code: "D3012", value: value.evidence) }
            return text
        default: return ""
        }
    }
}

/// `$0`, `$1` … and `$$` in the text that replaces a match.
enum ReplacementTemplate {
    static func fill(_ template: String, _ match: Matches.Match) -> String {
        let units = Array(template.utf16)
        var result: [UInt16] = []
        var index = 0
        while index < units.count {
            guard units[index] == Ascii.dollar else {
                result.append(units[index])
                index += 1
                continue
            }
            index += 1
            result += reference(units, &index, match)
        }
        return String(decoding: result, as: UTF16.self)
    }

    /// What stands for the `$` before `index`.
    private static func reference(_ units: [UInt16], _ index: inout Int, _ match: Matches.Match) -> [UInt16] {
        guard index < units.count else { return [Ascii.dollar] }
        if units[index] == Ascii.dollar || units[index] == Ascii.zero {
            index += 1
            return units[index - 1] == Ascii.dollar ? [Ascii.dollar] : Array(match.text.utf16)
        }
        let count = match.groups.count
        var digits = String(max(1, count)).utf8.count
        guard var number = number(units, index, digits) else { return [Ascii.dollar] }
        if digits > 1, number > count {
            digits -= 1
            number = self.number(units, index, digits) ?? number
        }
        index += String(number).utf8.count
        guard count > 0, number >= 1, number <= count else { return [] }
        return Array((match.groups[number - 1] ?? "").utf16)
    }

    private static func number(_ units: [UInt16], _ index: Int, _ most: Int) -> Int? {
        let digits = units[index..<min(units.count, index + most)].prefix { Ascii.isDigit($0) }
        return digits.isEmpty ? nil : Int(String(decoding: digits, as: UTF16.self))
    }
}
