/// Where a value stands, and which places are those of the values in it.
struct SourcePlace: Sendable {
    /// 0 where it has none: no name stands there.
    fileprivate var name: UInt32
    fileprivate var value: UInt32
    fileprivate var firstChild: UInt32 = 0
    fileprivate var childCount: UInt32 = 0

    var nameOffset: Int? { name == 0 ? nil : Int(name) }
    var valueOffset: Int { Int(value) }
    var children: Range<Int> { Int(firstChild)..<Int(firstChild) + Int(childCount) }
}

/// Lays the places of a container's values side by side when it closes: of an array in their order, of a large object
/// in the order of their names.
struct PlaceRecorder: JSONPositionRecorder {
    private let names: SourceNames
    private(set) var places: [SourcePlace] = []
    /// The places of values whose container is open.
    private var unfinished: [SourcePlace] = []
    /// Where in `unfinished` those of each open container begin.
    private var bases: [Int] = []
    private var name: UInt32 = 0

    /// `text` must outlive the parser.
    init(text: UnsafeBufferPointer<UInt8>) { names = SourceNames(text: text) }

    /// The place of the whole, once it has been read.
    var root: SourcePlace { unfinished.first ?? SourcePlace(name: 0, value: 0) }

    mutating func name(at offset: Int) { name = UInt32(offset) }

    mutating func value(at offset: Int) {
        unfinished.append(SourcePlace(name: name, value: UInt32(offset)))
        name = 0
    }

    mutating func open() { bases.append(unfinished.count) }

    mutating func close(isObject: Bool) {
        let base = bases.removeLast()
        let children = unfinished[base...]
        unfinished[base - 1].firstChild = UInt32(places.count)
        unfinished[base - 1].childCount = UInt32(children.count)
        if isObject, children.count > SourceNames.mostUnsorted {
            places.append(contentsOf: names.sorted(children))
        } else {
            places.append(contentsOf: children)
        }
        unfinished.removeLast(unfinished.count - base)
    }
}

/// Finds members by name among their places, of which the text itself has the names.
struct SourceNames {
    private let text: UnsafeBufferPointer<UInt8>

    /// More than these stand sorted.
    static let mostUnsorted = 16

    init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    /// By name; those of one name in the text's order.
    func sorted(_ places: ArraySlice<SourcePlace>) -> [SourcePlace] {
        let named = places.map { (name: name(of: $0), place: $0) }
        return named.sorted { left, right in
            if left.name == right.name { return left.place.value < right.place.value }
            return left.name.lexicographicallyPrecedes(right.name)
        }.map(\.place)
    }

    /// The last member of that name.
    func find(_ name: [UInt8], in places: ArraySlice<SourcePlace>) -> SourcePlace? {
        guard places.count > Self.mostUnsorted else { return places.last { self.name(of: $0) == name } }
        var low = places.startIndex
        var high = places.endIndex
        while low < high {
            let middle = (low + high) / 2
            if name.lexicographicallyPrecedes(self.name(of: places[middle])) { high = middle } else { low = middle + 1 }
        }
        guard low > places.startIndex, self.name(of: places[low - 1]) == name else { return nil }
        return places[low - 1]
    }

    /// The name as it is meant, without escapes; the parser has found it right.
    private func name(of place: SourcePlace) -> [UInt8] {
        let begin = Int(place.name) + 1
        var end = begin
        while text[end] != UInt8(ascii: "\""), text[end] != UInt8(ascii: "\\") { end += 1 }
        if text[end] == UInt8(ascii: "\"") { return Array(text[begin..<end]) }
        var parser = JSONParser(bytes: text, maxDepth: 0, recorder: NoPositions())
        parser.next += begin - 1
        return ((try? parser.parseString()) ?? "").utf8.map { $0 }
    }
}
