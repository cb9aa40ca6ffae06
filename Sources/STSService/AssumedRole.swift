/// A role's session: `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`.
struct AssumedRole: Hashable {
    var account: String
    var roleName: String
    var sessionName: String

    init(account: String, roleName: String, sessionName: String) {
        self.account = account
        self.roleName = roleName
        self.sessionName = sessionName
    }

    init?(arn: String) {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[2] == "sts" else { return nil }
        let names = parts[5].split(separator: "/").map(String.init)
        guard names.count == 3, names[0] == "assumed-role" else { return nil }
        self.init(account: parts[4], roleName: names[1], sessionName: names[2])
    }

    var arn: String { "arn:aws:sts::\(account):assumed-role/\(roleName)/\(sessionName)" }

    /// `[\w+=,.@-]{2,64}`
    var isValid: Bool {
        (2...64).contains(sessionName.count)
            && sessionName.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "_", "+", "=", ",", ".", "@", "-": true
                default: false
                }
            }
    }
}
