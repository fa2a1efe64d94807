#!/bin/sh
# Prepares a release: packaging/bump.sh 0.2.0 gives CHANGELOG.md's Unreleased part that version, and writes the version wherever
# one is named.
set -eu
cd "$(dirname "$0")/.."
version=$1
printf '%s\n' "$version" | grep -Eq '^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$' || { echo "no version: $version" >&2; exit 2; }
old=$(sed -nE '/^  version:/,/default:/s/^    default: (.*)/\1/p' action.yml)

rewrite() { # sed script, file
	sed -E "$1" "$2" >"$2.new"
	cat "$2.new" >"$2" # keeps the file's mode
	rm "$2.new"
}

was=$(printf '%s' "$old" | sed 's/[.]/\\./g')
for file in action.yml .pre-commit-hooks.yaml README.md docs/ci.md docs/examples/github/*.yml; do
	rewrite "s/(flinkmem-lint[@:_]v?|rev: v|default: |\`)$was( |_|\`|\$)/\\1$version\\2/g" "$file"
done
# the extension's own version, which its lock file names twice before the first package
for file in editors/vscode/package.json editors/vscode/package-lock.json; do
	rewrite "1,12s/(\"version\": \")$was\"/\\1$version\"/" "$file"
done
[ "$version" = "$old" ] || rewrite "1,/^## /s/^(## .*)/## $version\\
\\
- the program of that version: what is new in it is in [its changelog](..\\/..\\/CHANGELOG.md)\\
\\
\\1/" editors/vscode/CHANGELOG.md
home=https://github.com/flinkmem/flinkmem-lint
rewrite "s/^## \[Unreleased\]\$/## [Unreleased]\\
\\
## [$version] - $(date -u +%Y-%m-%d)/; s|^\[Unreleased\]: .*|[Unreleased]: $home/compare/v$version...HEAD\\
[$version]: $home/releases/tag/v$version|" CHANGELOG.md
echo "$old -> $version; read the diff, and commit it"
