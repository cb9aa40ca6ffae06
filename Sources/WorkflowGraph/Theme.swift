/// The drawing's colours and type, as CSS scoped to it.
enum Theme {
    private static let tones: [(Tone, light: String, dark: String)] = [
        (.task, "#2563eb", "#60a5fa"), (.pass, "#64748b", "#94a3b8"), (.choice, "#d97706", "#fbbf24"),
        (.wait, "#7c3aed", "#a78bfa"), (.succeed, "#15803d", "#4ade80"), (.fail, "#dc2626", "#f87171"),
        (.parallel, "#0f766e", "#2dd4bf"), (.map, "#a21caf", "#e879f9"), (.marker, "#334155", "#cbd5e1"),
        (.compute, "#c2410c", "#fb923c"), (.storage, "#15803d", "#4ade80"), (.message, "#be185d", "#f472b6"),
        (.data, "#1d4ed8", "#60a5fa"), (.access, "#475569", "#94a3b8"), (.neutral, "#64748b", "#94a3b8"),
    ]

    private struct Colours {
        var back, card, frame, panel, line, hair, title, detail, edge, error, label, labelText, glyph: String
    }

    private static let light = Colours(
        back: "#ffffff", card: "#ffffff", frame: "#f8fafc", panel: "#ffffff", line: "#cbd5e1", hair: "#e2e8f0",
        title: "#0f172a", detail: "#526077", edge: "#64748b", error: "#dc2626", label: "#ffffff", labelText: "#334155",
        glyph: "#ffffff")
    private static let dark = Colours(
        back: "#0f172a", card: "#1e293b", frame: "#162033", panel: "#0f172a", line: "#475569", hair: "#334155",
        title: "#f1f5f9", detail: "#a3b1c6", edge: "#94a3b8", error: "#f87171", label: "#0f172a", labelText: "#cbd5e1",
        glyph: "#0f172a")

    static func css(scope: String, allowsDark: Bool) -> [String] {
        let shapes = [
            ".\(scope) text{font-family:\"DejaVu Sans\",Verdana,\"Segoe UI\",Helvetica,Arial,sans-serif}",
            ".\(scope) .title{font-size:13px;font-weight:bold}",
            ".\(scope) .detail{font-size:11px}",
            ".\(scope) .label,.\(scope) .count{font-size:10.5px}",
            ".\(scope) .caption{font-size:16px;font-weight:bold}",
            ".\(scope) .mid{text-anchor:middle}",
            ".\(scope) .card,.\(scope) .frame{stroke-width:1.5}",
            ".\(scope) .edge{fill:none;stroke-width:1.6}",
            ".\(scope) .error{stroke-dasharray:6 4}",
            ".\(scope) .weak{stroke-dasharray:2 4}",
            ".\(scope) .glyph{fill:none;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}",
            ".\(scope) .idle{opacity:.45}",
        ]
        let bright = rules(scope, light, tones.map { ($0.0, $0.light) }, isDark: false)
        guard allowsDark else { return shapes + bright }
        let night = rules(scope, dark, tones.map { ($0.0, $0.dark) }, isDark: true)
        return shapes + bright + ["@media (prefers-color-scheme:dark){"] + night + ["}"]
    }

    private static func rules(
        _ scope: String, _ colours: Colours, _ tones: [(Tone, String)], isDark: Bool
    ) -> [String] {
        var rules = [
            ".back{fill:\(colours.back)}", ".card{fill:\(colours.card)}", ".frame{fill:\(colours.frame)}",
            ".panel{fill:\(colours.panel);stroke:\(colours.hair)}", ".title,.caption{fill:\(colours.title)}",
            ".detail{fill:\(colours.detail)}", ".edge{stroke:\(colours.edge)}", ".head{fill:\(colours.edge)}",
            ".error{stroke:\(colours.error)}", ".head-error{fill:\(colours.error)}",
            ".pill{fill:\(colours.label);stroke:\(colours.line)}", ".label{fill:\(colours.labelText)}",
            ".pill-error{fill:\(colours.label);stroke:\(colours.error);stroke-opacity:.45}",
            ".label-error{fill:\(colours.error)}", ".glyph{stroke:\(colours.glyph)}",
            ".area{fill:\(colours.frame);stroke:\(colours.line);stroke-dasharray:3 3}",
            ".badge{fill:\(colours.frame);stroke:\(colours.line)}", ".badge-glyph{stroke:\(colours.detail)}",
            ".count{fill:\(colours.detail)}", ".on{fill:\(colours.glyph)}",
        ]
        for (tone, colour) in tones {
            rules.append(".\(tone.rawValue) .card,.\(tone.rawValue) .frame{stroke:\(colour)}")
            rules.append(".\(tone.rawValue) .tile{fill:\(colour)}")
        }
        for status in StateStatus.Phase.allCases {
            let (colour, tint) = status.colours(isDark: isDark)
            rules.append(
                ".is-\(status.rawValue) .card,.is-\(status.rawValue) .frame{stroke:\(colour);stroke-width:2.5}")
            rules.append(".is-\(status.rawValue) .card{fill:\(tint)}")
            rules.append(".is-\(status.rawValue) .mark{fill:\(colour);stroke:\(colours.back)}")
        }
        return rules.map { rule in
            let parts = rule.split(separator: "{", maxSplits: 1)
            let selectors = parts[0].split(separator: ",").map { ".\(scope) \($0)" }.joined(separator: ",")
            return selectors + "{" + parts[1]
        }
    }
}

extension StateStatus.Phase {
    func colours(isDark: Bool) -> (line: String, tint: String) {
        switch self {
        case .succeeded: isDark ? ("#4ade80", "#14301f") : ("#16a34a", "#f0fdf4")
        case .failed: isDark ? ("#f87171", "#3a1618") : ("#dc2626", "#fef2f2")
        case .caught: isDark ? ("#fbbf24", "#33260d") : ("#d97706", "#fffbeb")
        case .running: isDark ? ("#60a5fa", "#14264a") : ("#2563eb", "#eff6ff")
        case .aborted: isDark ? ("#94a3b8", "#1e293b") : ("#64748b", "#f1f5f9")
        }
    }
}
