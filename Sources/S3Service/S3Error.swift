import JSONModel
import ServicePorts

extension AWSError {
    /// An error of S3's list "Error responses" that the model has no shape for.
    static func s3(_ code: String, _ status: Int, _ message: String, _ members: JSONObject = [:]) -> AWSError {
        AWSError(code, message, httpStatus: status, members: members)
    }

    static func invalidArgument(_ message: String) -> AWSError { s3("InvalidArgument", 400, message) }

    static func noSuchBucket(_ bucket: String?) -> AWSError {
        s3("NoSuchBucket", 404, "The specified bucket does not exist", ["BucketName": .string(bucket ?? "")])
    }

    static func noSuchKey(_ key: String?) -> AWSError {
        s3("NoSuchKey", 404, "The specified key does not exist.", ["Key": .string(key ?? "")])
    }

    static var noSuchUpload: AWSError {
        s3(
            "NoSuchUpload", 404,
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or "
                + "completed.")
    }

    static func preconditionFailed(_ condition: String) -> AWSError {
        s3(
            "PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold",
            ["Condition": .string(condition)])
    }

    static func unsupported(_ what: String) -> AWSError {
        s3("NotImplemented", 501, "A header you provided implies functionality that is not served here: \(what)")
    }

    init(_ error: ObjectStoreError, _ input: JSONObject) {
        switch error {
        case .noSuchBucket: self = .noSuchBucket(input.string("Bucket"))
        case .bucketNotEmpty:
            self = .s3(
                "BucketNotEmpty", 409, "The bucket you tried to delete is not empty",
                ["BucketName": .string(input.string("Bucket") ?? "")])
        case .noSuchUpload: self = .noSuchUpload
        case .conditionFailed: self = .preconditionFailed(input.string("IfMatch") == nil ? "If-None-Match" : "If-Match")
        case .incompleteBody:
            self = .s3(
                "IncompleteBody", 400,
                "You did not provide the number of bytes specified by the Content-Length HTTP header.")
        case .blocked(let name):
            self = .s3("AccessDenied", 403, "Access Denied: something that is no object is in the way at \(name)")
        }
    }
}
