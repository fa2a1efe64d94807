package rules_test

import (
	"context"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	"github.com/flinkmem/flinkmem-lint/rules"
)

// FuzzFixes makes every safe and every unsafe fix of whatever a configuration file holds: the result is no worse to read than
// before, and the finding is gone.
func FuzzFixes(f *testing.F) {
	f.Add("taskmanager.memory.process.size: 8g\ntaskmanager.memory.flink.size: 4g\ntaskmanager.network.memory.fraction: 0.2 # x\n", false)
	f.Add("jobmanager.memory.process.size: 4096\r\ntaskmanager.memory.process.size=4g\r\ntaskmanager.memory.preallocate: \"false\"", false)
	f.Add("taskmanager:\n  memory:\n    process.size: 1Gi\n    network:\n      min: 2g\n      max: 1g\n", true)
	f.Add("taskmanager.memory.process.size: 700m\ntaskmanager.memory.managed.fraction: 40%\ntaskmanager.memory.process.size: 1g\n", true)
	f.Add("taskmanager.memory.process.size\u00a0: 4g\n\u200bjobmanager.memory.process.size: 1g\u3000\n", false)
	f.Fuzz(func(t *testing.T, text string, standard bool) {
		if len(text) > 4<<10 {
			return
		}
		before := lintText(t, text, standard)
		for _, finding := range before {
			for _, fix := range finding.Fixes {
				if fix.Safety == lint.Suggestion || len(fix.Edits) == 0 {
					continue
				}
				fixed, err := finding.Place.Document.Apply(fix.Edits)
				if err != nil {
					t.Fatalf("%s: %s: %v\n%q", finding.Rule.ID, fix.Title, err, text)
				}
				after := lintText(t, string(fixed), standard)
				if was, is := unreadable(before), unreadable(after); is > was {
					t.Fatalf("%s: %s: the file reads no more\n%q\n%q", finding.Rule.ID, fix.Title, text, fixed)
				}
				if was, is := same(before, &finding), same(after, &finding); is >= was {
					t.Fatalf("%s: %s: %q is still there\n%q\n%q", finding.Rule.ID, fix.Title, finding.Message, text, fixed)
				}
			}
		}
	})
}

func lintText(t *testing.T, text string, standard bool) []lint.Finding {
	t.Helper()
	o := lint.Options{
		Rules: rules.All, Dir: t.TempDir(), Paths: []string{"-"}, Stdin: strings.NewReader(text), Kind: source.FlinkConf,
		FlinkVersion: flink.NewestOf(1),
	}
	if standard {
		o.Kind, o.FlinkVersion = source.ConfigYAML, flink.Newest()
	}
	r, err := lint.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r.Findings
}

// unreadable counts the findings for which Flink does not load the file.
func unreadable(findings []lint.Finding) int {
	n := 0
	for _, f := range findings {
		if f.Rule.ID == "config-not-loadable" {
			n++
		}
	}
	return n
}

// same counts the findings that say the same, wherever they stand, and have as much to follow from them: a fix may be that of a consequence.
func same(findings []lint.Finding, f *lint.Finding) int {
	n := 0
	for i := range findings {
		if findings[i].Rule == f.Rule && findings[i].Message == f.Message && len(findings[i].Consequences) == len(f.Consequences) {
			n++
		}
	}
	return n
}
