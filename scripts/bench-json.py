"""The data, the measurements and the tables of scripts/bench-json.sh."""
import json
import os
import sys
import time

PATHS = {
    "small": "$.order.lines[0].product.name",
    "wide": "$.items[*].name",
    "filter": "$.items[?(@.price > 50)].name",
    "filter of two": "$.items[?(@.price > 50 && @.qty < 5)].name",
    "descendants": "$..label",
}

def document():
    """About 100 kB of records: strings, some of them with escapes, integers, decimals, nested objects and arrays."""
    return [
        {
            "id": i, "name": f"item number {i}", "category": f"c{i % 20}", "price": (i * 7919 % 10007) / 100,
            "qty": i % 13 + 1, "active": i % 3 == 0, "created": f"2025-03-{10 + i % 20}T12:{10 + i % 50}:00Z",
            "tags": ["alpha", f"beta {i % 7}", "a somewhat longer tag"],
            "address": {
                "street": f"{i} Main Street", "city": "Zürich",
                "geo": {"lat": 47 + (100000 + i) / 1e6, "lon": -8 - (500000 + i) / 1e6},
            },
            "note": None,
            "comment": f'He said "yes" and left.\nThen {i} more words follow in this line of text.',
        }
        for i in range(270)
    ]


def data():
    items = [
        {
            "id": i, "name": f"item {i}", "price": (i * 7919 % 10007) / 100, "qty": i % 13 + 1,
            "tags": [{"label": f"t{i % 7}"}, {"label": f"u{i % 11}"}],
        }
        for i in range(10_000)
    ]
    order = {"lines": [{"product": {"name": "hat"}}, {"product": {"name": "cloak"}}]}
    return {"order": order, "items": items}


def best(body, rounds=3):
    found = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        count = 0
        while count == 0 or time.perf_counter() - start < 0.2:
            body()
            count += 1
        found = min(found, (time.perf_counter() - start) / count)
    return found * 1e6


def measure(folder):
    import jsonpath_ng.ext

    value = json.load(open(folder + "/data.json"))
    for name, text in PATHS.items():
        path = jsonpath_ng.ext.parse(text)
        print(f"parse {name}\t{best(lambda: jsonpath_ng.ext.parse(text))}")
        print(f"{name}\t{best(lambda: [match.value for match in path.find(value)])}", flush=True)


def read(path):
    lines = (line.rstrip("\n").split("\t") for line in open(path))
    return {name: float(value) for name, value in lines}


def table(folder):
    ours, python = read(folder + "/swift.tsv"), read(folder + "/python.tsv")
    size = os.path.getsize(folder + "/document.json")
    print(f"JSON, {size / 1000:.0f} kB     ours MB/s  Foundation MB/s   times")
    for name in ("parse", "print"):
        mine, other = ours[name], ours["Foundation " + name]
        print(f"{name:15}{size / mine:14.0f}{size / other:17.0f}{other / mine:8.1f}")
    print(f"{'with places':15}{size / ours['parse with places']:14.0f}")
    print(f"\n{'JSONPath':22}{'ours µs':>10}{'jsonpath-ng µs':>16}{'times':>8}")
    for name, other in python.items():
        print(f"{name:22}{ours[name]:10.2f}{other:16.1f}{other / ours[name]:8.0f}")


if sys.argv[1] == "data":
    for name, value in {"document": document(), "data": data(), "paths": PATHS}.items():
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        open(f"{sys.argv[2]}/{name}.json", "w", encoding="utf-8").write(text)
elif sys.argv[1] == "measure":
    measure(sys.argv[2])
else:
    table(sys.argv[2])
