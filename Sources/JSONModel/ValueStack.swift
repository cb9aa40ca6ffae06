/// The values that have been read and belong to a container that is still open.
struct ValueStack: ~Copyable {
    private var places = UnsafeMutablePointer<JSONValue>.allocate(capacity: 32)
    private var capacity = 32
    private(set) var count = 0

    deinit {
        places.deinitialize(count: count)
        places.deallocate()
    }

    @inline(__always)
    mutating func append(_ value: consuming JSONValue) {
        if count == capacity { grow() }
        (places + count).initialize(to: value)
        count += 1
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<JSONValue>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: places, count: count)
        places.deallocate()
        places = larger
        capacity *= 2
    }

    mutating func removeLast() -> JSONValue {
        count -= 1
        return (places + count).move()
    }

    /// The last `number` values, taken off the stack.
    mutating func removeLast(_ number: Int) -> [JSONValue] {
        let first = removeLastPlaces(number)
        return Array(unsafeUninitializedCapacity: number) { buffer, initialized in
            buffer.baseAddress?.moveInitialize(from: first, count: number)
            initialized = number
        }
    }

    /// The last `number` values' places: the caller must move them away before the stack is used again.
    mutating func removeLastPlaces(_ number: Int) -> UnsafeMutablePointer<JSONValue> {
        count -= number
        return places + count
    }

    /// Moves the last value down to `place`, where another stood; nothing where it is there.
    mutating func settleLast(at place: Int) {
        guard place < count - 1 else { return }
        places[place] = removeLast()
    }
}
