import CloudFormationService
import Foundation
import JSONModel
import StatesLanguage
import Templates

/// A definition's file, a template or a project's folder, and what is found in it.
struct ValidatedFile {
    let path: String
    let isExpress: Bool
    let parameters: [String: String]

    func check() throws -> (findings: [LocatedFinding], machines: Int) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw CLIError("\(path): there is no such file or folder")
        }
        if isFolder.boolValue {
            guard let name = Project.templateName(in: path) else {
                throw CLIError("\(path) has no template.yaml (or template.yml, template.json)")
            }
            return try checkTemplate(text(path + "/" + name), folder: path, name: name)
        }
        let text = try text(path)
        if isTemplate(text) {
            let url = URL(fileURLWithPath: path)
            return try checkTemplate(
                text, folder: url.deletingLastPathComponent().path, name: url.lastPathComponent, shown: path)
        }
        return (checkDefinition(text), 1)
    }

    private func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 16 << 20,
            let text = String(validating: data, as: UTF8.self)
        else { throw CLIError("\(path): it cannot be read as UTF-8 text") }
        return text
    }

    private func isTemplate(_ text: String) -> Bool {
        guard let value = try? SourceTree(template: text, file: path).value else { return false }
        return value["Resources"] != nil && value["States"] == nil
    }

    private func checkDefinition(_ text: String) -> [LocatedFinding] {
        do throws(SourceProblem) {
            let source = try DefinitionSource(text, file: path)
            let findings = StateMachine.review(
                of: source.value.serialized(), options: CompilerOptions(isExpress: isExpress))
            return findings.map { source.located($0, file: path) }
        } catch {
            return [error.finding]
        }
    }

    private func checkTemplate(
        _ text: String, folder: String, name: String, shown: String? = nil
    ) throws -> (findings: [LocatedFinding], machines: Int) {
        let shownFolder =
            shown.map { String($0.dropLast(name.count)) } ?? (folder.hasSuffix("/") ? folder : folder + "/")
        do throws(TemplateErrors) {
            let resolved = try Template(parsing: text, file: name).resolve(
                parameters: parameters, context: TemplateContext(stackName: "stack"))
            let definitions = try ProjectDefinition.all(of: resolved, folder: folder)
            let tree = try SourceTree(template: text, file: name)
            let known = Self.resources(resolved)
            let findings = definitions.flatMap { check($0, tree, knowing: known, in: shownFolder) }
            return (findings, definitions.count)
        } catch {
            throw CLIError(error.errors.map { shownFolder + $0.description }.joined(separator: "\n"))
        }
    }

    private func check(
        _ definition: ProjectDefinition, _ tree: SourceTree, knowing resources: KnownResources, in folder: String
    ) -> [LocatedFinding] {
        let findings = StateMachine.review(
            of: definition.definition, options: CompilerOptions(isExpress: definition.isExpress), knowing: resources)
        let file = folder + definition.file
        let value = (try? JSONValue(parsing: definition.definition)) ?? .null
        let source =
            definition.property.map { DefinitionSource.within(tree, $0.pointer, value) }
            ?? (try? DefinitionSource(definition.source, file: file))
            ?? (try? DefinitionSource(definition.definition, file: file))
        return findings.compactMap { finding in
            var located = source?.located(finding, file: file)
            located?.machine = definition.logicalID
            return located
        }
    }

    private static func resources(_ template: ResolvedTemplate) -> KnownResources {
        func names(_ type: String) -> Set<String> {
            Set(template.resources.filter { $0.type == type }.map(\.physicalName))
        }
        return KnownResources(jobs: names("AWS::Glue::Job"), functions: names("AWS::Lambda::Function"))
    }
}
