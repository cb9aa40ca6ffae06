import Foundation

/// A mail server and how to speak to it, as one URL says it:
/// `smtp://user:password@host:587/?starttls=required&from=etl@example.org`.
///
/// - `smtp:` (port 25 where none is given) or `smtps:` (TLS from the first byte, port 465).
/// - userinfo, percent-encoded, holds the credentials; `ETAPE_SMTP_USER` and `ETAPE_SMTP_PASSWORD` of the environment
///   go before it, so that no secret needs to stand in a command line.
/// - `starttls`: `required`, `opportunistic` or `none`. Without it: `required` where there are credentials, for a
///   password must not depend on what somebody between lets pass; else `opportunistic`.
/// - `from`: the sender's address; else `ETAPE_SMTP_FROM`, else the user where it is an address, else
///   `no-reply@sns.etape.invalid`.
/// - `ca`: a PEM file of certificate authorities to trust in place of the system's.
/// - the path: the name given in EHLO, where libcurl's (the machine's) does not do.
public struct SMTPServer: Sendable {
    public enum StartTLS: String, Sendable { case required, opportunistic, none }

    public let host: String
    public let port: Int
    /// TLS from the first byte.
    public let isImplicitTLS: Bool
    public let startTLS: StartTLS
    public let sender: String
    let greeting: String
    let credentials: Credentials?
    let authorities: String?

    struct Credentials: Sendable {
        var user: String
        var password: String
    }

    /// Reads the URL; `environment` is the process's.
    public init(url: String, environment: [String: String] = [:]) throws(SMTPURLError) {
        let parts = try SMTPURLParts(url)
        isImplicitTLS = parts.scheme == "smtps"
        host = parts.host
        port = parts.port ?? (isImplicitTLS ? 465 : 25)
        greeting = parts.greeting
        credentials = try Self.credentials(parts, environment)
        authorities = parts.options["ca"]
        startTLS = try Self.startTLS(parts.options["starttls"], hasCredentials: credentials != nil)
        sender = try Self.sender(parts.options["from"] ?? environment["ETAPE_SMTP_FROM"], user: credentials?.user)
    }

    private static func credentials(
        _ parts: SMTPURLParts, _ environment: [String: String]
    ) throws(SMTPURLError) -> Credentials? {
        let user = environment["ETAPE_SMTP_USER"] ?? parts.user
        let password = environment["ETAPE_SMTP_PASSWORD"] ?? parts.password
        guard let user, let password else {
            guard user == nil, password == nil else { throw SMTPURLError("a user needs a password, and the reverse") }
            return nil
        }
        guard !(user + password).utf8.contains(0) else { throw SMTPURLError("a NUL in the credentials") }
        return Credentials(user: user, password: password)
    }

    private static func startTLS(_ option: String?, hasCredentials: Bool) throws(SMTPURLError) -> StartTLS {
        guard let option else { return hasCredentials ? .required : .opportunistic }
        guard let value = StartTLS(rawValue: option) else {
            throw SMTPURLError("starttls is 'required', 'opportunistic' or 'none'")
        }
        return value
    }

    private static func sender(_ given: String?, user: String?) throws(SMTPURLError) -> String {
        if let given {
            guard EmailAddress.isValid(given) else { throw SMTPURLError("the sender is not an email address") }
            return given
        }
        if let user, EmailAddress.isValid(user) { return user }
        return "no-reply@sns.etape.invalid"
    }

    /// The URL for libcurl: without credentials and options.
    var transferURL: String { "\(isImplicitTLS ? "smtps" : "smtp")://\(host):\(port)/\(greeting)" }
}

extension SMTPServer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without the credentials.
    public var description: String { "\(isImplicitTLS ? "smtps" : "smtp")://\(host):\(port)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["server": description]) }
}

/// What is wrong with a mail server's URL; says nothing of its secrets.
public struct SMTPURLError: Error, Sendable, Hashable, CustomStringConvertible {
    public var reason: String
    init(_ reason: String) { self.reason = reason }
    public var description: String { "SMTP URL: \(reason)" }
}
