extension JSONObject {
    /// Counts, names and values in one allocation, the values behind the header.
    final class Storage: ManagedBuffer<Header, JSONValue> {
        deinit {
            _ = withUnsafeMutablePointers { header, values in values.deinitialize(count: header.pointee.count) }
        }
    }

    struct Header {
        var names: ObjectNames
        var count: Int
        var capacity: Int
    }
}

extension JSONObject.Storage {
    static func make(_ names: ObjectNames, capacity: Int) -> JSONObject.Storage {
        let header = JSONObject.Header(names: names, count: 0, capacity: capacity)
        let made = create(minimumCapacity: capacity) { _ in header }
        return unsafeDowncast(made, to: JSONObject.Storage.self)
    }

    /// Of values that it takes from there.
    static func make(_ names: ObjectNames, movingFrom values: UnsafeMutablePointer<JSONValue>) -> JSONObject.Storage {
        let count = names.list.count
        let made = make(names, capacity: count)
        made.withUnsafeMutablePointers { header, places in
            places.moveInitialize(from: values, count: count)
            header.pointee.count = count
        }
        return made
    }

    func copy(capacity: Int, ownNames: Bool) -> JSONObject.Storage {
        let names = ownNames ? header.names.copy() : header.names
        let made = JSONObject.Storage.make(names, capacity: max(capacity, header.count))
        withUnsafeMutablePointers { header, places in
            made.withUnsafeMutablePointers { itsHeader, itsPlaces in
                itsPlaces.initialize(from: places, count: header.pointee.count)
                itsHeader.pointee.count = header.pointee.count
            }
        }
        return made
    }

    /// The same values in a larger allocation; this one is left without values.
    func grown(to capacity: Int) -> JSONObject.Storage {
        let made = JSONObject.Storage.make(header.names, capacity: capacity)
        withUnsafeMutablePointers { header, places in
            made.withUnsafeMutablePointers { itsHeader, itsPlaces in
                itsPlaces.moveInitialize(from: places, count: header.pointee.count)
                itsHeader.pointee.count = header.pointee.count
                header.pointee.count = 0
            }
        }
        return made
    }

    @inline(__always)
    func value(at position: Int) -> JSONValue {
        withUnsafeMutablePointers { header, places in
            precondition(position >= 0 && position < header.pointee.count, "no member has that position")
            return places[position]
        }
    }

    func value(of name: String) -> JSONValue? {
        withUnsafeMutablePointers { header, places in
            let position = Unmanaged.passUnretained(header.pointee.names)._withUnsafeGuaranteedRef {
                $0.position(of: name)
            }
            guard let position else { return nil }
            return places[position]
        }
    }

    func setValue(_ value: JSONValue, at position: Int) {
        withUnsafeMutablePointerToElements { $0[position] = value }
    }

    /// Behind the last, where there is room; the name is the caller's.
    func appendValue(_ value: JSONValue) {
        withUnsafeMutablePointers { header, places in
            (places + header.pointee.count).initialize(to: value)
            header.pointee.count += 1
        }
    }

    func removeValue(at position: Int) -> JSONValue {
        withUnsafeMutablePointers { header, places in
            let removed = (places + position).move()
            let behind = header.pointee.count - position - 1
            (places + position).moveInitialize(from: places + position + 1, count: behind)
            header.pointee.count -= 1
            return removed
        }
    }
}
