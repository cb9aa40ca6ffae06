#!/usr/bin/env python3
"""Writes requirements/NAME.txt from requirements/NAME.in: every package, its version, the hashes of its files.

    scripts/pin-requirements.py runtime test bench

pip resolves once for the Python that runs this; the hashes are of the files that pip takes on Linux x86-64 for each
Python version of VERSIONS. Needs the network; run it when a version in a .in file changes.
"""

import json
import subprocess
import sys
from pathlib import Path

VERSIONS = ("3.11", "3.12", "3.13")
SOURCES = {"pyspark"}
ROOT = Path(__file__).resolve().parent.parent / "requirements"


def report(*arguments):
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-"]
    output = subprocess.run([*command, *arguments], check=True, stdout=subprocess.PIPE).stdout
    return json.loads(output)["install"]


def pins(name):
    """{package: version} of everything that NAME.in asks for, extras and dependencies included."""
    found = report("--no-build-isolation", "-r", str(ROOT / f"{name}.in"))
    return {item["metadata"]["name"].lower(): item["metadata"]["version"] for item in found}


def hashes(versions):
    """{package: hashes} of the files for all Python versions."""
    found = {package: set() for package in versions}
    wheels = [f"{package}=={version}" for package, version in versions.items() if package not in SOURCES]
    sources = [f"{package}=={version}" for package, version in versions.items() if package in SOURCES]
    reports = [report("--no-deps", "--no-build-isolation", *sources)] if sources else []
    for python in VERSIONS:
        reports.append(
            report("--no-deps", "--only-binary=:all:", "--python-version", python, "--target", "unused", *wheels)
        )
    for item in (item for one in reports for item in one):
        found[item["metadata"]["name"].lower()].add(item["download_info"]["archive_info"]["hashes"]["sha256"])
    return found


def write(name):
    versions = pins(name)
    lines = [f"# Written by scripts/pin-requirements.py from {name}.in: do not edit."]
    for package, found in sorted(hashes(versions).items()):
        lines.append(f"{package}=={versions[package]} \\")
        lines.append(" \\\n".join(f"    --hash=sha256:{one}" for one in sorted(found)))
    (ROOT / f"{name}.txt").write_text("\n".join(lines) + "\n")
    print(f"requirements/{name}.txt: {len(versions)} packages")


if __name__ == "__main__":
    for name in sys.argv[1:] or ("runtime", "test", "bench"):
        write(name)
