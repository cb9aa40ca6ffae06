import JSONata
import Testing

@Suite("The variables that a program reads")
struct VariableReferenceTests {
    static let free: [(expression: String, names: Set<String>)] = [
        ("$states.input.x + $total", ["states", "total"]),
        ("items.(price * $rate)", ["rate"]),
        ("$sum(items.price)", []),
        ("$ & $$.name", []),
        ("($x := 1; $x + $y)", ["y"]),
        ("($x := $x + 1; $x)", ["x"]),
        ("(($x := 1); $x)", ["x"]),
        ("$map(items, function($i) { $i.price * $rate })", ["rate"]),
        ("($f := function($n) { $n < 1 ? 1 : $g($n) }; $g := function($n) { $f($n - 1) }; $f(3))", []),
        ("items@$i.orders#$n.{ 'a': $i.id, 'n': $n, 'k': $k }", ["k"]),
        ("items[price > $least]^(>$weight){ category: $sum($prices) }", ["least", "weight", "prices"]),
        ("$ ~> | items | { 'price': price * $factor }, $dropped |", ["factor", "dropped"]),
        ("$custom(1) ~> $other(?, $third)", ["custom", "other", "third"]),
        ("[1..$n].('$notAVariable' & `$nor this`)", ["n"]),
        ("$a ? $b : -$c", ["a", "b", "c"]),
    ]

    @Test("names that nothing inside binds and no function has", arguments: free)
    func names(_ expression: String, _ names: Set<String>) throws {
        #expect(try Program(compiling: expression).variableReferences == names)
    }

    @Test("functions of one dialect are variables of the other")
    func dialects() throws {
        #expect(try Program(compiling: "$uuid() & $eval('1')").variableReferences == ["uuid"])
        let program = try Program(compiling: "$uuid() & $eval('1')", dialect: .awsStepFunctions)
        #expect(program.variableReferences == ["eval"])
    }

    static let members: [(expression: String, members: Set<String>)] = [
        ("$states.input.x", ["input"]),
        ("$states.result[0].y & $states.context.State.Name", ["result", "context"]),
        ("$states.'errorOutput'", ["errorOutput"]),
        ("{ 'all': $states }", []),
        ("($states := { 'mine': 1 }; $states.mine)", []),
        ("items.($states.input.rate * price)", ["input"]),
        ("$map($states.input, function($states) { $states.mine })", ["input"]),
    ]

    @Test("members of $states", arguments: members)
    func states(_ expression: String, _ members: Set<String>) throws {
        #expect(try Program(compiling: expression).statesMembers == members)
    }
}
