#!/usr/bin/env bash
# Asks the real Flink classes, version by version. See README.md.
#   oracle.sh setup [minor...]     fetch the jars, compile src/          (into $ORACLE_CACHE, default ~/.cache/flink-oracle)
#   oracle.sh catalogue            scan every version, write ../data
#   oracle.sh vectors [minor...]   write ../../testdata/flink/<minor>.jsonl.gz
#   oracle.sh verify [minor...]    ask again and compare with what is recorded; exit status 1 where they differ
#   oracle.sh inputs <minor>       the inputs that are recorded, as JSON lines
#   oracle.sh run <minor> [full]   JSON lines on standard input -> answers on standard output
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
recorded=$here/../../testdata/flink
export ORACLE_CACHE=${ORACLE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/flink-oracle}
export PYTHONDONTWRITEBYTECODE=1
# what Flink would read from its surroundings must not leak into the answers
unset FLINK_CONF_DIR FLINK_TM_HEAP FLINK_JM_HEAP JAVA_TOOL_OPTIONS _JAVA_OPTIONS || true

need() {
  for tool; do command -v "$tool" >/dev/null || { echo "oracle.sh needs $tool on the PATH (JDK 17 or later, Maven, Python 3.10 or later)" >&2; exit 3; }; done
}
versions() { python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); print("\n".join(v for v in d if len(sys.argv) < 3 or d[v]["vectors"]))' "$here/versions.json" "$@"; }
minors() { if [ $# -gt 0 ]; then printf '%s\n' "$@"; else versions recorded; fi; }
count() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]]["vectors"])' "$here/versions.json" "$1"; }
ask() { # minor mode...
  local minor=$1; shift
  if [ ! -e "$ORACLE_CACHE/cp/$minor.cp" ]; then echo "Flink $minor is not set up: run $0 setup $minor" >&2; exit 3; fi
  java -Xmx2g -XX:+UseSerialGC -Dfile.encoding=UTF-8 -Duser.language=en -Duser.timezone=UTC \
    -cp "$(cat "$ORACLE_CACHE/cp/$minor.cp"):$ORACLE_CACHE/classes" Oracle "$@"
}
compile() { need javac; mkdir -p "$ORACLE_CACHE/classes"; javac -Xlint:all -d "$ORACLE_CACHE/classes" "$here"/src/*.java; }
# whether what is compiled is newer than every source
current() { [ -e "$ORACLE_CACHE/classes/Oracle.class" ] && [ -z "$(find "$here/src" -newer "$ORACLE_CACHE/classes/Oracle.class")" ]; }

cmd=${1:-}; shift || true
need python3
case $cmd in
  setup) need java mvn; python3 "$here/fetch.py" "$@"; compile ;;
  run) need java; current || compile; ask "$1" run "${2:-}" ;;
  inputs) python3 "$here/vectors.py" inputs "$recorded/$1.jsonl.gz" ;;
  catalogue)
    compile; mkdir -p "$ORACLE_CACHE/cat"
    for v in $(versions); do ask "$v" catalogue > "$ORACLE_CACHE/cat/$v.jsonl" 2> "$ORACLE_CACHE/cat/$v.err"; done
    python3 "$here/merge_catalogue.py" ;;
  vectors)
    compile; mkdir -p "$recorded" "$ORACLE_CACHE/vec"
    for v in $(minors "$@"); do
      python3 "$here/gen_vectors.py" "$v" "$(count "$v")" > "$ORACLE_CACHE/vec/$v.in"
      ask "$v" run < "$ORACLE_CACHE/vec/$v.in" > "$ORACLE_CACHE/vec/$v.out"
      python3 "$here/vectors.py" pack "$ORACLE_CACHE/vec/$v.in" "$ORACLE_CACHE/vec/$v.out" "$recorded/$v.jsonl.gz"
      echo "$v: $(wc -l < "$ORACLE_CACHE/vec/$v.in") vectors"
    done ;;
  verify)
    compile; mkdir -p "$ORACLE_CACHE/vec"
    differ=0
    for v in $(minors "$@"); do
      python3 "$here/vectors.py" inputs "$recorded/$v.jsonl.gz" | ask "$v" run > "$ORACLE_CACHE/vec/$v.again"
      python3 "$here/vectors.py" compare "$recorded/$v.jsonl.gz" "$ORACLE_CACHE/vec/$v.again" || differ=1
    done
    exit $differ ;;
  *) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
