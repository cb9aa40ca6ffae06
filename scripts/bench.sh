#!/usr/bin/env bash
# Builds in release and measures the server beside moto's Step Functions emulation, then the expression languages beside
# their peers, in one run on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${ETAPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/etape}
scripts/setup.sh test
swift build -c release --product etape
"$cache/test-python/bin/python3" scripts/bench.py .build/release/etape
echo
scripts/bench-jsonata.sh
