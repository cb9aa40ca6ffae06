/// Why a definition cannot be drawn, and where: a path such as `States.Load.Iterator`.
public enum DefinitionError: Error, Sendable, Hashable {
    case notAnObject(at: String)
    case missing(field: String, at: String)
    case unknownType(String, state: String)
    case unknownTarget(String, field: String, state: String)
    case tooDeep(at: String)
    case tooLarge(states: Int)
}

extension DefinitionError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAnObject(let place): "\(place) is not a JSON object."
        case .missing(let field, let place): "\(place) has no \(field)."
        case .unknownType(let type, let state): "State \"\(state)\" has the unknown Type \"\(type)\"."
        case .unknownTarget(let target, let field, let state):
            "State \"\(state)\" leads to \"\(target)\" (\(field)), which is no state beside it."
        case .tooDeep(let place): "\(place) is nested too deeply to be drawn."
        case .tooLarge(let count): "The definition has \(count) states, too many to be drawn."
        }
    }
}
