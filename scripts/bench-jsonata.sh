#!/usr/bin/env bash
# JSONata side by side: this library, PyPI's jsonata-python, and node running plain JavaScript for the same result. Also
# what evaluating takes of memory.
# Usage: scripts/bench-jsonata.sh [PYTHON]   PYTHON has jsonata-python (default: $ETAPE_CACHE/bench-python)
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# -eq 0 ]; then
    scripts/setup.sh bench >&2
    set -- "${ETAPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/etape}/bench-python/bin/python3"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" scripts/bench-jsonata.py data "$work"
swift build -c release --product bench-jsonata >&2
"$(swift build -c release --show-bin-path)/bench-jsonata" "$work" >"$work/swift.tsv"
"$1" scripts/bench-jsonata.py measure "$work" >"$work/python.tsv"
: >"$work/node.tsv"
if command -v node >/dev/null; then node scripts/bench-jsonata.mjs "$work" >"$work/node.tsv"; fi
"$1" scripts/bench-jsonata.py table "$work"
