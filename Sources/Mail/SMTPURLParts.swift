import Foundation

/// The parts of an SMTP URL, percent-decoded and checked one by one.
struct SMTPURLParts {
    var scheme: String
    var user: String?
    var password: String?
    var host: String
    var port: Int?
    var greeting: String
    var options: [String: String]

    private static let optionNames: Set<String> = ["starttls", "from", "ca"]

    init(_ text: String) throws(SMTPURLError) {
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased() else {
            throw SMTPURLError("not a URL")
        }
        guard scheme == "smtp" || scheme == "smtps" else { throw SMTPURLError("the scheme is smtp or smtps") }
        guard let host = url.host, Self.isHost(host) else { throw SMTPURLError("the host is missing or malformed") }
        if let port = url.port, !(1...65_535).contains(port) { throw SMTPURLError("the port is out of range") }
        guard url.fragment == nil else { throw SMTPURLError("a fragment has no meaning here") }
        self.scheme = scheme
        self.host = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        port = url.port
        user = url.user
        password = url.password
        greeting = try Self.greeting(url.path)
        options = try Self.options(url.queryItems ?? [])
    }

    private static func isHost(_ host: String) -> Bool {
        !host.isEmpty && host.utf8.allSatisfy { Self.isNameByte($0) || "[]:".utf8.contains($0) }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func greeting(_ path: String) throws(SMTPURLError) -> String {
        let name = path.hasPrefix("/") ? String(path.dropFirst()) : path
        guard name.utf8.allSatisfy(isNameByte) else { throw SMTPURLError("the path is the name for EHLO, or empty") }
        return name
    }

    private static func options(_ items: [URLQueryItem]) throws(SMTPURLError) -> [String: String] {
        var options: [String: String] = [:]
        for item in items {
            guard optionNames.contains(item.name) else { throw SMTPURLError("unknown option '\(item.name)'") }
            guard let value = item.value, !value.isEmpty else { throw SMTPURLError("option '\(item.name)' is empty") }
            options[item.name] = value
        }
        return options
    }
}
