/// Builds XML text that is well-formed whatever the names are.
struct SVGWriter {
    private(set) var text = ""
    private var open: [String] = []

    mutating func element(_ name: String, _ attributes: [(String, String)], _ body: (inout SVGWriter) -> Void) {
        start(name, attributes, closing: ">")
        text += "\n"
        open.append(name)
        body(&self)
        open.removeLast()
        text += indent + "</\(name)>\n"
    }

    mutating func leaf(_ name: String, _ attributes: [(String, String)] = [], text content: String? = nil) {
        guard let content else {
            start(name, attributes, closing: "/>\n")
            return
        }
        start(name, attributes, closing: ">")
        text += Self.escaped(content) + "</\(name)>\n"
    }

    /// Text that is known to be safe, on lines of its own.
    mutating func raw(_ lines: [String]) {
        for line in lines { text += indent + line + "\n" }
    }

    private mutating func start(_ name: String, _ attributes: [(String, String)], closing: String) {
        text += indent + "<\(name)"
        for (key, value) in attributes { text += " \(key)=\"\(Self.escaped(value))\"" }
        text += closing
    }

    private var indent: String { String(repeating: " ", count: open.count) }

    /// For content and attributes; what XML 1.0 does not allow at all becomes U+FFFD.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result += " "
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE:
                result.unicodeScalars.append("\u{FFFD}")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A number with at most one decimal.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }
}

extension Path {
    /// The `d` of an SVG path; the end drawn back by some pixels, where an arrow's head stands instead.
    func data(shortenedBy length: Double = 0) -> String {
        var path = self
        path.drawBack(length)
        func pair(_ point: Point) -> String { SVGWriter.number(point.x) + " " + SVGWriter.number(point.y) }
        let steps = path.steps.map { step in
            switch step {
            case .line(let end): "L" + pair(end)
            case .curve(let first, let second, to: let end):
                "C" + [first, second, end].map(pair).joined(separator: " ")
            }
        }
        return "M" + pair(path.start) + steps.joined()
    }

    private mutating func drawBack(_ length: Double) {
        guard length > 0, let last = steps.last else { return }
        let before: Point
        switch last {
        case .line: before = steps.count > 1 ? steps[steps.count - 2].end : start
        case .curve(_, let second, to: _): before = second
        }
        let (dx, dy) = (last.end.x - before.x, last.end.y - before.y)
        let distance = (dx * dx + dy * dy).squareRoot()
        guard distance > length else { return }
        let end = Point(last.end.x - dx / distance * length, last.end.y - dy / distance * length)
        switch last {
        case .line: steps[steps.count - 1] = .line(end)
        case .curve(let first, let second, to: _): steps[steps.count - 1] = .curve(first, second, to: end)
        }
    }
}
