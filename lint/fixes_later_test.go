package lint

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// Fixes that take a search are the same ones whenever they are searched for, and are lent like others: a finding that has
// none offers those of its consequence.
func TestFixesLater(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "flink-conf.yaml"), []byte("taskmanager.memory.process.size: 4g\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	const at = "taskmanager.memory.process.size"
	fixes := func(titles ...string) func() []Fix {
		return func() (all []Fix) {
			for _, title := range titles {
				all = append(all, Fix{Title: title, Safety: Unsafe})
			}
			return all
		}
	}
	rule := func(id string, mends, needs []string, own []Fix, later func() []Fix) *Rule {
		return &Rule{ID: id, Severity: Warning, Check: func(p *Pass) {
			place := p.Processes()[0].Options[at].Place
			p.Report(Finding{Place: place, Span: place.Value, Message: "m", Mends: mends, Needs: needs, Fixes: own, Later: later})
		}}
	}
	for _, tt := range []struct {
		name                     string
		causeOwn                 []Fix
		causeLater, consequences func() []Fix
		want                     string
	}{
		{"the cause's own", fixes("a")(), nil, fixes("b"), "[a]"},
		{"the cause's, searched for", nil, fixes("a", "b"), fixes("c"), "[a b]"},
		{"the cause finds none", nil, fixes(), fixes("c"), "[c]"},
		{"the cause has none", nil, nil, fixes("c"), "[c]"},
		{"nobody has any", nil, fixes(), fixes(), "[]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rules := []*Rule{
				rule("cause", []string{at}, nil, tt.causeOwn, tt.causeLater), rule("consequence", nil, []string{at}, nil, tt.consequences),
			}
			for _, how := range []struct{ later, keep bool }{{false, false}, {false, true}, {true, true}, {true, false}} {
				r, err := Run(t.Context(), Options{Rules: rules, Dir: dir, FixesLater: how.later, Keep: func(string) bool { return how.keep }})
				if err != nil || len(r.Findings) != 1 || len(r.Findings[0].Consequences) != 1 {
					t.Fatalf("%v, %+v", err, r)
				}
				want := tt.want
				if how.later && !how.keep && tt.causeOwn == nil {
					want = "[]" // what they would be made of is gone
				}
				if got := titlesOf(r.Findings[0].AllFixes()); got != want {
					t.Errorf("%+v: %s, want %s", how, got, want)
				}
				if own := titlesOf(r.Findings[0].Fixes); !how.later && own != want {
					t.Errorf("%+v: a report sees %s, want %s", how, own, want)
				}
			}
		})
	}
}

// A search that panics costs its own fixes, and is told.
func TestFixesLaterPanic(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "flink-conf.yaml"), []byte("a: b\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	rule := &Rule{ID: "panics", Severity: Warning, CheckPart: func(p *Pass) {
		p.Report(Finding{Place: source.Place{Document: p.Part.Document}, Message: "m", Later: func() []Fix { panic("no way out") }})
	}}
	r, err := Run(t.Context(), Options{Rules: []*Rule{rule}, Dir: dir})
	if err != nil || len(r.Findings) != 1 || len(r.Failures) != 1 {
		t.Errorf("%v: %d findings, failures %v", err, len(r.Findings), r.Failures)
	}
}

func titlesOf(fixes []Fix) string {
	titles := []string{}
	for _, f := range fixes {
		titles = append(titles, f.Title)
	}
	return fmt.Sprint(titles)
}
