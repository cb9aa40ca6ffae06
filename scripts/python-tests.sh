#!/usr/bin/env bash
# The tests written in Python: the awsglue package, the example's scripts.
set -uo pipefail
cd "$(dirname "$0")/.."
cache=${ETAPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/etape}
python=$cache/python/bin/python3
tests=$cache/test-python/bin/python3
status=0
for folder in Runtimes/glue-python/tests Runtimes/lambda-python/tests; do
    [ -d "$folder" ] || continue
    PYTHONPATH=$(dirname "$folder") "$python" -m pytest -q -p no:cacheprovider "$folder" || status=1
done
for folder in Tests/python Tests/endtoend; do
    "$tests" -m pytest -q -p no:cacheprovider "$folder" || status=1
done
exit $status
