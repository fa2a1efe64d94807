#!/bin/sh
# Prints the part of CHANGELOG.md about one version: packaging/notes.sh 0.1.0
set -eu
awk -v version="$1" '
	/^## \[/ { within = index($0, "## [" version "]") == 1; next }
	/^\[[^]]*\]: / { next }
	within { print; if ($0 ~ /[^ ]/) some = 1 }
	END { if (!some) { print "CHANGELOG.md has nothing about " version > "/dev/stderr"; exit 1 } }
' "$(dirname "$0")/../CHANGELOG.md"
