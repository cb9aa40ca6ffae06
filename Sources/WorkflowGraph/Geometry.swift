/// A place in a drawing: pixels to the right and down from its upper left corner.
public struct Point: Sendable, Hashable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    static func + (left: Point, right: Point) -> Point { Point(left.x + right.x, left.y + right.y) }
}

public struct Size: Sendable, Hashable {
    public var width: Double
    public var height: Double

    public init(_ width: Double, _ height: Double) {
        self.width = width
        self.height = height
    }
}

public struct Rectangle: Sendable, Hashable {
    public var origin: Point
    public var size: Size

    public init(origin: Point, size: Size) {
        self.origin = origin
        self.size = size
    }

    init(center: Point, size: Size) {
        self.init(origin: Point(center.x - size.width / 2, center.y - size.height / 2), size: size)
    }

    public var minX: Double { origin.x }
    public var minY: Double { origin.y }
    public var maxX: Double { origin.x + size.width }
    public var maxY: Double { origin.y + size.height }
    public var center: Point { Point(minX + size.width / 2, minY + size.height / 2) }

    /// Whether the insides have a point in common.
    public func overlaps(_ other: Rectangle) -> Bool {
        minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
    }

    public func contains(_ other: Rectangle) -> Bool {
        minX <= other.minX && other.maxX <= maxX && minY <= other.minY && other.maxY <= maxY
    }

    func moved(by offset: Point) -> Rectangle { Rectangle(origin: origin + offset, size: size) }
}

/// A line through a drawing, from its start over straight and curved steps.
public struct Path: Sendable, Hashable {
    public enum Step: Sendable, Hashable {
        case line(Point)
        case curve(Point, Point, to: Point)

        public var end: Point {
            switch self {
            case .line(let end), .curve(_, _, to: let end): end
            }
        }
    }

    public var start: Point
    public var steps: [Step] = []

    public init(start: Point) { self.start = start }

    public var end: Point { steps.last?.end ?? start }

    mutating func line(to point: Point) {
        if point != end { steps.append(.line(point)) }
    }

    mutating func curve(_ first: Point, _ second: Point, to point: Point) {
        steps.append(.curve(first, second, to: point))
    }

    /// The same line walked from its end.
    var reversed: Path {
        var path = Path(start: end)
        let ends = [start] + steps.map(\.end)
        for index in steps.indices.reversed() {
            switch steps[index] {
            case .line: path.steps.append(.line(ends[index]))
            case .curve(let first, let second, to: _): path.steps.append(.curve(second, first, to: ends[index]))
            }
        }
        return path
    }

    func moved(by offset: Point) -> Path {
        var path = Path(start: start + offset)
        path.steps = steps.map { step in
            switch step {
            case .line(let end): .line(end + offset)
            case .curve(let first, let second, to: let end): .curve(first + offset, second + offset, to: end + offset)
            }
        }
        return path
    }

    /// A box around each step, in order: no step leaves the points that it is made of.
    public var extents: [Rectangle] {
        var from = start
        return steps.map { step in
            defer { from = step.end }
            switch step {
            case .line(let end): return Self.extent([from, end])
            case .curve(let first, let second, to: let end): return Self.extent([from, first, second, end])
            }
        }
    }

    private static func extent(_ points: [Point]) -> Rectangle {
        let (xs, ys) = (points.map(\.x), points.map(\.y))
        let origin = Point(xs.min() ?? 0, ys.min() ?? 0)
        return Rectangle(origin: origin, size: Size((xs.max() ?? 0) - origin.x, (ys.max() ?? 0) - origin.y))
    }
}
