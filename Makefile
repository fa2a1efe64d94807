# Everything here runs with Go alone, except what says that it needs a JDK and Maven. CI runs .ci/run, which is the same and more.

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
ORACLE      := flink/oracle/oracle.sh

# the newest Flink 1.x and the newest of all
FLINKS = $(shell sed -nE 's/^ *"([0-9]+\.[0-9]+)": *\{.*/\1/p' flink/oracle/versions.json | sort -V | awk -F. '{ last[$$1] = $$0; newest = $$0 } END { print last[1], newest }')

# all fuzz targets together, in seconds
FUZZ_SECONDS ?= 60
BENCH        ?= .
BENCH_TIME   ?= 1s

.DEFAULT_GOAL := help

.PHONY: help
help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: build
build: ## build ./flinkmem-lint
	go build -o flinkmem-lint ./cmd/flinkmem-lint

.PHONY: test
test: ## run the tests
	go test ./...

.PHONY: race
race: ## run the tests under the race detector (needs a C compiler)
	CGO_ENABLED=1 go test -race ./...

.PHONY: lint
lint: gofmt vet staticcheck ## gofmt, go vet and staticcheck

.PHONY: gofmt
gofmt:
	@unformatted=$$(gofmt -l -s $$(git ls-files -co --exclude-standard -- '*.go')) && \
	if [ -n "$$unformatted" ]; then echo "run gofmt -s -w on:"; echo "$$unformatted"; exit 1; fi

.PHONY: vet
vet:
	go vet ./...

.PHONY: staticcheck
staticcheck:
	go run $(STATICCHECK) ./...

.PHONY: fuzz
fuzz: ## run every fuzz target, FUZZ_SECONDS in all
	.ci/fuzz $(FUZZ_SECONDS)

.PHONY: bench
bench: ## run the benchmarks (BENCH=regexp, BENCH_TIME=1s)
	go test -run '^$$' -bench '$(BENCH)' -benchtime $(BENCH_TIME) -benchmem ./...

.PHONY: golden
golden: ## rewrite expected outputs and docs/rules; read the diff before you commit it
	UPDATE_GOLDEN=1 go test -count=1 ./cmd/flinkmem-lint
	go test -count=1 ./rules -update

.PHONY: docs
docs: ## rewrite docs/rules and the schema of the configuration from the rules
	go test -count=1 ./rules -run '^Test(Pages|Schema)$$' -update

.PHONY: new-rule
new-rule: ## start a rule: make new-rule ID=my-rule
	@rules/new-rule.sh '$(ID)'

.PHONY: catalogue
catalogue: ## ask every Flink again: rewrite flink/data and testdata/flink (JDK 17, Maven, python3; minutes)
	$(ORACLE) setup
	$(ORACLE) catalogue
	$(ORACLE) vectors

.PHONY: verify-flink
verify-flink: flink-jars ## ask the newest Flink 1.x and 2.x again and compare with what is recorded (JDK 17, Maven, python3)
	$(ORACLE) verify $(FLINKS)
	FLINK_ORACLE=1 go test -count=1 -v -run '^TestOracle' ./flink
	FLINK_ORACLE=1 go test -count=1 -v -run '^TestFixesOracle' ./rules
	FLINK_ORACLE=1 go test -count=1 -run '^TestHistory' ./cmd/flinkmem-lint

.PHONY: verify-dotnet
verify-dotnet: dotnet-runtime ## ask a real .NET runtime about cases that are not recorded (Linux on x64, python3)
	DOTNET_ORACLE=1 go test -count=1 -v -run '^TestOracle' ./dotnet

.PHONY: dotnet-runtime
dotnet-runtime:
	dotnet/oracle/oracle.sh setup

.PHONY: flink-jars
flink-jars:
	$(ORACLE) setup $(FLINKS)
