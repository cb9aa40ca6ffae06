/// A text with `${Name}` in it.
public enum Substitution {
    public enum Piece: Sendable, Hashable {
        case text(String)
        /// What stood between `${` and `}`.
        case name(String)
    }

    /// The pieces in order. A `${` that nothing closes is text, and so is one whose content no name can be; with
    /// `unescapes`, `${!Name}` is the text `${Name}`.
    public static func pieces(_ text: String, unescapes: Bool = true) -> [Piece] {
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let start = rest.range(of: "${") {
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
            let inner = rest[start.upperBound..<end]
            append(rest[..<start.lowerBound], to: &pieces)
            if inner.first == "!", unescapes {
                append("${" + inner.dropFirst() + "}", to: &pieces)
            } else if isName(inner) {
                pieces.append(.name(String(inner)))
            } else {
                append("${" + inner + "}", to: &pieces)
            }
            rest = rest[rest.index(after: end)...]
        }
        append(rest, to: &pieces)
        return pieces
    }

    private static func append(_ text: some StringProtocol, to pieces: inout [Piece]) {
        guard !text.isEmpty else { return }
        if case .text(let last)? = pieces.last {
            pieces[pieces.count - 1] = .text(last + text)
        } else {
            pieces.append(.text(String(text)))
        }
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                switch $0 {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension Substring {
    /// The first place of `text` in it.
    fileprivate func range(of text: String) -> Range<Index>? {
        let wanted = Array(text.utf8)
        var start = startIndex
        while let candidate = self[start...].utf8.firstIndex(of: wanted[0]) {
            if self[candidate...].utf8.starts(with: wanted) {
                return candidate..<utf8.index(candidate, offsetBy: wanted.count)
            }
            start = utf8.index(after: candidate)
        }
        return nil
    }
}
