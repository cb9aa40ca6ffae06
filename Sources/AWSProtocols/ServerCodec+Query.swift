import JSONModel

/// The output side of AWS Query: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
extension ServerCodec {
    func encodeQuery(_ output: JSONObject, _ operation: Operation, _ requestID: String, _ status: Int?) -> WireResponse
    {
        let root = operation.name + "Response"
        var body = XMLBody(model, timestamps: .iso8601)
        body.writer.start(root, xmlns)
        if let shape = model.output(of: operation) {
            let wrapper = operation.outputWrapper ?? operation.name + "Result"
            body.writer.start(wrapper)
            body.writeMembers(output, of: shape)
            body.writer.end(wrapper)
        }
        body.writer.start("ResponseMetadata")
        body.writer.element("RequestId", requestID)
        body.writer.end("ResponseMetadata")
        body.writer.end(root)
        return WireResponse(status: status ?? 200, headers: headers(requestID), body: .bytes(body.writer.bytes))
    }

    func encodeQuery(_ fault: WireFault, _ requestID: String) -> WireResponse {
        let worded = WordedFault(fault, model: model)
        var writer = XMLWriter()
        writer.start("ErrorResponse", xmlns)
        writer.start("Error")
        writer.element("Type", worded.status < 500 ? "Sender" : "Receiver")
        writer.element("Code", worded.code)
        writer.element("Message", fault.message)
        writer.end("Error")
        writer.element("RequestId", requestID)
        writer.end("ErrorResponse")
        return WireResponse(status: worded.status, headers: headers(requestID), body: .bytes(writer.bytes))
    }

    private var xmlns: [(name: String, value: String)] { model.namespace.map { [("xmlns", $0)] } ?? [] }

    private func headers(_ requestID: String) -> WireHeaders {
        ["Content-Type": "text/xml", "x-amzn-RequestId": requestID]
    }
}
