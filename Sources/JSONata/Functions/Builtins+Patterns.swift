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
            case .function(let matcher):
                if let regex = matcher as? RegexFunction, case .string(let template) = arguments.at(2) {
                    return try replaced(text, regex, Array(template.utf8), limit, site)
                }
                return try replaced(text, matcher, arguments.at(2), limit, site)
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
        let units = Text.units(text)
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
        let units = Text.units(text)
        let template = replacement.string.map { Array($0.utf8) }
        var result: [UInt8] = []
        var start = 0
        var count = 0.0
        var matches = Matches(matcher, in: text, for: "replace", site)
        var next = limit == 0 ? nil : try matches.next()
        while let match = next, count < limit ?? .infinity {
            result += slice(units, start, match.start).utf8
            if let template {
                ReplacementTemplate.fill(template, groups: match.groups.count, into: &result) { group, result in
                    result += (group == 0 ? match.text : match.groups[group - 1] ?? "").utf8
                }
            } else if case .function(let function) = replacement {
                result += try substitute(for: match, function, site).utf8
            }
            start = match.start + match.text.utf16.count
            count += 1
            next = try matches.next()
        }
        result += slice(units, start, units.count).utf8
        try site.machine.charge(result.count >> 4)
        return .string(String(decoding: result, as: UTF8.self))
    }

    /// Matches of a regular expression, replaced by a template: nothing is made but the result.
    private static func replaced(
        _ text: String, _ regex: RegexFunction, _ template: [UInt8], _ limit: Double?, _ site: CallSite
    ) throws(JSONataError) -> Value {
        let search = site.machine.search(regex, text)
        var result: [UInt8] = []
        result.reserveCapacity(search.length + template.count)
        var start = 0
        var count = 0.0
        var next = limit == 0 ? nil : try search.match(from: 0)
        while let match = next, count < limit ?? .infinity {
            search.append(start..<match.lowerBound, to: &result)
            ReplacementTemplate.fill(template, groups: search.groupCount, into: &result) { group, result in
                if let bounds = search.bounds(group) { search.append(bounds, to: &result) }
            }
            start = match.upperBound
            count += 1
            next = try search.match(behind: start)
        }
        search.append(start..<search.length, to: &result)
        site.machine.idleSearch = search
        try site.machine.charge(result.count >> 4)
        return .string(String(decoding: result, as: UTF8.self))
    }

    private static func substitute(
        for match: Matches.Match, _ function: any Callable, _ site: CallSite
    ) throws(JSONataError) -> String {
        let value = try site.call(function, [match.argument])
        guard case .string(let text) = value else { throw JSONataError(code: "D3012", value: value.evidence) }
        return text
    }
}
