#!/usr/bin/env bash
# demo.sh ETAPE [FAIL]: runs examples/flights-etl on the full year; with FAIL, job 2 gets a broken file.
# The project may be served already (`etape up examples/flights-etl --upload data=…`): then it runs there.
set -euo pipefail
cd "$(dirname "$0")/.."
etape=$1
cache=${ETAPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/etape}
data=$cache/data/nycflights13
if [ -n "${2:-}" ]; then
    # The committed week with an impossible distance in every third flight: job 1 takes it, job 2 must not.
    data=$(mktemp -d)
    trap 'rm -rf "$data"' EXIT
    cp examples/flights-etl/data/*.csv "$data/"
    awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "distance") column = i }
        NR > 1 && NR % 3 == 0 { $column = -1 } { print }' examples/flights-etl/data/flights.csv > "$data/flights.csv"
    "$etape" run examples/flights-etl --data examples/flights-etl/.etape-fail --upload "data=$data"
    exit
fi
exec "$etape" run examples/flights-etl --upload "data=$data"
