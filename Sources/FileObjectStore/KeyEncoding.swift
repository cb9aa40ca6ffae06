/// Where a key lies on disk: a reversible naming that leaves ordinary keys as they are.
///
/// A key is cut at its slashes into segments; the last one names a file, the others folders. A segment is its own
/// name on disk (`data/raw/flights.csv` lies at exactly that path, `%`, spaces and control characters included) unless
/// a file system could not hold it:
/// - the empty segment (`a//b`, the folder marker `a/`) is named `.%`;
/// - `.`, `..`, one that begins with `.%`, one with a NUL, and one of more than 255 bytes is named `.%=` and the
///   segment, with `%` written as `%25` and NUL as `%00`; where that is longer than 255 bytes, it is cut into folders
///   `.%+…` and a last name `.%=…`.
/// - An object whose name is taken by a folder (`a`, when `a/b` exists too) is named `.%!` and the segment, written in
///   the same way, in the same folder: the *shadow* name. It counts only while no file has the plain name.
///
/// All these names begin with a dot, so engines that read a folder (Spark, DuckDB's globs, `ls`) pass over them.
/// A name on disk that begins with `.%` and that this encoding would not have chosen is not an object.
enum KeyEncoding {
    typealias Name = [UInt8]

    /// The most bytes a name may have on the file systems in use.
    static let longestName = 255
    private static let mark: Name = Array(".%".utf8)
    private static let whole = UInt8(ascii: "=")
    private static let chunk = UInt8(ascii: "+")
    private static let shadow = UInt8(ascii: "!")
    private static let percent = UInt8(ascii: "%")

    /// What a name on disk means.
    enum Meaning: Equatable {
        case segment(Name)
        case shadow(Name)
        /// A folder whose names go on where this one ends.
        case beginning(Name)
        case nothing
    }

    static func segments(of key: [UInt8]) -> [Name] {
        key.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Array.init)
    }

    /// The names, one below the other, under which a segment lies.
    static func names(of segment: Name) -> [Name] {
        if segment.isEmpty { return [mark] }
        if isOrdinary(segment) { return [segment] }
        return marked(segment, last: whole)
    }

    static func shadowNames(of segment: Name) -> [Name] { marked(segment, last: shadow) }

    static func meaning(of name: Name) -> Meaning {
        guard name.starts(with: mark) else { return .segment(name) }
        guard name.count > mark.count else { return .segment([]) }
        let text = unescaped(name.dropFirst(mark.count + 1))
        switch (name[mark.count], text) {
        case (whole, let text?): return .segment(text)
        case (shadow, let text?): return .shadow(text)
        case (chunk, let text?): return .beginning(text)
        default: return .nothing
        }
    }

    private static func isOrdinary(_ segment: Name) -> Bool {
        segment.count <= longestName && segment != [46] && segment != [46, 46] && !segment.starts(with: mark)
            && !segment.contains(0)
    }

    private static func marked(_ segment: Name, last: UInt8) -> [Name] {
        var rest = escaped(segment)[...]
        var names: [Name] = []
        let room = longestName - mark.count - 1
        while rest.count > room {
            let cut = boundary(in: rest, atMost: room)
            names.append(mark + [chunk] + rest[..<cut])
            rest = rest[cut...]
        }
        return names + [mark + [last] + rest]
    }

    /// Where to cut so that neither an escape nor a character is torn.
    private static func boundary(in text: ArraySlice<UInt8>, atMost room: Int) -> Int {
        var cut = text.startIndex + room
        while cut > text.startIndex + 1, text[cut] & 0xC0 == 0x80 { cut -= 1 }
        if text[cut - 1] == percent { return cut - 1 }
        if text[cut - 2] == percent { return cut - 2 }
        return cut
    }

    private static func escaped(_ segment: Name) -> Name {
        var result: Name = []
        for byte in segment {
            switch byte {
            case percent: result += Array("%25".utf8)
            case 0: result += Array("%00".utf8)
            default: result.append(byte)
            }
        }
        return result
    }

    private static func unescaped(_ text: ArraySlice<UInt8>) -> Name? {
        var result: Name = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == percent else {
                result.append(byte)
                continue
            }
            if rest.starts(with: Array("25".utf8)) {
                result.append(percent)
            } else if rest.starts(with: Array("00".utf8)) {
                result.append(0)
            } else {
                return nil
            }
            rest = rest.dropFirst(2)
        }
        return result
    }
}
