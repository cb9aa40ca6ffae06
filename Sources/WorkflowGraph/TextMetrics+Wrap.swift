extension TextMetrics {
    /// The text in at most `lines` lines of at most `width` pixels, broken at spaces, and in a name also at `_`, `-`,
    /// `.`, `/`, `:` and before the capitals of camelCase; what does not fit ends in `…`.
    func wrap(_ text: String, width: Double, lines limit: Int, isName: Bool = true) -> [String] {
        var lines: [String] = []
        var line = ""
        for piece in pieces(of: text, isName: isName) {
            if self.width(line + trimmedEnd(piece)) <= width || (line.isEmpty && self.width(piece) <= width) {
                line += piece
                continue
            }
            if !line.isEmpty { lines.append(trimmedEnd(line)) }
            line = piece
            while self.width(trimmedEnd(line)) > width {
                let head = prefix(of: line, within: width)
                lines.append(head)
                line = String(line.dropFirst(head.count))
            }
        }
        if !trimmedEnd(line).isEmpty { lines.append(trimmedEnd(line)) }
        guard lines.count > limit else { return lines }
        let rest = lines[(limit - 1)...].joined(separator: " ")
        return Array(lines[..<(limit - 1)]) + [cut(rest, to: width)]
    }

    /// The text on one line, with `…` where something was left out.
    func cut(_ text: String, to width: Double) -> String {
        guard self.width(text) > width else { return text }
        return trimmedEnd(prefix(of: text, within: width - self.width("…"))) + "…"
    }

    private func prefix(of text: String, within width: Double) -> String {
        var taken = ""
        var used = 0.0
        for character in text {
            used += self.width(String(character))
            if used > width, !taken.isEmpty { break }
            taken.append(character)
        }
        return taken
    }

    private func trimmedEnd(_ text: String) -> String {
        var text = text[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    private func pieces(of text: String, isName: Bool) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var previous: Character?
        for character in text {
            let startsWord = isName && character.isUppercase && previous?.isLowercase == true
            if startsWord, !piece.isEmpty {
                pieces.append(piece)
                piece = ""
            }
            piece.append(character)
            if character == " " || (isName && "_-./:,".contains(character)) {
                pieces.append(piece)
                piece = ""
            }
            previous = character
        }
        return piece.isEmpty ? pieces : pieces + [piece]
    }
}
