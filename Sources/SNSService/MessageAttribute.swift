import Foundation
import JSONModel
import ServicePorts

/// Checks of message attributes (developer guide, "Amazon SNS message attributes"), and what they mean to filters.
enum MessageAttribute {
    /// The attributes as they came, without members that AWS does not know.
    static func checked(_ attributes: JSONObject) throws(AWSError) -> JSONObject {
        var checked = JSONObject()
        for (name, attribute) in attributes {
            try check(name: name)
            checked[name] = .object(try self.checked(name, attribute))
        }
        return checked
    }

    private static func check(name: String) throws(AWSError) {
        let isMade = name.utf8.allSatisfy { TopicAttributes.isNameByte($0) || $0 == UInt8(ascii: ".") }
        guard (1...256).contains(name.utf8.count), isMade, !name.hasPrefix("."), !name.hasSuffix("."),
            !name.contains("..")
        else { throw SNSError.invalidValue("Invalid message attribute name '\(name)'.") }
    }

    private static func checked(_ name: String, _ attribute: JSONValue) throws(AWSError) -> JSONObject {
        guard let type = attribute["DataType"]?.stringValue, !type.isEmpty else {
            throw SNSError.invalidValue(
                "The message attribute '\(name)' must contain non-empty message attribute type.")
        }
        switch type.prefix(while: { $0 != "." }) {
        case "String": return ["DataType": .string(type), "StringValue": .string(try text(name, type, attribute))]
        case "Number":
            let text = try text(name, type, attribute)
            guard let number = Double(text), number.isFinite else {
                throw SNSError.invalidValue("Can't cast the value of message attribute '\(name)' to a number.")
            }
            return ["DataType": .string(type), "StringValue": .string(text)]
        case "Binary":
            guard let value = attribute["BinaryValue"]?.stringValue, !value.isEmpty, Data(base64Encoded: value) != nil
            else { throw empty(name, type) }
            return ["DataType": .string(type), "BinaryValue": .string(value)]
        default:
            throw SNSError.invalidValue(
                "The message attribute '\(name)' has an invalid message attribute type, the set of supported type "
                    + "prefixes is Binary, Number, and String.")
        }
    }

    private static func text(_ name: String, _ type: String, _ attribute: JSONValue) throws(AWSError) -> String {
        guard let text = attribute["StringValue"]?.stringValue, !text.isEmpty else { throw empty(name, type) }
        guard type == "String.Array" else { return text }
        guard (try? JSONValue(parsing: text))?.arrayValue != nil else {
            throw SNSError.invalidValue("The value of message attribute '\(name)' is not a JSON array.")
        }
        return text
    }

    private static func empty(_ name: String, _ type: String) -> AWSError {
        SNSError.invalidValue(
            "The message attribute '\(name)' must contain non-empty message attribute value for message attribute type "
                + "'\(type)'.")
    }

    /// Bytes of names, types and values: they count for the message's size.
    static func size(_ attributes: JSONObject) -> Int {
        attributes.reduce(0) { sum, attribute in
            let value = attribute.value.objectValue ?? [:]
            let binary = (value.string("BinaryValue")?.utf8.count ?? 0) * 3 / 4
            let text = (value.string("DataType") ?? "") + (value.string("StringValue") ?? "")
            return sum + attribute.key.utf8.count + text.utf8.count + binary
        }
    }

    /// The values that filter policies see: text, number, or the array's elements; a binary attribute is not seen.
    static func filterValues(_ attributes: JSONObject) -> JSONObject {
        var values = JSONObject()
        for (name, attribute) in attributes {
            guard let type = attribute["DataType"]?.stringValue, let text = attribute["StringValue"]?.stringValue else {
                continue
            }
            if type == "String.Array" {
                values[name] = try? JSONValue(parsing: text)
            } else if type.hasPrefix("Number"), let number = Double(text), number.isFinite {
                values[name] = .double(number)
            } else {
                values[name] = .string(text)
            }
        }
        return values
    }

    /// `{"NAME": {"Type": …, "Value": …}}`, as messages to endpoints carry them.
    static func delivered(_ attributes: JSONObject) -> JSONObject {
        JSONObject(
            attributes.map { name, attribute in
                let value = attribute["StringValue"] ?? attribute["BinaryValue"] ?? ""
                return (name, ["Type": attribute["DataType"] ?? "", "Value": value])
            })
    }
}
