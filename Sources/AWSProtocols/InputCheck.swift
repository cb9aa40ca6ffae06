import JSONModel

/// Checks an input by its model's constraints, and words what is wrong as AWS's services do.
struct InputCheck {
    private static let maximumReported = 10

    private let model: ServiceModel
    private var failures: [String] = []

    init(_ model: ServiceModel) { self.model = model }

    func check(_ input: JSONObject, of operation: Operation) throws(WireFault) {
        guard let shape = model.input(of: operation) else { return }
        var check = self
        check.members(input, shape, path: "", payload: model.payloadMember(of: operation))
        guard !check.failures.isEmpty else { return }
        let count = check.failures.count
        let noun = count == 1 ? "1 validation error" : "\(count) validation errors"
        let listed = check.failures.prefix(Self.maximumReported).joined(separator: "; ")
        throw WireFault(model.validationCode, "\(noun) detected: \(listed)")
    }

    private mutating func members(_ object: JSONObject, _ shape: Shape, path: String, payload: String? = nil) {
        for name in shape.required where name != payload && object[name] == nil {
            fail(nil, path + name.beanName, "Member must not be null")
        }
        for member in shape.members {
            guard let value = object[member.name] else { continue }
            self.value(value, model.shape(member), path: path + member.name.beanName)
        }
    }

    private mutating func value(_ value: JSONValue, _ shape: Shape, path: String) {
        switch value {
        case .object(let object) where shape.kind == .structure: members(object, shape, path: path + ".")
        case .object(let entries):
            bounds(entries.count, shape, value, path)
            for (name, value) in entries {
                if let target = shape.value { self.value(value, model.shape(target), path: "\(path).\(name).member") }
            }
        case .array(let elements):
            bounds(elements.count, shape, value, path)
            for (position, value) in elements.enumerated() {
                if let element = shape.element {
                    self.value(value, model.shape(element), path: "\(path).\(position + 1).member")
                }
            }
        case .string(let text): string(text, shape, path)
        case .number(let number): range(number, shape, path)
        case .null, .bool: break
        }
    }

    private mutating func bounds(_ count: Int, _ shape: Shape, _ value: JSONValue, _ path: String) {
        guard model.checksConstraints else { return }
        if let minimum = shape.minimum, Double(count) < minimum {
            fail(value.brief, path, "Member must have length greater than or equal to \(Int(minimum))")
        }
        if let maximum = shape.maximum, Double(count) > maximum {
            fail(value.brief, path, "Member must have length less than or equal to \(Int(maximum))")
        }
    }

    private mutating func string(_ text: String, _ shape: Shape, _ path: String) {
        // A blob's bounds are of its bytes, not of its base64 text.
        guard model.checksConstraints, shape.kind == .string else { return }
        bounds(text.unicodeScalars.count, shape, .string(text), path)
        if !shape.values.isEmpty, !shape.values.contains(text) {
            fail(text, path, "Member must satisfy enum value set: [\(shape.values.joined(separator: ", "))]")
        }
        if let pattern = shape.pattern, let simple = SimplePattern(pattern), !simple.matches(text) {
            fail(text, path, "Member must satisfy regular expression pattern: \(pattern)")
        }
    }

    private mutating func range(_ number: JSONNumber, _ shape: Shape, _ path: String) {
        guard model.checksConstraints, shape.kind != .timestamp else { return }
        if let minimum = shape.minimum, number.doubleValue < minimum {
            fail(number.description, path, "Member must have value greater than or equal to \(Int(minimum))")
        }
        if let maximum = shape.maximum, number.doubleValue > maximum {
            fail(number.description, path, "Member must have value less than or equal to \(Int(maximum))")
        }
    }

    private mutating func fail(_ value: String?, _ path: String, _ constraint: String) {
        let shown = value.map { "'\($0.prefix(1024))'" } ?? "null"
        failures.append("Value \(shown) at '\(path)' failed to satisfy constraint: \(constraint)")
    }
}

extension ServiceModel {
    /// States and S3 have errors of their own for what is out of bounds; these come from the services.
    fileprivate var checksConstraints: Bool { name != "states" && name != "s3" }

    fileprivate var validationCode: String {
        switch name {
        case "logs": "InvalidParameterException"
        case "s3": "InvalidRequest"
        case "sns", "iam", "sts": "ValidationError"
        default: "ValidationException"
        }
    }
}

extension String {
    /// `Name` → `name`, as the Java classes behind AWS's services call their members.
    fileprivate var beanName: String { prefix(1).lowercased() + dropFirst() }
}

extension JSONValue {
    /// What AWS shows of a value that is too long or too short.
    fileprivate var brief: String { stringValue ?? serialized() }
}
