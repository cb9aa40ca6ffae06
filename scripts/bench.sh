#!/usr/bin/env bash
# Builds in release and measures, in one run on this machine: JSON beside Foundation, JSONPath beside jsonpath-ng, and
# the server beside moto's Step Functions emulation.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${ETAPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/etape}
scripts/setup.sh test
scripts/bench-json.sh "$cache/test-python/bin/python3"
swift build -c release --product etape
exec "$cache/test-python/bin/python3" scripts/bench.py .build/release/etape
