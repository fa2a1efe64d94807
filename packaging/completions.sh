#!/bin/sh
# Writes the scripts that complete commands and flags: packaging/completions.sh FOLDER
set -eu
mkdir -p "$1"
program=$(mktemp -d)
trap 'rm -rf "$program"' EXIT
env -u GOOS -u GOARCH go build -o "$program/flinkmem-lint" ./cmd/flinkmem-lint
"$program/flinkmem-lint" completion bash >"$1/flinkmem-lint.bash"
"$program/flinkmem-lint" completion zsh >"$1/_flinkmem-lint"
"$program/flinkmem-lint" completion fish >"$1/flinkmem-lint.fish"
"$program/flinkmem-lint" completion powershell >"$1/flinkmem-lint.ps1"
