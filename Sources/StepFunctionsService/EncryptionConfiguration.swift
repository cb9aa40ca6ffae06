import JSONModel
import ServicePorts

/// An `encryptionConfiguration`. What is stored here is encrypted with no key of AWS KMS, so a customer's key is
/// refused, never dropped.
/// https://docs.aws.amazon.com/step-functions/latest/apireference/API_EncryptionConfiguration.html
enum EncryptionConfiguration {
    static func check(_ value: JSONValue?) throws(AWSError) {
        guard let configuration = value?.objectValue else { return }
        let key = configuration.string("kmsKeyId")
        let hasPeriod = configuration["kmsDataKeyReusePeriodSeconds"] != nil
        switch configuration.string("type") {
        case "AWS_OWNED_KEY":
            guard key == nil, !hasPeriod else {
                throw invalid("A key of AWS takes no kmsKeyId and no kmsDataKeyReusePeriodSeconds.")
            }
        case "CUSTOMER_MANAGED_KMS_KEY":
            guard let key, !key.isEmpty else { throw invalid("A customer managed key needs its kmsKeyId.") }
            throw AWSError(
                "KmsAccessDeniedException",
                "The key '\(key)' cannot be used: AWS KMS is not served here, and customer managed keys are refused.")
        case let type:
            throw AWSError.constraint(
                type ?? "null", "encryptionConfiguration.type",
                "Member must satisfy enum value set: [AWS_OWNED_KEY, CUSTOMER_MANAGED_KMS_KEY]")
        }
    }

    private static func invalid(_ message: String) -> AWSError {
        AWSError("InvalidEncryptionConfiguration", "Invalid Encryption Configuration: \(message)")
    }
}
