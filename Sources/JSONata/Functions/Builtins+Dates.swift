import Foundations
import JSONModel

extension Builtins {
    static let dates: [Native] = [
        native("now", 2, "<s?s?:s>") { arguments, site throws(JSONataError) in
            let now = Double(site.machine.started.milliseconds)
            return try formatted(now, arguments.at(0).string, arguments.at(1).string)
        },
        native("millis", 0, "<:n>") { _, site throws(JSONataError) in
            .number(Double(site.machine.started.milliseconds))
        },
        native("fromMillis", 3, "<n-s?s?:s>") { arguments, _ throws(JSONataError) in
            guard case .number(let number) = arguments.at(0) else { return .undefined }
            guard abs(number) <= 8.64e15 else { throw JSONataError(code: "D1001", value: arguments[0].evidence) }
            return try formatted(number, arguments.at(1).string, arguments.at(2).string)
        },
        native("toMillis", 2, "<s-s?:n>") { arguments, site throws(JSONataError) in
            guard case .string(let text) = arguments.at(0) else { return .undefined }
            guard let picture = arguments.at(1).string else {
                if let number = ISOTimestamp.milliseconds(text) { return .number(number) }
                throw JSONataError(code: "D3110", value: .string(text))
            }
            let parser = try DateTimeParser(try DateTimePicture(picture))
            let number = try parser.milliseconds(text, now: site.machine.started, site.machine)
            return number.map { .number($0) } ?? .undefined
        },
    ]

    private static func formatted(_ number: Double, _ picture: String?, _ zone: String?) throws(JSONataError) -> Value {
        if let picture {
            return .string(try DateTimeFormatter.text(number, try DateTimePicture(picture), zone: zone))
        }
        guard let iso = DateTimePicture.iso else { return .undefined }
        return .string(try DateTimeFormatter.text(number, iso, zone: zone))
    }
}
