// Package rules holds every rule of flinkmem-lint.
package rules

import "github.com/flinkmem/flinkmem-lint/lint"

// All is the one list of rules, in the order in which `flinkmem-lint rules` shows them.
var All []*lint.Rule
