/// The names of an object's members in their order; objects with the same names may share one.
///
/// Names are compared as texts of code points: `é` in one and in two code points are two names, as in JSON.
// Sendable because it is changed only while one value holds it, and read otherwise.
final class ObjectNames: @unchecked Sendable {
    // Reads are not checked for overlap with changes at run time: see above.
    @exclusivity(unchecked) private(set) var list: [String]
    /// Name → position, kept only where a linear search would be slow.
    @exclusivity(unchecked) private var index: [ExactText: Int]?
    /// Then a name equals another where both have as many bytes and `==` says so.
    @exclusivity(unchecked) private var isASCII: Bool

    private static let indexedFrom = 16

    init() {
        list = []
        isASCII = true
    }

    /// Names that are known to differ.
    init(unique names: [String]) {
        list = names
        isASCII = names.allSatisfy(\.isASCII)
        if names.count >= Self.indexedFrom { reindex() }
    }

    private init(_ list: [String], _ index: [ExactText: Int]?, _ isASCII: Bool) {
        self.list = list
        self.index = index
        self.isASCII = isASCII
    }

    func copy() -> ObjectNames { ObjectNames(list, index, isASCII) }

    func reserveCapacity(_ count: Int) { list.reserveCapacity(count) }

    func position(of name: String) -> Int? {
        if let index { return index[ExactText(name)] }
        return list.withUnsafeBufferPointer { names in
            let count = name.utf8.count
            if isASCII { return names.firstIndex { $0.utf8.count == count && $0 == name } }
            return names.firstIndex { ExactText.equal($0, name) }
        }
    }

    func stands(_ name: String, at position: Int) -> Bool {
        guard position < list.count else { return false }
        let other = list[position]
        return isASCII ? other.utf8.count == name.utf8.count && other == name : ExactText.equal(other, name)
    }

    /// Adds a name that is not there, and gives its position.
    @discardableResult
    func append(_ name: String) -> Int {
        list.append(name)
        isASCII = isASCII && name.isASCII
        if index != nil {
            index?[ExactText(name)] = list.count - 1
        } else if list.count >= Self.indexedFrom {
            reindex()
        }
        return list.count - 1
    }

    func remove(at position: Int) {
        list.remove(at: position)
        index = nil
        if list.count >= Self.indexedFrom { reindex() }
    }

    private func reindex() {
        var index = [ExactText: Int](minimumCapacity: list.count)
        for (position, name) in list.enumerated() { index[ExactText(name)] = position }
        self.index = index
    }
}

extension String {
    fileprivate var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}

/// A text that equals only the same code points (`String` takes canonically equivalent ones for equal).
struct ExactText: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: ExactText, right: ExactText) -> Bool { equal(left.text, right.text) }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }

    static func equal(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count, left == right else { return false }
        let same = left.utf8.withContiguousStorageIfAvailable { first in
            right.utf8.withContiguousStorageIfAvailable { ByteScan.equal(first, $0) }
        }
        return (same ?? nil) ?? left.utf8.elementsEqual(right.utf8)
    }
}
