import EngineTestKit
import Foundation
import Foundations
import JSONModel
import Testing
import WorkflowGraph

@Suite struct LayoutTests {
    @Test func everyRecordedDefinition() throws {
        guard FileManager.default.fileExists(atPath: Corpus.folder) else {
            Issue.record("No corpora at \(Corpus.folder): set ETAPE_CORPORA to test them.", severity: .warning)
            return
        }
        var drawn = 0
        for item in try Corpus.cases() {
            do {
                let diagram = try WorkflowGraph.diagram(definition: item.definition)
                #expect(flaws(of: diagram) == [], "\(item.name)")
                let svg = try WorkflowGraph.svg(definition: item.definition)
                #expect(XMLReader.read(svg) != nil, "\(item.name)")
                #expect(try WorkflowGraph.svg(definition: item.definition) == svg, "\(item.name)")
                drawn += 1
            } catch {
                #expect(!item.isAccepted, "\(item.name): \(error)")
            }
        }
        #expect(drawn >= 400)
    }

    @Test(arguments: 0..<60) func randomDefinitions(_ seed: Int) throws {
        let random = SeededRandomness(seed: UInt64(seed))
        let definition = RandomDefinition(random).machine(states: 3 + seed % 38, depth: seed % 4 == 0 ? 2 : 0)
        let diagram = try WorkflowGraph.diagram(definition: definition)
        #expect(flaws(of: diagram) == [], "seed \(seed)")
        #expect(try WorkflowGraph.diagram(definition: definition) == diagram)
    }

    @Test func aChainStandsStraight() throws {
        let diagram = try WorkflowGraph.diagram(
            definition: [
                "StartAt": "A",
                "States": [
                    "A": ["Type": "Pass", "Next": "Something with a long name"],
                    "Something with a long name": ["Type": "Wait", "Seconds": 5, "Next": "C"],
                    "C": [
                        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "D",
                        "Catch": [["ErrorEquals": ["States.ALL"], "Next": "F"]],
                    ],
                    "D": ["Type": "Pass", "End": true], "F": ["Type": "Fail"],
                ],
            ])
        let spine = diagram.nodes.filter { $0.id != "F" }
        #expect(Set(spine.map(\.box.center.x)).count == 1)
        #expect(diagram.edges.filter { $0.style == .error }.count == 1)
        #expect(diagram.edges.filter(\.isBack).isEmpty)
    }

    @Test func aLoopRunsBackAtTheSide() throws {
        let diagram = try WorkflowGraph.diagram(
            definition: [
                "StartAt": "Wait",
                "States": [
                    "Wait": ["Type": "Wait", "Seconds": 5, "Next": "Ask"],
                    "Ask": ["Type": "Pass", "Next": "Done?"],
                    "Done?": [
                        "Type": "Choice", "Choices": [["Variable": "$.done", "BooleanEquals": true, "Next": "End"]],
                        "Default": "Wait",
                    ],
                    "End": ["Type": "Succeed"],
                ],
            ])
        let back = diagram.edges.filter(\.isBack)
        #expect(back.map { [diagram.nodes[$0.from].id, diagram.nodes[$0.to].id] } == [["Done?", "Wait"]])
        #expect(back.map { $0.label?.lines } == [["Default"]])
        let wait = try #require(diagram.nodes.first { $0.id == "Wait" })
        #expect(back[0].path.end.x == wait.box.maxX)
    }

    @Test func branchesStandInTheirFrame() throws {
        let branch: JSONValue = ["StartAt": "P", "States": ["P": ["Type": "Pass", "End": true]]]
        let diagram = try WorkflowGraph.diagram(
            definition: [
                "StartAt": "All",
                "States": [
                    "All": ["Type": "Parallel", "Branches": [branch, branch, branch], "End": true]
                ],
            ])
        let frame = try #require(diagram.nodes.firstIndex { $0.id == "All" })
        #expect(diagram.nodes[frame].panels.count == 3)
        #expect(diagram.nodes.filter { $0.parent == frame && $0.id == "P" }.count == 3)
        #expect(flaws(of: diagram) == [])
    }

    @Test func aLargeDefinitionIsDrawn() throws {
        let definition = RandomDefinition(SeededRandomness(seed: 99)).machine(states: 150, depth: 0)
        #expect(flaws(of: try WorkflowGraph.diagram(definition: definition)) == [])
    }
}

/// Definitions of any shape: loops, choices to anywhere, catchers, nested frames, states that nothing leads to.
private struct RandomDefinition {
    let random: any RandomSource

    init(_ random: any RandomSource) { self.random = random }

    private func below(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }

    func machine(states count: Int, depth: Int) -> JSONValue {
        let names = (0..<count).map { "S\(depth)-\($0)" + String(repeating: "x", count: below(30)) }
        var states = JSONObject()
        for (index, name) in names.enumerated() { states[name] = .object(state(index, names, depth)) }
        return .object(["StartAt": .string(names[0]), "States": .object(states)])
    }

    private func state(_ index: Int, _ names: [String], _ depth: Int) -> JSONObject {
        let any: () -> JSONValue = { .string(names[below(names.count)]) }
        let next: JSONValue = below(6) == 0 ? any() : .string(names[min(names.count - 1, index + 1)])
        switch below(depth > 0 ? 7 : 5) {
        case 0: return ["Type": below(2) == 0 ? "Succeed" : "Fail"]
        case 1:
            let choices = (0...below(4)).map { number -> JSONValue in
                ["Variable": "$.kind", "StringEquals": .string("value \(number)"), "Next": any()]
            }
            return ["Type": "Choice", "Choices": .array(choices), "Default": next]
        case 5: return ["Type": "Map", "ItemProcessor": machine(states: 1 + below(5), depth: depth - 1), "Next": next]
        case 6:
            let branches = (0...below(3)).map { _ in machine(states: 1 + below(5), depth: depth - 1) }
            return ["Type": "Parallel", "Branches": .array(branches), "Next": next]
        default:
            var task: JSONObject = ["Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Next": next]
            if below(3) == 0 { task["Retry"] = [["ErrorEquals": ["States.ALL"], "MaxAttempts": .int(below(99))]] }
            let catchers = (0..<below(4)).map { number -> JSONValue in
                ["ErrorEquals": [.string("Error.\(number)")], "Next": any()]
            }
            if !catchers.isEmpty { task["Catch"] = .array(catchers) }
            return task
        }
    }
}
