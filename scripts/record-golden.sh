#!/usr/bin/env bash
# Records the golden histories anew (Tests/Golden). Deliberately, by hand: what changed is to be read before it is
# committed. The tests say "recorded" as failures, so that no automatic run can do it unseen.
set -uo pipefail
cd "$(dirname "$0")/.."
swift build --build-tests || exit 1
ETAPE_RECORD_GOLDEN=1 swift test --skip-build --filter GoldenTests | grep -o 'recorded [a-z-]*\.json' | sort -u
git --no-pager diff --stat -- Tests/Golden
