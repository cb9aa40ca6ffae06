import Foundations
import JSONModel
import ServicePorts

/// Conditions on an object as it is (RFC 9110, section 13, as `GetObject` and `CopyObject` document them).
struct Preconditions {
    enum Outcome: Equatable {
        case hold
        case notModified
        case failed(String)
    }

    var ifMatch: String?
    var ifNoneMatch: String?
    /// Whole seconds, as HTTP dates are.
    var ifModifiedSince: Int64?
    var ifUnmodifiedSince: Int64?

    /// `prefix`: `CopySource` for those on the source of a copy.
    init(_ input: JSONObject, prefix: String = "") {
        ifMatch = input.string(prefix + "IfMatch")
        ifNoneMatch = input.string(prefix + "IfNoneMatch")
        ifModifiedSince = input.double(prefix + "IfModifiedSince").map(Self.seconds)
        ifUnmodifiedSince = input.double(prefix + "IfUnmodifiedSince").map(Self.seconds)
    }

    func outcome(for object: StoredObject) -> Outcome {
        let modified = Self.seconds(object.modified.seconds)
        if let ifMatch {
            guard EntityTag.list(ifMatch, contains: object.entityTag) else { return .failed("If-Match") }
        } else if let ifUnmodifiedSince, modified > ifUnmodifiedSince {
            return .failed("If-Unmodified-Since")
        }
        if let ifNoneMatch {
            return EntityTag.list(ifNoneMatch, contains: object.entityTag) ? .notModified : .hold
        }
        if let ifModifiedSince, modified <= ifModifiedSince { return .notModified }
        return .hold
    }

    private static func seconds(_ value: Double) -> Int64 { Int64(exactly: value.rounded(.down)) ?? .max }
}
