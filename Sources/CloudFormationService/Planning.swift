import JSONModel
import ServicePorts
import Templates

/// Finds everything that would stop a stack on its way, before anything is started.
struct Planning {
    let provisioner: Provisioner
    let folder: ProjectFolder
    var plan: StackPlan
    var errors: [TemplateError] = []

    init(_ provisioner: Provisioner, _ template: ResolvedTemplate) {
        self.provisioner = provisioner
        folder = ProjectFolder(root: provisioner.projectFolder)
        plan = StackPlan(template: template)
    }

    private var template: ResolvedTemplate { plan.template }

    mutating func run() async throws {
        checkOverrides()
        for resource in template.resources {
            checkServices(resource)
            switch resource.type {
            case "AWS::S3::Bucket": planUploads(resource)
            case "AWS::Lambda::Function": planCode(resource)
            case "AWS::StepFunctions::StateMachine": planDefinition(resource)
            default: break
            }
        }
        checkNames()
        try await checkOwners()
        for resource in template.resources { try await checkObjects(resource) }
        guard errors.isEmpty else { throw TemplateErrors(errors) }
    }

    mutating func add(_ position: SourcePosition, _ message: String) {
        errors.append(TemplateError(file: template.file, position: position, message: message))
    }

    func place(_ resource: ResolvedResource, _ properties: String...) -> SourcePosition {
        properties.compactMap { resource.positions[$0] }.first ?? resource.position
    }

    private mutating func checkServices(_ resource: ResolvedResource) {
        guard let kind = ResourceKinds.named(resource.type) else {
            return add(resource.position, "\(resource.type) cannot be brought up here; remove \(resource.logicalID)")
        }
        guard let serves = provisioner.serves else { return }
        let missing = kind.operations(resource.properties).filter { operation in
            let parts = operation.split(separator: ":").map(String.init)
            return !serves(parts[0], parts[1])
        }
        if !missing.isEmpty {
            add(
                resource.position,
                "\(resource.logicalID) (\(resource.type)) needs \(missing.joined(separator: ", ")), not served here")
        }
    }

    private mutating func checkNames() {
        var seen: [String: String] = [:]
        for resource in template.resources {
            let key = resource.type + " " + resource.physicalName
            if let other = seen[key] {
                add(resource.position, "\(other) and \(resource.logicalID) have the same name \(resource.physicalName)")
            }
            seen[key] = resource.logicalID
        }
    }

    /// What one stack has made, another does not take over.
    private mutating func checkOwners() async throws {
        for other in try await provisioner.otherStacks(than: template.context.stackName) {
            for resource in template.resources {
                let isTaken = other.resources.contains {
                    $0.type == resource.type && $0.physicalName == resource.physicalName
                }
                if isTaken {
                    add(
                        resource.position,
                        "\(resource.physicalName) (\(resource.type)) belongs to the stack \(other.name) already; "
                            + "give \(resource.logicalID) another name")
                }
            }
        }
    }
}

// Files.
extension Planning {
    private mutating func checkOverrides() {
        let folders = Set(template.resources.flatMap(\.uploads).map { Self.normal($0.from) })
        for name in provisioner.uploads.keys.sorted() where !folders.contains(Self.normal(name)) {
            add(.start, "no bucket has an upload From: \(name), whose folder was to be replaced")
        }
    }

    static func normal(_ path: String) -> String {
        path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }

    private mutating func planUploads(_ resource: ResolvedResource) {
        var files: [String: UploadFile] = [:]
        for upload in resource.uploads {
            do {
                for file in try uploadFiles(upload) {
                    let key = upload.prefix + file.relative
                    if files[key] != nil { add(upload.position, "two uploads have the same key \(key)") }
                    files[key] = UploadFile(key: key, file: file)
                }
            } catch let problem as PathProblem {
                add(upload.position, problem.message)
            } catch {
                add(upload.position, "\(error)")
            }
        }
        plan.uploads[resource.logicalID] = files.values.sorted {
            $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
        }
    }

    private func uploadFiles(_ upload: ResolvedUpload) throws -> [LocalFile] {
        let replaced = provisioner.uploads.first { Self.normal($0.key) == Self.normal(upload.from) }?.value
        let entry = try replaced.map { try ProjectFolder.chosen($0) } ?? folder.entry(upload.from)
        switch entry {
        case .file(let file): return [file]
        case .folder(let path): return try ProjectFolder.files(in: path)
        }
    }

    private mutating func planCode(_ resource: ResolvedResource) {
        if let runtime = resource.properties.string("Runtime"), let serves = provisioner.servesRuntime, !serves(runtime)
        {
            add(
                place(resource, "Runtime"),
                "the runtime \(runtime) of \(resource.logicalID) is not served here; functions in Python are")
        }
        let code = resource.properties["Code"]
        if let source = code?["ZipFile"]?.stringValue {
            let runtime = resource.properties.string("Runtime") ?? ""
            plan.archives[resource.logicalID] = CodeArchive.inline(source, runtime: runtime)
        }
        guard let path = code?.stringValue, S3Location(path) == nil else { return }
        do throws(PathProblem) {
            plan.archives[resource.logicalID] = try CodeArchive.make(try folder.entry(path), path: path)
        } catch {
            add(place(resource, "Code"), "the code of \(resource.logicalID): \(error.message)")
        }
    }
}
