import JSONModel

/// The elements of an array, wherever they come from; anything else is a list of one.
struct List {
    enum Storage {
        case values([Value])
        case input([JSONValue])
    }

    let storage: Storage

    init(_ value: Value) {
        switch value {
        case .array(let array): storage = .values(array.elements)
        case .inputArray(let elements): storage = .input(elements)
        default: storage = .values([value])
        }
    }

    var count: Int {
        switch storage {
        case .values(let values): values.count
        case .input(let values): values.count
        }
    }

    subscript(index: Int) -> Value {
        switch storage {
        case .values(let values): values[index]
        case .input(let values): Value(values[index])
        }
    }

    /// The element, or undefined where there is none.
    func element(_ index: Int) -> Value { index >= 0 && index < count ? self[index] : .undefined }

    var values: [Value] {
        switch storage {
        case .values(let values): values
        case .input(let values): values.map { Value($0) }
        }
    }
}
