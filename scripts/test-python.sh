#!/usr/bin/env bash
# Runs the Python tests: scripts/test-python.sh [awsglue] [example] [endtoend] [pytest arguments after --]
#   awsglue   the awsglue package's own suite
#   example   the example's scripts, template and notification, on plain Spark
#   endtoend  the program: real clients, runs, crashes, bad input, the READMEs' commands
# Needs scripts/setup.sh runtime test. Spark and boto3 come from the runtime's environment, pytest and moto from the tests'.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${ETAPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/etape}
runtime_packages=$("$cache/python/bin/python3" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
suites=()
status=0
while [ $# -gt 0 ] && [ "$1" != -- ]; do suites+=("$1"); shift; done
[ $# -eq 0 ] || shift
[ ${#suites[@]} -gt 0 ] || suites=(awsglue example endtoend)
for suite in "${suites[@]}"; do
    case $suite in
        awsglue)
            (cd "$root/Runtimes/glue-python" && PYTHONDONTWRITEBYTECODE=1 \
                PYTHONPATH="$root/Runtimes/glue-python:$runtime_packages" \
                "$cache/test-python/bin/python3" -m pytest -q -p no:cacheprovider "$@") || status=1 ;;
        example)
            (cd "$root/Tests/python" && PYTHONDONTWRITEBYTECODE=1 \
                "$cache/test-python/bin/python3" -m pytest -q -p no:cacheprovider "$@") || status=1 ;;
        endtoend)
            (cd "$root/Tests/endtoend" && PYTHONDONTWRITEBYTECODE=1 \
                "$cache/test-python/bin/python3" -m pytest -q -p no:cacheprovider "$@") || status=1 ;;
        *) echo "unknown suite $suite" >&2; exit 2 ;;
    esac
done
exit $status
