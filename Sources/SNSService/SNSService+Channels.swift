import Foundations
import JSONModel
import ServicePorts

extension SNSService {
    static let inbox = "inbox"

    /// The address of email that goes to the inbox alone.
    var sender: String { mailer?.sender ?? "no-reply@sns.etape.invalid" }

    /// Hands the message over; gives what took it.
    func deliver(_ delivery: Delivery, _ message: Message) async throws(DeliveryFailure) -> String {
        let document = NotificationDocument(message: message, delivery: delivery, address: endpoint())
        switch delivery.channel {
        case .email, .emailJSON: return try await email(delivery, document)
        case .sms: return try await text(delivery, message)
        case .http, .https: return try await post(delivery, document)
        case .lambda: return try await invoke(delivery, document)
        case .sqs: return try await enqueue(delivery, document)
        }
    }

    private func email(_ delivery: Delivery, _ document: NotificationDocument) async throws(DeliveryFailure) -> String {
        guard let mailer else { return Self.inbox }
        let message = document.message
        try await mailer.send(
            Email(
                from: mailer.sender, fromName: message.displayName.isEmpty ? nil : message.displayName,
                to: delivery.endpoint, subject: document.emailSubject, body: document.emailBody,
                messageID: Self.messageID(of: delivery),
                date: message.time))
        return "smtp"
    }

    /// The same for every attempt: a message that comes twice can be seen to be one.
    private static func messageID(of delivery: Delivery) -> String {
        let subscription = delivery.id.dropFirst(delivery.messageID.count + 1).prefix(8)
        return "\(delivery.messageID).\(subscription)@sns.etape.invalid"
    }

    private func text(_ delivery: Delivery, _ message: Message) async throws(DeliveryFailure) -> String {
        guard let sms else { return Self.inbox }
        try await sms.send(TextMessage(to: delivery.endpoint, text: message.text(for: .sms), messageID: message.id))
        return "sms-gateway"
    }

    private func post(_ delivery: Delivery, _ document: NotificationDocument) async throws(DeliveryFailure) -> String {
        let message = document.message
        let isRaw = delivery.isRaw && message.type == .notification
        var headers = [
            ("Content-Type", "text/plain; charset=UTF-8"), ("x-amz-sns-message-type", message.type.rawValue),
            ("x-amz-sns-message-id", message.id), ("x-amz-sns-topic-arn", message.topicARN ?? ""),
            ("User-Agent", "Amazon Simple Notification Service Agent"),
        ]
        if message.type == .notification, let subscription = delivery.subscriptionARN {
            headers.append(("x-amz-sns-subscription-arn", subscription))
        }
        if isRaw { headers.append(("x-amz-sns-rawdelivery", "true")) }
        let body =
            isRaw ? Array(message.text(for: delivery.channel).utf8) : JSONValue.object(document.json).serializedBytes()
        let response = try await poster.post(
            WebhookRequest(url: delivery.endpoint, headers: headers.map { (name: $0.0, value: $0.1) }, body: body))
        if let failure = response.failure { throw failure }
        return "webhook"
    }

    private func invoke(_ delivery: Delivery, _ document: NotificationDocument) async throws(DeliveryFailure) -> String
    {
        try await request(
            ServiceRequest(
                "lambda", "Invoke", ["FunctionName": .string(delivery.endpoint), "InvocationType": "Event"],
                body: .bytes(document.lambdaEvent.serializedBytes()), context: delivery.context))
        return "lambda"
    }

    private func enqueue(_ delivery: Delivery, _ document: NotificationDocument) async throws(DeliveryFailure) -> String
    {
        let message = document.message
        let parts = delivery.endpoint.split(separator: ":").map(String.init)
        var input: JSONObject = [
            "QueueUrl": .string("\(endpoint() ?? "")/\(parts.suffix(2).joined(separator: "/"))"),
            "MessageBody": .string(
                delivery.isRaw ? message.text(for: .sqs) : JSONValue.object(document.json).serialized()),
        ]
        if delivery.isRaw, !message.attributes.isEmpty { input["MessageAttributes"] = .object(message.attributes) }
        input["MessageGroupId"] = message.groupID.map { .string($0) }
        try await request(ServiceRequest("sqs", "SendMessage", input, context: delivery.context))
        return "sqs"
    }

    /// A client's error is final, except where the service only asks for patience.
    private func request(_ request: ServiceRequest) async throws(DeliveryFailure) {
        do {
            _ = try await invoker.invoke(request)
        } catch {
            let isBusy = error.code.contains("TooManyRequests") || error.code.contains("Throttl")
            throw DeliveryFailure("\(error)", isPermanent: error.fault == .client && !isBusy)
        }
    }
}
