import JSONModel
import ServicePorts

/// A function as a caller names it: its name, a partial ARN or a whole one, each with or without a qualifier.
struct FunctionName: Hashable {
    var name: String
    var qualifier: String?
    var account: String?
    var region: String?

    /// `NAME`, `function:NAME`, `ACCOUNT:function:NAME`, `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, and with
    /// `:QUALIFIER`. Nil for anything else.
    init?(_ text: String) {
        var parts = text.split(separator: ":", omittingEmptySubsequences: false)[...]
        if parts.first == "arn" {
            guard parts.count >= 7, parts[2] == "lambda" else { return nil }
            parts = parts.dropFirst(3)
        }
        if let first = parts.first, parts.count > 2, Self.isRegion(first) { region = String(parts.removeFirst()) }
        if let first = parts.first, parts.count > 1, Self.isAccount(first) { account = String(parts.removeFirst()) }
        if parts.first == "function", parts.count > 1 { parts.removeFirst() }
        guard let name = parts.popFirst(), (1...64).contains(name.utf8.count),
            name.utf8.allSatisfy(Self.isNameByte)
        else { return nil }
        self.name = String(name)
        qualifier = parts.popFirst().map(String.init)
        guard parts.isEmpty, qualifier != "" else { return nil }
    }

    private static func isAccount(_ text: Substring) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func isRegion(_ text: Substring) -> Bool { text.contains("-") && text.last?.isNumber == true }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

extension ServiceRequest {
    /// The function that the input names, in the caller's account and region, `$LATEST`.
    func functionName(_ member: String = "FunctionName") throws(AWSError) -> String {
        let text = input.string(member) ?? ""
        guard let reference = FunctionName(text) else { throw .invalid("\(text) does not name a function.") }
        if let region = reference.region, region != context.region {
            throw AWSError(
                "ResourceNotFoundException",
                "Functions from '\(region)' are not reachable in this region ('\(context.region)')")
        }
        guard reference.account == nil || reference.account == context.account else {
            throw .functionNotFound(reference.name, context, account: reference.account)
        }
        try checkQualifier(of: reference)
        return reference.name
    }

    private func checkQualifier(of reference: FunctionName) throws(AWSError) {
        let given = input.string("Qualifier")
        if let given, let derived = reference.qualifier, given != derived {
            throw .invalid("The derived qualifier from the function name does not match the specified qualifier.")
        }
        guard let qualifier = given ?? reference.qualifier, qualifier != "$LATEST" else { return }
        throw .functionNotFound("\(reference.name):\(qualifier)", context)
    }
}

extension AWSError {
    static func functionNotFound(_ name: String, _ context: CallContext, account: String? = nil) -> AWSError {
        var context = context
        context.account = account ?? context.account
        return AWSError(
            "ResourceNotFoundException", "Function not found: \(context.arn("lambda", "function:\(name)"))")
    }
}
