public import Foundations
public import JSONModel

/// Words a service's output as an integration gives it to its state.
public struct ResultWording: Sendable {
    private let shapes: ServiceShapes
    private let naming: ShapeNaming

    public init(_ shapes: ServiceShapes, _ naming: ShapeNaming) {
        self.shapes = shapes
        self.naming = naming
    }

    /// Members renamed, keys of maps as they are. In SDK integrations a timestamp is ISO 8601 text and bytes are text
    /// where they are UTF-8; in optimized ones a timestamp is a number of milliseconds. What the structure does not have
    /// is left out, as the SDK leaves it out.
    public func result(_ output: JSONObject, structure position: Int) -> JSONObject {
        JSONObject(
            shapes.structure(position).compactMap { member in
                guard let value = output[member.name], !value.isNull else { return nil }
                return (naming.name(of: member.name), self.value(value, member.type))
            })
    }

    private func value(_ value: JSONValue, _ type: ShapeType) -> JSONValue {
        switch (type, value) {
        case (.structure(let position), .object(let object)): .object(result(object, structure: position))
        case (.list(let element, _), .array(let elements)): .array(elements.map { self.value($0, element) })
        case (.map(let element, _), .object(let entries)):
            .object(JSONObject(entries.map { ($0.key, self.value($0.value, element)) }))
        case (.timestamp(let isWhole), .number(let number)):
            time(Timestamp(seconds: isWhole ? number.doubleValue.rounded(.down) : number.doubleValue))
        case (.blob, .string(let text)) where naming == .sdk: .string(Self.text(ofBase64: text))
        default: value
        }
    }

    private func time(_ time: Timestamp) -> JSONValue {
        naming == .sdk ? .string(time.shortISO8601) : .int(Int(time.milliseconds))
    }

    /// The text that bytes are, where they are UTF-8; their base 64 else.
    public static func text(of bytes: [UInt8]) -> String {
        String(validating: bytes, as: UTF8.self) ?? Base64.encode(bytes)
    }

    private static func text(ofBase64 text: String) -> String { Base64.decode(text).map(Self.text) ?? text }
}

extension Timestamp {
    /// As Java's `Instant` writes itself: `2024-01-01T00:00:00Z`, `2024-01-01T00:00:00.120Z`.
    public var shortISO8601: String {
        milliseconds % 1000 == 0 ? String(iso8601.dropLast(".000Z".count)) + "Z" : iso8601
    }
}
