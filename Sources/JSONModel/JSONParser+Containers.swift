extension JSONParser {
    mutating func openArray() -> Bool {
        next += 1
        skipWhitespace()
        if take(UInt8(ascii: "]")) {
            values.append(.array([]))
            return false
        }
        frames.append(Frame(base: values.count, kind: .array))
        recorder.open()
        return true
    }

    mutating func openObject() throws(JSONSyntaxError) -> Bool {
        next += 1
        skipWhitespace()
        if take(UInt8(ascii: "}")) {
            values.append(.object(JSONObject()))
            return false
        }
        frames.append(Frame(base: values.count, kind: .shaped(ObjectShapes.none)))
        recorder.open()
        try parseName()
        return true
    }

    /// Behind a value: closes what ends here. True where another value follows, false at the end of the text.
    mutating func finishContainers() throws(JSONSyntaxError) -> Bool {
        while let frame = frames.last {
            skipWhitespace()
            switch frame.kind {
            case .array:
                if take(UInt8(ascii: ",")) {
                    skipWhitespace()
                    return true
                }
                guard take(UInt8(ascii: "]")) else { throw error("expected ',' or ']'") }
                closeArray(frame)
            case .shaped, .stray:
                if case .stray(let place) = frame.kind { values.settleLast(at: frame.base + place) }
                if take(UInt8(ascii: ",")) {
                    skipWhitespace()
                    try parseName()
                    return true
                }
                guard take(UInt8(ascii: "}")) else { throw error("expected ',' or '}'") }
                closeObject(frame)
            }
        }
        skipWhitespace()
        return false
    }

    private mutating func closeArray(_ frame: Frame) {
        frames.removeLast()
        let elements = values.removeLast(values.count - frame.base)
        values.append(.array(elements))
        recorder.close(isObject: false)
    }

    private mutating func closeObject(_ frame: Frame) {
        frames.removeLast()
        let count = values.count - frame.base
        let names: ObjectNames
        if case .shaped(let shape) = frame.kind { names = shapes.names(of: shape) } else { names = strays.removeLast() }
        let object = JSONObject(names: names, movingFrom: values.removeLastPlaces(count))
        values.append(.object(object))
        recorder.close(isObject: true)
    }

    /// The name, the colon and the blanks up to the value.
    private mutating func parseName() throws(JSONSyntaxError) {
        guard next < end, next.pointee == UInt8(ascii: "\"") else {
            throw error("expected a member name in double quotes")
        }
        recorder.name(at: next - start)
        let top = frames.count - 1
        if case .shaped(let shape) = frames[top].kind, let longer = shapes.known(after: shape, next, end) {
            next += shapes.length(of: longer)
            frames[top].kind = .shaped(longer)
        } else {
            try parseNewName(top)
        }
        skipWhitespace()
        guard take(UInt8(ascii: ":")) else { throw error("expected ':'") }
        skipWhitespace()
    }

    private mutating func parseNewName(_ top: Int) throws(JSONSyntaxError) {
        let begin = next
        let name = try parseString()
        if case .shaped(let shape) = frames[top].kind {
            if let longer = shapes.add(name, after: shape, from: begin, to: next) {
                frames[top].kind = .shaped(longer)
                return
            }
            strays.append(shapes.names(of: shape).copy())
        }
        let names = strays[strays.count - 1]
        let place = names.position(of: name) ?? names.append(name)
        frames[top].kind = .stray(place: place)
    }
}
