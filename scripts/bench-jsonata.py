"""The data, the measurements and the table of scripts/bench-jsonata.sh."""
import json
import os
import sys
import time

LONG = """(
  /* totals of the orders of this year, by customer */
  $year := $substring($now(), 0, 4);
  $discount := function($o) { $o.quantity > 10 ? 0.1 : $o.quantity > 5 ? 0.05 : 0 };
  $lines := orders[status = 'shipped' and $contains(date, /^2026-\\d\\d/)].lines.{
    'sku': product.sku, 'label': product.name & ' (' & $string(quantity) & ')',
    'total': $round(price * quantity * (1 - $discount($)), 2), 'tags': [tags[$length($) > 2], 'all']
  };
  { 'count': $count($lines), 'total': $sum($lines.total), 'best': $lines^(>total)[0].label,
    'byTag': $lines{ tags[0]: $sum(total) }, 'names': $join($distinct($lines.label), ', ') }
)"""

# name, language, expression, data. A "parse" case compiles; "first" compiles and evaluates once.
CASES = [
    ("parse short", "parse", "items{ category: $sum(price) }", "small"),
    ("parse long", "parse", LONG, "small"),
    ("parse, evaluate", "first", "order.lines[0].product.name", "small"),
    ("small path", "jsonata", "order.lines[0].product.name", "small"),
    ("wide path", "jsonata", "items.tags.label", "items"),
    ("map", "jsonata", "items.(price * qty)", "items"),
    ("map lambda", "jsonata", "$map(items, function($i) { $i.price * $i.qty })", "items"),
    ("filter", "jsonata", "items[price > 50].name", "items"),
    ("filter lambda", "jsonata", "$filter(items, function($i) { $i.price > 50 })", "items"),
    ("sort", "jsonata", "items^(>price).id", "items"),
    ("objects", "jsonata", "items.{ 'id': id, 'total': price * qty }", "items"),
    ("group", "jsonata", "items{ category: $sum(price) }", "items"),
    ("reduce", "jsonata", "$reduce(items.price, function($a, $b) { $a + $b })", "items"),
    ("sum", "jsonata", "$sum(numbers)", "numbers"),
    ("average", "jsonata", "$average(numbers)", "numbers"),
    ("max", "jsonata", "$max(numbers)", "numbers"),
    ("strings", "jsonata", "$join(items.(name & '-' & $string(id)), ',')", "items"),
    ("replace", "jsonata", "items.$replace(name, /item (\\d)/, '$1')", "items"),
]
AIM = 50
HEAP_AIM = 3


def data():
    items = [
        {
            "id": i, "name": f"item {i}", "price": (i * 7919 % 10007) / 100, "qty": i % 13 + 1,
            "category": f"c{i % 20}", "tags": [{"label": f"t{i % 7}"}, {"label": f"u{i % 11}"}],
        }
        for i in range(10_000)
    ]
    return {
        "small": {"order": {"lines": [{"product": {"name": "hat"}}, {"product": {"name": "cloak"}}]}},
        "items": {"items": items},
        "numbers": {"numbers": [(i * 7919 % 100003) / 8 for i in range(100_000)]},
        "cases": [dict(zip(("name", "language", "expression", "data"), case)) for case in CASES],
    }


def body(language, text, value):
    import jsonata

    if language == "parse":
        return lambda: jsonata.Jsonata(text)
    if language == "first":
        return lambda: jsonata.Jsonata(text).evaluate(value)
    expression = jsonata.Jsonata(text)
    return lambda: expression.evaluate(value)


def measure(folder):
    for name, language, text, source in CASES:
        run = body(language, text, json.load(open(f"{folder}/{source}.json")))
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            count = 0
            while count == 0 or time.perf_counter() - start < 0.2:
                run()
                count += 1
            best = min(best, (time.perf_counter() - start) / count)
        print(f"{name}\t{best * 1e6}", flush=True)


def table(folder):
    def read(name):
        return dict((k, float(v)) for k, v in (line.rstrip("\n").split("\t") for line in open(f"{folder}/{name}.tsv")))

    ours, python, node = read("swift"), read("python"), read("node")
    heap = ours.pop("heap of the input", None), ours.pop("heap of the evaluation", None)
    print(f"{'':16}{'ours µs':>12}{'Python µs':>14}{'times':>8}{'plain JS µs':>14}{'of JS':>8}")
    slow = []
    for name, value in ours.items():
        times = python[name] / value
        if times < AIM:
            slow.append(name)
        js = f"{node[name]:14.2f}{value / node[name]:8.1f}" if name in node else ""
        print(f"{name:16}{value:12.2f}{python[name]:14.1f}{times:8.0f}{js}")
    print("Python: jsonata-python. Plain JS: node, the same result without JSONata.")
    if not node:
        print("NOT MEASURED: plain JavaScript, for node is not installed.")
    print(f"below {AIM} times: {', '.join(slow)}" if slow else f"every JSONata case is at least {AIM} times as fast")
    if heap[0]:
        print(
            f"memory, $sum of 100,000 numbers: input {heap[0] / 1e6:.2f} MB, evaluation {heap[1] / 1e6:.2f} MB more: "
            f"{heap[1] / heap[0]:.2f} times the input (at the most {HEAP_AIM} wanted)"
        )
    else:
        print("NOT MEASURED: memory, which only Linux tells.")


if sys.argv[1] == "data":
    for name, value in data().items():
        with open(os.path.join(sys.argv[2], name + ".json"), "w") as file:
            json.dump(value, file)
elif sys.argv[1] == "measure":
    measure(sys.argv[2])
else:
    table(sys.argv[2])
