/// How an integration spells an API's names.
public enum ShapeNaming: Sendable, Hashable {
    /// `aws-sdk:…`: as the AWS SDK for Java 2 names its getters, in PascalCase. `DBInstanceIdentifier` is
    /// `DbInstanceIdentifier`, `startDate` is `StartDate`, `ETag` stays.
    case sdk
    /// Optimized integrations: as the API names them, with a capital first letter.
    case capitalized

    public func name(of member: String) -> String {
        switch self {
        case .capitalized: member.prefix(1).uppercased() + member.dropFirst()
        case .sdk: Self.sdkName(of: member)
        }
    }

    /// https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html says of `equals` what the
    /// SDK does with all words that Java keeps for itself.
    private static func sdkName(of member: String) -> String {
        // The one name of the kind that the SDK spells by hand: `AttributeValue.nul()` of DynamoDB.
        if member == "NULL" { return "Nul" }
        let lowered = member.withoutLeadingCapitals
        let name = lowered.prefix(1).uppercased() + lowered.dropFirst()
        return reserved.contains(lowered) ? name + "Value" : name
    }

    private static let reserved: Set<String> = [
        "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue",
        "default", "do", "double", "else", "enum", "extends", "false", "final", "finally", "float", "for", "goto", "if",
        "implements", "import", "instanceof", "int", "interface", "long", "native", "new", "null", "package", "private",
        "protected", "public", "return", "short", "static", "strictfp", "super", "switch", "synchronized", "this",
        "throw", "throws", "transient", "true", "try", "void", "volatile", "while", "equals", "finalize", "getClass",
        "hashCode", "notify", "notifyAll", "toString", "wait",
    ]

    /// An error's name in SDK integrations, from its shape's: `BucketAlreadyExistsException`,
    /// `DbInstanceNotFoundException` for `DBInstanceNotFoundFault`.
    public static func errorName(of shape: String) -> String {
        var name = shape.javaWords.map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined()
        if name.hasSuffix("Fault") { name.removeLast("Fault".count) }
        return name.hasSuffix("Exception") ? name : name + "Exception"
    }
}

extension String {
    /// With small letters for the capitals at the front, except for the one that begins a word: `dbInstanceId`, `eTag`,
    /// `arn`.
    fileprivate var withoutLeadingCapitals: String {
        var characters = Array(self)
        for index in characters.indices {
            let next = index + 1 < characters.count ? characters[index + 1] : nil
            guard index == 0 || (characters[index].isUppercase && next?.isLowercase != true) else { break }
            characters[index] = Character(characters[index].lowercased())
        }
        return String(characters)
    }

    /// The words that the SDK's generator splits a shape's name into.
    fileprivate var javaWords: [String] {
        let characters = Array(self)
        var words: [String] = []
        var word = ""
        for (index, character) in characters.enumerated() {
            if index > 0, Self.beginsWord(characters, index) {
                words.append(word)
                word = ""
            }
            if character.isLetter || character.isNumber { word.append(character) }
        }
        return (words + [word]).filter { !$0.isEmpty }
    }

    private static func beginsWord(_ characters: [Character], _ index: Int) -> Bool {
        let (last, this) = (characters[index - 1], characters[index])
        let next = index + 1 < characters.count ? characters[index + 1] : nil
        if !last.isLetter && !last.isNumber { return true }
        if last.isNumber && this.isLetter { return true }
        guard this.isUppercase else { return false }
        return last.isLowercase && next != nil || last.isUppercase && next?.isLowercase == true
    }
}
