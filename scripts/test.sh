#!/usr/bin/env bash
# All tests: Swift's, then the ones written in Python.
set -uo pipefail
cd "$(dirname "$0")/.."
export ETAPE_CACHE=${ETAPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/etape}
status=0
# One line for each suite and failure; not one for each test.
swift test --skip-build 2>&1 | grep -vE '^(◇|✔ Test [^r])|^\[[0-9]+/[0-9]+\]' || status=1
scripts/test-python.sh || status=1
exit $status
