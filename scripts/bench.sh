#!/usr/bin/env bash
# Builds in release and measures everything beside its peers, in one run on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${ETAPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/etape}
scripts/setup.sh test bench
swift build -c release --product etape
swift build -c release --product bench-engine
"$cache/test-python/bin/python3" scripts/bench.py .build/release "$cache/bench-python/bin/python3"
scripts/bench-json.sh "$cache/bench-python/bin/python3"
scripts/bench-jsonata.sh "$cache/bench-python/bin/python3"
