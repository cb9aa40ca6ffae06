#!/bin/sh
# JSONata side by side: this library, PyPI's jsonata-python, and node running plain JavaScript for the same result.
# Usage: scripts/bench-jsonata.sh [PYTHON]   PYTHON has jsonata-python installed (default: python3)
set -eu
cd "$(dirname "$0")/.."
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" scripts/bench-jsonata.py data "$work"
swift build -c release --product bench-jsonata >&2
"$(swift build -c release --show-bin-path)/bench-jsonata" "$work/cases.json" "$work/data.json" > "$work/swift.tsv"
"$python" scripts/bench-jsonata.py measure "$work" > "$work/python.tsv"
if command -v node > /dev/null; then node scripts/bench-jsonata.mjs "$work/data.json" > "$work/node.tsv"; else : > "$work/node.tsv"; fi
"$python" scripts/bench-jsonata.py table "$work"
