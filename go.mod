module github.com/flinkmem/flinkmem-lint

go 1.25.0
