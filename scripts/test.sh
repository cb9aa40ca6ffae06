#!/usr/bin/env bash
# All tests: Swift's, then the ones written in Python.
set -uo pipefail
cd "$(dirname "$0")/.."
cache=${ETAPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/etape}
export ETAPE_CACHE=$cache
status=0
swift test --skip-build 2>&1 | grep -vE '^[◇✔] (Test|Suite) |^\[[0-9]+/[0-9]+\]' || true
[ "${PIPESTATUS[0]}" -eq 0 ] || status=1
scripts/test-python.sh || status=1
exit $status
