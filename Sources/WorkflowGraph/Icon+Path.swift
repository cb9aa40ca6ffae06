extension Icon {
    /// The symbol's strokes in a square of 16 pixels.
    var strokes: String {
        switch self {
        case .arrow: "M3 8H12.5M9 4.5L12.5 8L9 11.5"
        case .diamond: "M8 2.5L13.5 8L8 13.5L2.5 8Z"
        case .clock: Self.circle(8, 8, 5.7) + "M8 4.8V8L10.3 9.6"
        case .check: "M3.5 8.6L6.8 11.6L12.6 4.8"
        case .cross: "M4.2 4.2L11.8 11.8M11.8 4.2L4.2 11.8"
        case .lanes: "M8 2.2V13.8M3.5 13.8V8.5Q3.5 5.5 6.5 5.5H9.5Q12.5 5.5 12.5 8.5V13.8"
        case .stack: "M2.8 5.8H10.2V13.2H2.8ZM5.8 5.4V2.8H13.2V10.2H10.6"
        case .gear: Self.circle(8, 8, 3.6) + "M8 1.8V4M8 12V14.2M1.8 8H4M12 8H14.2" + Self.diagonals
        case .gears: "M1.5 3.5H5.5V12.5H1.5ZM10.5 3.5H14.5V12.5H10.5ZM6.6 8H9.4M1.5 8H5.5M10.5 8H14.5"
        case .function: "M4.4 13.4L8.4 6.4M5 2.6H6.2Q7.2 2.6 7.6 3.8L10.6 12.2Q11 13.4 12.2 13.2"
        case .megaphone: "M2.5 6.4V9.6H4.6L10.8 12.6V3.4L4.6 6.4ZM13.2 6.4V9.6M5.4 9.8V13"
        case .queue: "M2 5H5.2V11H2ZM6.4 5H9.6V11H6.4ZM10.8 5H14V11H10.8Z"
        case .bucket: "M2.8 4.2A5.2 1.8 0 1 0 13.2 4.2A5.2 1.8 0 1 0 2.8 4.2L4.2 12.2Q8 14.6 11.8 12.2L13.2 4.2"
        case .table: "M2.5 3H13.5V13H2.5ZM2.5 6.4H13.5M2.5 9.7H13.5M6.4 6.4V13"
        case .flow:
            Self.circle(8, 3.4, 1.6) + Self.circle(3.8, 12.4, 1.6) + Self.circle(12.2, 12.4, 1.6)
                + "M8 5V8M3.8 10.8V8H12.2V10.8"
        case .bolt: "M8.8 2L4 9H7.6L7 14L12 6.8H8.4Z"
        case .globe: Self.circle(8, 8, 5.7) + "M2.3 8H13.7M8 2.3Q4.4 8 8 13.7M8 2.3Q11.6 8 8 13.7"
        case .key: Self.circle(5, 8, 2.7) + "M7.7 8H13.6V10.4M11 8V10.2"
        case .person: Self.circle(8, 5.2, 2.6) + "M3 13.4Q3.6 9.6 8 9.6Q12.4 9.6 13 13.4"
        case .database:
            "M3.2 4A4.8 1.8 0 1 0 12.8 4A4.8 1.8 0 1 0 3.2 4V12Q3.2 13.8 8 13.8Q12.8 13.8 12.8 12V4"
                + "M3.2 8Q3.2 9.8 8 9.8Q12.8 9.8 12.8 8"
        case .document: "M4 2.5H9.4L12.4 5.5V13.5H4ZM9.2 2.7V5.7H12.2M6 8.6H10.4M6 11H10.4"
        case .shield: "M8 2.2L13 4V8Q13 12 8 14Q3 12 3 8V4Z"
        }
    }

    /// An arrow around: what is tried again, in a square of 12 pixels.
    static let again = "M9.9 6A3.9 3.9 0 1 1 8.4 2.9M8.6 0.8V3.2H6.2"

    private static let diagonals = "M3.6 3.6L5.2 5.2M10.8 10.8L12.4 12.4M3.6 12.4L5.2 10.8M10.8 5.2L12.4 3.6"

    private static func circle(_ x: Double, _ y: Double, _ radius: Double) -> String {
        let (r, d) = (SVGWriter.number(radius), SVGWriter.number(2 * radius))
        return "M\(SVGWriter.number(x - radius)) \(SVGWriter.number(y))a\(r) \(r) 0 1 0 \(d) 0a\(r) \(r) 0 1 0 -\(d) 0"
    }
}
