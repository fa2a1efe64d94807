#!/bin/sh
# Starts a rule: make new-rule ID=my-rule. Writes the rule, its line in rules.All and its cases; the tests say what is
# still to do.
set -eu
cd "$(dirname "$0")/.."

refuse() {
	echo "new-rule: $*" >&2
	exit 2
}

[ $# = 1 ] && [ -n "$1" ] || refuse "call it as: make new-rule ID=my-rule"
id=$1
words='[a-z][a-z0-9]*(-[a-z0-9]+)+'
printf '%s\n' "$id" | LC_ALL=C awk -v words="^$words\$" 'NR > 1 || $0 !~ words { exit 1 }' ||
	refuse "\"$id\" is no id: write two or more words in lower case with hyphens between, such as heap-too-small"

# heap-too-small -> heapTooSmall, HeapTooSmall
upper=$(echo "$id" | LC_ALL=C awk -F- '{ for (i = 1; i <= NF; i++) printf "%s", toupper(substr($i, 1, 1)) substr($i, 2) }')
lower=$(echo "$id" | cut -c1)$(echo "$upper" | cut -c2-)
file=rules/$(echo "$id" | tr - _).go
cases=testdata/rules/$id.txtar

if grep -qF "ID: \"$id\"" rules/*.go; then refuse "there is a rule $id already"; fi
for f in "$file" "$cases"; do
	[ ! -e "$f" ] || refuse "there is a $f already"
done
if grep -Eqw "(var|func|const|type) ($lower|check$upper)|^	*$lower,?( |$)" rules/*.go; then
	refuse "rules/ has something called $lower or check$upper already: take another id"
fi

cat >"$file" <<GO
package rules

import (
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var $lower = &lint.Rule{
	ID: "$id", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "TODO: what is wrong, in one line without a full stop",
		Why:   "TODO: what it does to the user, in one to three sentences.",
		Does:  "TODO: what Flink does exactly: the check, the formula, what counts first, in which versions.",
		Bad:   "",
		Good:  "",
		Links: []string{},
	},
	Check: check$upper,
}

func check$upper(p *lint.Pass) {
	if p.Cluster.LoadError() != nil || p.Cluster.Fragment() {
		return
	}
	for _, process := range p.Processes() {
		o, set := process.Options["TODO"]
		if !set || o.Place.IsZero() || o.State == source.Unknown || !process.Memory().OK() {
			continue
		}
		role := process.Role
		p.Report(lint.Finding{
			Place: o.Place, Span: o.Place.Value, Role: &role, Label: "TODO",
			Message: "TODO: the fact and its numbers, in one sentence",
			Help:    "TODO: what to change, and to which value",
		})
	}
}
GO

# A name such as heap_test.go or heap_linux.go would not belong to every build.
for system in linux/amd64 windows/arm64; do
	if ! GOOS=${system%/*} GOARCH=${system#*/} go list -f '{{range .GoFiles}}{{println .}}{{end}}' ./rules | grep -qxF "${file#rules/}"; then
		rm "$file"
		refuse "Go would read $file as a test, or on some systems only: take an id that ends with another word"
	fi
done

cat >"$cases" <<TXTAR
flink: 1.10, 1.20
TODO: say what the cases show: firing, not firing although it is near, the boundary, old names, defaults only.
-- flink-conf.yaml --
taskmanager.memory.process.size: 1728m
TXTAR

LC_ALL=C awk -v line="	$lower," '/^var All = /{ inside = 1 } inside && /^}/{ print line; inside = 0 } { print }' rules/rules.go >rules/rules.go.new
mv rules/rules.go.new rules/rules.go

cat <<SAY
$file   the rule: fill in what says TODO
rules/rules.go   its line: move it next to its kin
$cases   its cases
Then: go test ./rules -run Golden -update; make docs; go test ./rules
SAY
