extension Builtins {
    static let strings: [Native] = [
        defined("string", 1, "<x-b?:s>") { arguments, site throws(JSONataError) in
            let text = try ValuePrinter.text(of: arguments[0], isPretty: arguments.at(1).isTrue)
            try site.machine.charge(text.utf8.count >> 4)
            return .string(text)
        },
        ofString("length", "<s-:n>") { text throws(JSONataError) in .number(Double(Text.length(text))) },
        ofString("uppercase") { text throws(JSONataError) in .string(text.uppercased()) },
        ofString("lowercase") { text throws(JSONataError) in .string(text.lowercased()) },
        ofString("trim") { text throws(JSONataError) in .string(trimmed(text)) },
        native("substring", 3, "<s-nn?:s>") { arguments, _ throws(JSONataError) in
            guard case .string(let text) = arguments.at(0) else { return .undefined }
            return .string(substring(text, arguments.at(1).number ?? 0, arguments.at(2).number))
        },
        native("substringBefore", 2, "<s-s:s>") { arguments, _ throws(JSONataError) in
            guard case .string(let text) = arguments.at(0) else { return .undefined }
            guard let part = arguments.at(1).string, let cut = cut(text, at: part) else { return .string(text) }
            return .string(cut.before)
        },
        native("substringAfter", 2, "<s-s:s>") { arguments, _ throws(JSONataError) in
            guard case .string(let text) = arguments.at(0) else { return .undefined }
            guard let part = arguments.at(1).string, let cut = cut(text, at: part) else { return .string(text) }
            return .string(cut.after)
        },
        native("pad", 3, "<s-ns?:s>") { arguments, site throws(JSONataError) in
            guard case .string(let text) = arguments.at(0), let width = arguments.at(1).number else {
                return .undefined
            }
            return try padded(text, width, arguments.at(2).string ?? " ", site)
        },
        native("join", 2, "<a<s>s?:s>") { arguments, site throws(JSONataError) in
            guard !arguments.at(0).isUndefined else { return .undefined }
            return try joined(List(arguments[0]), arguments.at(1).string ?? "", site)
        },
    ]

    private static func trimmed(_ text: String) -> String {
        let words = text.utf8.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        return words.map { String($0) ?? "" }.joined(separator: " ")
    }

    /// JavaScript's slice: bounds are cut to whole numbers, negative ones count from the end.
    private static func substring(_ text: String, _ start: Double, _ length: Double?) -> String {
        let count = Double(Text.length(text))
        let from = count + start < 0 ? 0 : start
        var to = count
        if let length {
            if length <= 0 { return "" }
            to = from >= 0 ? from + length : count + from + length
        }
        let lower = place(from, count)
        let upper = place(to, count)
        return lower < upper ? Text.slice(text, lower..<upper) : ""
    }

    private static func place(_ position: Double, _ count: Double) -> Int {
        let whole = position.rounded(.towardZero)
        return Int(min(count, max(0, whole < 0 ? count + whole : whole)))
    }

    private static func cut(_ text: String, at part: String) -> (before: String, after: String)? {
        let bytes = Array(text.utf8)
        let wanted = Array(part.utf8)
        guard let place = Text.find(wanted, in: bytes) else { return nil }
        return (
            String(decoding: bytes[..<place], as: UTF8.self),
            String(decoding: bytes[(place + wanted.count)...], as: UTF8.self)
        )
    }

    private static func padded(
        _ text: String, _ width: Double, _ filler: String, _ site: CallSite
    ) throws(JSONataError) -> Value {
        let length = Text.length(text)
        let wanted = min(abs(width.rounded(.towardZero)), 1e9)
        let missing = Int(wanted) - length
        guard missing > 0 else { return .string(text) }
        try site.machine.admit(count: missing)
        let unit = Array((filler.isEmpty ? " " : filler).unicodeScalars)
        var padding = String.UnicodeScalarView()
        for index in 0..<missing { padding.append(unit[index % unit.count]) }
        return .string(width > 0 ? text + String(padding) : String(padding) + text)
    }

    private static func joined(_ list: List, _ separator: String, _ site: CallSite) throws(JSONataError) -> Value {
        var result = ""
        for index in 0..<list.count {
            if index > 0 { result += separator }
            result += list[index].string ?? ""
        }
        try site.machine.charge(result.utf8.count >> 4)
        return .string(result)
    }
}
