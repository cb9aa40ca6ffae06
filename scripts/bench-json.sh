#!/bin/sh
# JSON side by side with Foundation's JSONSerialization, and JSONPath with PyPI's jsonpath-ng, in one run.
# Usage: scripts/bench-json.sh [PYTHON]   PYTHON has jsonpath-ng installed (default: the tests' environment)
set -eu
cd "$(dirname "$0")/.."
python=${1:-${ETAPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/etape}/test-python/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" scripts/bench-json.py data "$work"
swift build -c release --product bench-json >&2
"$(swift build -c release --show-bin-path)/bench-json" "$work/document.json" "$work/paths.json" "$work/data.json" > "$work/swift.tsv"
"$python" scripts/bench-json.py measure "$work" > "$work/python.tsv"
"$python" scripts/bench-json.py table "$work"
