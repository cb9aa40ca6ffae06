#!/usr/bin/env python3
"""Writes Sources/AWSShapes/ShapeTables.swift: the shapes of every AWS operation, from botocore's models (Apache-2.0).

A table holds a service's operations with their input and output shapes, by names and types only: what a mocked result,
an SDK integration's parameters, and its result are compared with. One block a service:

    >sfn states Sfn          its name in `aws-sdk:sfn:…`, its endpoint prefix, the prefix of its error names
    BASE64                   of the deflated text

The text is a line for each operation, an empty line, and a line for each structure, which is referred to by position:

    StartExecution .0 .1     operation, input, output; `-` where there is none

    stateMachineArn!:s1~256 name:s1~80
                             members; `!` is required
    s i l f d b t T x p *    string, integer, long, float, double, boolean, timestamp, timestamp of a header (whole
                             seconds), blob, blob that is the whole body, any JSON; then bounds `1~256`, of which
                             either end may be missing
    .3  [s  {s               structure, list of, map of; bounds after the bracket

Run it with a Python that has botocore; the output names the version.
"""
import base64
import gzip
import json
import pathlib
import re
import zlib

import botocore

DATA = pathlib.Path(botocore.__file__).parent / "data"
TARGET = pathlib.Path(__file__).resolve().parent.parent / "Sources/AWSShapes/ShapeTables.swift"
WIDTH = 118
#: Two folders of one service id; this one is the older name of the other.
OLDER = {"sms-voice"}
#: Where Step Functions was seen to know an older model than botocore's: on 2025-12-03 AWS's `TestState` refused a
#: `MemorySize` of 10241.
SEEN = {("lambda", "MemorySize"): {"max": 10240}}
SCALARS = {"string": "s", "integer": "i", "long": "l", "float": "f", "double": "d", "boolean": "b", "timestamp": "t",
           "blob": "x"}


def words(text):
    """Splits as the AWS SDK for Java does to name its clients (`CodegenNamingUtils.splitOnWordBoundaries`)."""
    text = re.sub(r"[^A-Za-z0-9]+", " ", text)
    text = re.sub(r"([^a-z]{2,})v([0-9]+)", r"\1 v\2 ", text)
    text = re.sub(r"([^A-Z]{2,})V([0-9]+)", r"\1 V\2 ", text)
    text = " ".join(re.split(r"(?<=[a-z])(?=[A-Z](?:[a-zA-Z]|[0-9]))", text))
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", text)
    text = re.sub(r"([0-9])([a-zA-Z])", r"\1 \2", text)
    return text.split()


def names(service_id):
    """As Step Functions lists them: https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html"""
    stem = re.sub(r" Service$", "", service_id)
    prefix = "".join(word.lower().capitalize() for word in words(stem))
    return prefix.lower(), prefix


def number(value):
    if value is None:
        return ""
    return str(int(value)) if float(value) == int(float(value)) else repr(float(value))


def bounds(shape):
    if "min" not in shape and "max" not in shape:
        return ""
    return number(shape.get("min")) + "~" + number(shape.get("max"))


class Table:
    def __init__(self, model):
        self.shapes, self.positions, self.rows, self.open = model["shapes"], {}, [], []
        self.operations = [
            f"{name} {self.root(operation, 'input')} {self.root(operation, 'output')}"
            for name, operation in sorted(model["operations"].items())
        ]

    def root(self, operation, part):
        return self.reference(operation[part]["shape"]) if part in operation else "-"

    def reference(self, name, payload=False):
        shape = self.shapes[name]
        if shape.get("document") or shape.get("eventstream") or name in self.open:
            return "*"
        if shape["type"] == "structure":
            return f".{self.structure(name, shape)}"
        if shape["type"] in ("list", "map"):
            self.open.append(name)
            part = shape["member"] if shape["type"] == "list" else shape["value"]
            text = ("[" if shape["type"] == "list" else "{") + bounds(shape) + self.part(part)
            self.open.pop()
            return text
        if payload and shape["type"] == "blob":
            return "p"
        return SCALARS[shape["type"]] + ("" if shape["type"] in ("boolean", "timestamp") else bounds(shape))

    def part(self, member, payload=False):
        if member.get("jsonvalue"):
            return "*"
        text = self.reference(member["shape"], payload)
        return "T" if text == "t" and member.get("location") == "header" else text

    def structure(self, name, shape):
        if name not in self.positions:
            self.positions[name] = len(self.rows)
            self.rows.append("")
            required, kept, self.open = shape.get("required", []), self.open, []
            self.rows[self.positions[name]] = " ".join(
                f"{member}{'!' if member in required else ''}:{self.part(value, shape.get('payload') == member)}"
                for member, value in shape["members"].items()
            )
            self.open = kept
        return self.positions[name]

    def text(self):
        return "\n".join(self.operations) + "\n\n" + "\n".join(self.rows)


def block(folder):
    path = sorted((DATA / folder).glob("*/service-2.json.gz"))[-1]
    model = json.loads(gzip.open(path).read())
    name, prefix = names(model["metadata"]["serviceId"])
    for (service, shape), traits in SEEN.items():
        if service == folder:
            model["shapes"][shape].update(traits)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(Table(model).text().encode()) + packer.flush()
    text = base64.b64encode(packed).decode().rstrip("=")
    lines = [text[start : start + WIDTH] for start in range(0, len(text), WIDTH)]
    return name, [f">{name} {model['metadata']['endpointPrefix']} {prefix}"] + lines


def main():
    folders = sorted(path.name for path in DATA.iterdir() if any(path.glob("*/service-2.json.gz")))
    blocks = [block(folder) for folder in folders if folder not in OLDER]
    seen = [name for name, _ in blocks]
    assert len(seen) == len(set(seen)), sorted(name for name in seen if seen.count(name) > 1)
    lines = [line for _, block_lines in sorted(blocks) for line in block_lines]
    source = (
        f"// Generated by scripts/generate-shapes.py from botocore {botocore.__version__} (Apache-2.0); do not edit.\n"
        "// swift-format-ignore-file\n\n"
        'enum ShapeTables {\n    static let text: StaticString = """\n' + "\n".join(lines) + '\n"""\n}\n'
    )
    TARGET.write_text(source)
    print(f"{TARGET.name}: {len(blocks)} services, {len(source)} bytes")


if __name__ == "__main__":
    main()
