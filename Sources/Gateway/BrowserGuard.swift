import AWSProtocols

/// Keeps browsers out: a page somewhere on the web must reach nothing here, for this port runs code.
///
/// A name that resolves to this machine but is not its own (DNS rebinding) shows in `Host`; a page of another site
/// shows in `Origin` or `Sec-Fetch-Site`. AWS's clients send neither of the latter.
struct BrowserGuard: Sendable {
    /// The name or address that the server was bound to.
    var boundHost: String

    /// Why a request is refused; nil where it is not. `isConfirmation`: it is the link of a subscription's
    /// confirmation, which a person may follow from any page.
    func refusal(_ headers: WireHeaders, isConfirmation: Bool = false) -> WireFault? {
        guard let host = headers["host"], let name = Self.hostName(host), isOwn(name) else {
            return refused("The Host header names no host of this server.")
        }
        if let origin = headers["origin"], !isOwnOrigin(origin, host: host) {
            return refused("Requests from other origins are refused.")
        }
        if isConfirmation, headers["sec-fetch-mode"]?.lowercased() == "navigate" { return nil }
        // `none`: a person typed the address. `same-site` is another port's page.
        if let site = headers["sec-fetch-site"]?.lowercased(), site != "same-origin", site != "none" {
            return refused("Requests of other sites' pages are refused.")
        }
        return nil
    }

    private func refused(_ message: String) -> WireFault { WireFault("AccessDenied", message, httpStatus: 403) }

    /// A loopback address, `localhost`, a name below it, or what the server was bound to: of a server that listens on
    /// all addresses, any address but the unspecified one, which browsers take for this machine.
    private func isOwn(_ name: String) -> Bool {
        if name == "localhost" || name.hasSuffix(".localhost") || name == boundHost.lowercased() { return true }
        guard Self.isAddress(name) else { return false }
        if name.hasPrefix("127.") || name == "::1" { return true }
        return ["0.0.0.0", "::"].contains(boundHost) && !["0.0.0.0", "::"].contains(name)
    }

    /// The origin is this server's own where its authority is the one asked for.
    private func isOwnOrigin(_ origin: String, host: String) -> Bool {
        ["http://", "https://"].contains { scheme in
            origin.lowercased().hasPrefix(scheme) && origin.lowercased().dropFirst(scheme.count) == host.lowercased()
        }
    }

    /// The name in `name:port` or `[address]:port`, in lower case; nil where it is malformed.
    static func hostName(_ host: String) -> String? {
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]"), isPort(host[host.index(after: end)...]) else { return nil }
            return String(host[host.index(after: host.startIndex)..<end]).lowercased()
        }
        let name = host.prefix { $0 != ":" }
        guard !name.isEmpty, isPort(host[name.endIndex...]) else { return nil }
        return name.lowercased()
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.first == ":" && text.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isAddress(_ name: String) -> Bool {
        if name.contains(":") {
            return name.utf8.allSatisfy {
                $0 == 0x3A || $0 == 0x2E || (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
            }
        }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
                    && Int(part).map { $0 < 256 } == true
            }
    }
}
