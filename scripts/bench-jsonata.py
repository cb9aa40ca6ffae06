"""The data, the measurements and the table of scripts/bench-jsonata.sh."""
import json
import sys
import time

CASES = {
    "path": "order.lines[0].product.name",
    "wide path": "items.tags.label",
    "map": "items.(price * qty)",
    "map lambda": "$map(items, function($i) { $i.price * $i.qty })",
    "filter": "items[price > 50].name",
    "filter lambda": "$filter(items, function($i) { $i.price > 50 })",
    "sort": "items^(>price).id",
    "objects": "items.{ 'id': id, 'total': price * qty }",
    "group": "items{ category: $sum(price) }",
    "reduce": "$reduce(items.price, function($a, $b) { $a + $b })",
    "sum": "$sum(numbers)",
    "average": "$average(numbers)",
    "max": "$max(numbers)",
    "strings": "$join(items.(name & '-' & $string(id)), ',')",
    "replace": "items.$replace(name, /item (\\d)/, '$1')",
}


def data():
    items = [
        {
            "id": i, "name": f"item {i}", "price": (i * 7919 % 10007) / 100, "qty": i % 13 + 1,
            "category": f"c{i % 20}", "tags": [{"label": f"t{i % 7}"}, {"label": f"u{i % 11}"}],
        }
        for i in range(10_000)
    ]
    order = {"lines": [{"product": {"name": "hat"}}, {"product": {"name": "cloak"}}]}
    return {"order": order, "items": items, "numbers": [(i * 7919 % 100003) / 8 for i in range(100_000)]}


def measure(folder):
    import jsonata

    value = json.load(open(folder + "/data.json"))
    for name, text in CASES.items():
        expression = jsonata.Jsonata(text)
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            count = 0
            while count == 0 or time.perf_counter() - start < 0.2:
                expression.evaluate(value)
                count += 1
            best = min(best, (time.perf_counter() - start) / count)
        print(f"{name}\t{best * 1e6}", flush=True)
    start = time.perf_counter()
    for _ in range(200):
        jsonata.Jsonata(CASES["group"])
    print(f"compile\t{(time.perf_counter() - start) / 200 * 1e6}")


def table(folder):
    def read(name):
        return dict((k, float(v)) for k, v in (line.rstrip("\n").split("\t") for line in open(f"{folder}/{name}.tsv")))

    ours, python, node = read("swift"), read("python"), read("node")
    print(f"{'':15}{'ours µs':>12}{'python µs':>14}{'times':>8}{'plain JS µs':>14}")
    for name, value in ours.items():
        other = python.get(name)
        js = f"{node[name]:14.1f}" if name in node else ""
        print(f"{name:15}{value:12.1f}{other:14.1f}{other / value:8.0f}{js}")


if sys.argv[1] == "data":
    json.dump(data(), open(sys.argv[2] + "/data.json", "w"))
    json.dump(CASES, open(sys.argv[2] + "/cases.json", "w"))
elif sys.argv[1] == "measure":
    measure(sys.argv[2])
else:
    table(sys.argv[2])
