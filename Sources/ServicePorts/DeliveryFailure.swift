/// Why something could not be delivered to an endpoint outside, and whether trying again can help.
public struct DeliveryFailure: Error, Sendable, Hashable {
    /// For people; holds no secret.
    public var reason: String
    /// The endpoint's own final answer: a later attempt would get the same one.
    public var isPermanent: Bool

    public init(_ reason: String, isPermanent: Bool) {
        self.reason = reason
        self.isPermanent = isPermanent
    }
}

extension DeliveryFailure: CustomStringConvertible {
    public var description: String { reason }
}
