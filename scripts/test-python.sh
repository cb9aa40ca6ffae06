#!/usr/bin/env bash
# Runs the Python tests: scripts/test-python.sh [awsglue] [example] [pytest arguments after --]
# Needs scripts/setup.sh runtime test. Spark and boto3 come from the runtime's environment, pytest and moto from the tests'.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${ETAPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/etape}
runtime_packages=$("$cache/python/bin/python3" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
suites=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do suites+=("$1"); shift; done
[ $# -eq 0 ] || shift
[ ${#suites[@]} -gt 0 ] || suites=(awsglue example)
for suite in "${suites[@]}"; do
    case $suite in
        awsglue)
            (cd "$root/Runtimes/glue-python" && PYTHONDONTWRITEBYTECODE=1 \
                PYTHONPATH="$root/Runtimes/glue-python:$runtime_packages" \
                "$cache/test-python/bin/python3" -m pytest -q -p no:cacheprovider "$@") ;;
        example)
            (cd "$root/Tests/python" && PYTHONDONTWRITEBYTECODE=1 \
                "$cache/test-python/bin/python3" -m pytest -q -p no:cacheprovider "$@") ;;
        *) echo "unknown suite $suite" >&2; exit 2 ;;
    esac
done
