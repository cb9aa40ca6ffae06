import JSONModel

/// S3's bodies and errors: https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
extension ServerCodec {
    private static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

    /// The root elements that S3's API reference shows and the model does not name.
    private static let roots = [
        "CreateMultipartUpload": "InitiateMultipartUploadResult",
        "CompleteMultipartUpload": "CompleteMultipartUploadResult",
        "DeleteObjects": "DeleteResult", "GetBucketAcl": "AccessControlPolicy", "GetBucketTagging": "Tagging",
        "GetBucketVersioning": "VersioningConfiguration", "GetObjectTagging": "Tagging",
        "ListBuckets": "ListAllMyBucketsResult", "ListMultipartUploads": "ListMultipartUploadsResult",
        "ListObjects": "ListBucketResult", "ListObjectsV2": "ListBucketResult", "ListParts": "ListPartsResult",
    ]

    func writeXMLBody(
        _ output: JSONObject, _ operation: Operation, _ shape: Shape, into response: inout WireResponse
    ) {
        guard shape.members.contains(where: { $0.location == nil }), response.status != 204 else { return }
        var body = XMLBody(model, timestamps: .iso8601)
        body.writer.declaration()
        if operation.name == "GetBucketLocation" {
            writeRoot("LocationConstraint", &body) { $0.writer.escape(output.string("LocationConstraint") ?? "") }
        } else if let payload = shape.payloadMember {
            let members = output.object(payload.name) ?? [:]
            writeRoot(payload.wireName, &body) { $0.writeMembers(members, of: model.shape(payload)) }
        } else {
            writeRoot(Self.roots[operation.name] ?? shape.name, &body) { $0.writeMembers(output, of: shape) }
        }
        response.headers["Content-Type"] = "application/xml"
        response.body = .bytes(body.writer.bytes)
    }

    private func writeRoot(_ name: String, _ body: inout XMLBody, _ content: (inout XMLBody) -> Void) {
        body.writer.start(name, [("xmlns", Self.namespace)])
        content(&body)
        body.writer.end(name)
    }

    func encodeRESTXML(_ fault: WireFault, _ requestID: String, _ resource: String) -> WireResponse {
        let worded = WordedFault(fault, model: model)
        var writer = XMLWriter()
        writer.declaration()
        writer.start("Error")
        writer.element("Code", worded.code)
        writer.element("Message", fault.message)
        for (name, value) in fault.members {
            if let text = value.stringValue ?? value.numberValue?.description { writer.element(name, text) }
        }
        writer.element("Resource", resource)
        writer.element("RequestId", requestID)
        writer.end("Error")
        return WireResponse(
            status: worded.status, headers: ["Content-Type": "application/xml", requestIDName: requestID],
            body: .bytes(writer.bytes))
    }

    /// Lambda's errors: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization
    func encodeRESTJSON(_ fault: WireFault, _ requestID: String) -> WireResponse {
        let worded = WordedFault(fault, model: model)
        let name = worded.shape.flatMap(Self.messageMember) ?? "Message"
        var body: JSONObject = [
            "Type": .string(worded.status < 500 ? "User" : "Service"), name: .string(fault.message),
        ]
        if let shape = worded.shape {
            body.merge(model.presentMembers(fault.members, of: shape, renamed: true) { $0.location == nil })
        }
        let headers: WireHeaders = [
            "Content-Type": "application/json", "x-amzn-ErrorType": worded.code, requestIDName: requestID,
        ]
        return WireResponse(
            status: worded.status, headers: headers, body: .bytes(JSONValue.object(body).serializedBytes()))
    }
}
