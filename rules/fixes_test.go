package rules_test

import (
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/flink/flinktest"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	"github.com/flinkmem/flinkmem-lint/rules"
)

// fixed is a fix of a recorded configuration, made.
type fixed struct {
	vector *flinktest.Vector
	rule   *lint.Rule
	fix    lint.Fix
	after  string
	// starts is the process that has to start with it: the fix is the first that the finding offers for one that Flink
	// refuses over a sum or a range.
	starts *flink.Role
}

func (f *fixed) String() string {
	return fmt.Sprintf("%s: %s: %s fix %q:\n%s\nbecomes\n%s", f.vector.ID(), f.rule.ID, f.fix.Safety, f.fix.Title, f.vector.In.Text, f.after)
}

// sumRules report what a number can mend, so that their first fix always has to.
var sumRules = []string{
	"tm-components-exceed-total", "tm-network-inconsistent", "metaspace-overhead-exceed-process", "total-process-below-flink",
	"jvm-overhead-out-of-range", "jm-total-below-off-heap", "jm-heap-and-off-heap-differ-from-total", "jm-heap-exceeds-total",
	"min-greater-than-max", "fraction-out-of-range",
}

// TestFixes makes every fix that is offered for recorded configurations: a safe one leaves Flink's memory as it is, the
// first one for a process that Flink refuses over a sum or a range makes it start, and a file that loads still does.
func TestFixes(t *testing.T) {
	for _, minor := range flinktest.Minors(t) {
		t.Run(minor, func(t *testing.T) {
			t.Parallel()
			version := flink.MustVersion(minor)
			unmended, all := 0, offeredFixes(t, minor, 250)
			safe := 0
			for i := range all {
				f := &all[i]
				before, after := clusterOf(t, f.vector, f.vector.In.Text, version), clusterOf(t, f.vector, f.after, version)
				if before.LoadError() == nil && after.LoadError() != nil {
					t.Errorf("does not load any more: %s", f)
					continue
				}
				for _, p := range after.Processes() {
					if f.starts != nil && *f.starts == p.Role && !p.Memory().OK() {
						t.Errorf("the %s does not start: %+v: %s", p.Role, p.Memory().Problems, f)
					}
				}
				if f.fix.Safety == lint.Safe {
					safe++
					compareSafe(t, f, before, after)
				}
				if f.starts != nil {
					unmended++
				}
			}
			t.Logf("%d fixes, %d of them safe, %d that have to start a process", len(all), safe, unmended)
			if len(all) < 50 || unmended < 20 {
				t.Errorf("%d fixes, of which %d have to start a process, test too little", len(all), unmended)
			}
		})
	}
}

// offeredFixes makes the fixes that are offered for some recorded configurations of a version, and counts on each process
// of a sum to have one.
func offeredFixes(t *testing.T, minor string, n int) []fixed {
	t.Helper()
	var all []fixed
	vectors := flinktest.Read(t, minor)
	for i := range vectors {
		v := &vectors[i]
		if i%max(1, len(vectors)/n) != 0 || v.In.File == "" || len(v.In.Dynamic) > 0 || !readable(v) {
			continue
		}
		r := run(t, lint.Options{
			Rules: rules.All, Dir: t.TempDir(), Paths: []string{"-"}, Stdin: strings.NewReader(v.In.Text), Kind: kindOf(v),
			FlinkVersion: flink.MustVersion(minor), Keep: func(string) bool { return true }, FixesLater: true,
		})
		for j := range r.Findings {
			f := &r.Findings[j]
			sum := f.Role != nil && f.Severity == lint.Error && slices.Contains(sumRules, f.Rule.ID)
			fixes := f.AllFixes()
			if f.Later != nil && slices.ContainsFunc(fixes, func(fix lint.Fix) bool { return fix.Safety == lint.Safe }) {
				t.Errorf("%s: %s: %s: a safe fix is not to be searched for: who makes the safe ones does not look there", v.ID(), f.Rule.ID, f.Message)
			}
			if sum && (len(fixes) == 0 || fixes[0].Safety != lint.Unsafe) {
				t.Errorf("%s: %s: %s: nothing mends it:\n%s", v.ID(), f.Rule.ID, f.Message, v.In.Text)
			}
			for k, fix := range fixes {
				after, err := fix.Edits[0].Document.Apply(fix.Edits)
				if err != nil {
					t.Errorf("%s: %s: %q: %v", v.ID(), f.Rule.ID, fix.Title, err)
					continue
				}
				made := fixed{vector: v, rule: f.Rule, fix: fix, after: string(after)}
				if sum && k == 0 {
					made.starts = f.Role
				}
				all = append(all, made)
			}
		}
	}
	return all
}

// readable reports whether the version reads a file of that name.
func readable(v *flinktest.Vector) bool {
	return v.In.File == "config.yaml" || v.In.File == "flink-conf.yaml" && strings.HasPrefix(v.Minor, "1.")
}

func kindOf(v *flinktest.Vector) source.Kind {
	return source.Kind(strings.TrimSuffix(v.In.File, ".yaml"))
}

func clusterOf(t *testing.T, v *flinktest.Vector, text string, version flink.Version) *source.Cluster {
	t.Helper()
	d := source.Read(v.In.File, []byte(text), kindOf(v))
	clusters := source.Link([]*source.Document{d}, source.LinkOptions{Flag: version})
	if len(clusters) != 1 {
		t.Fatalf("%s: %d clusters", v.ID(), len(clusters))
	}
	return clusters[0]
}

// compareSafe holds a safe fix to what it says: Flink computes the same memory, and all options that are left, or that are
// known under another name now, have the values that they had.
func compareSafe(t *testing.T, f *fixed, before, after *source.Cluster) {
	t.Helper()
	if before.LoadError() != nil {
		return
	}
	for _, was := range before.Processes() {
		for _, is := range after.Processes() {
			if was.Role != is.Role {
				continue
			}
			if a, b := was.Memory(), is.Memory(); !reflect.DeepEqual(sizes(a), sizes(b)) {
				t.Errorf("%s: %v was %v: %s", is.Role, sizes(b), sizes(a), f)
			}
			for key, o := range is.Options {
				if old, ok := was.Options[key]; ok && old.Value != o.Value {
					t.Errorf("%s: %s is %q now: %s", is.Role, key, o.Value, f)
				}
			}
		}
	}
}

func sizes(m *flink.Memory) map[flink.Name]flink.Size {
	all := map[flink.Name]flink.Size{}
	for _, c := range m.Components {
		all[c.Name] = c.Size
	}
	return all
}

// TestFixesOracle asks the real Flink, the newest of 1.x and of 2.x, about every fix. CI sets FLINK_ORACLE.
func TestFixesOracle(t *testing.T) {
	if os.Getenv("FLINK_ORACLE") == "" {
		t.Skip("asks the real Flink, which takes a JDK 17, Maven and Python 3: set FLINK_ORACLE=1")
	}
	versions := []flink.Version{flink.NewestOf(1), flink.Newest()}
	if named := os.Getenv("FLINK_ORACLE_VERSIONS"); named != "" { // others, for whoever doubts them
		versions = nil
		for _, minor := range strings.Fields(named) {
			versions = append(versions, flink.MustVersion(minor))
		}
	}
	for _, version := range versions {
		t.Run(version.String(), func(t *testing.T) {
			minor := version.String()
			flinktest.Oracle(t, nil, "setup", minor)
			all := offeredFixes(t, minor, 1500)
			texts := map[string]string{} // by id, each once
			ids := map[string]string{}
			for i := range all {
				key := all[i].vector.In.File + "\x00" + all[i].after
				if ids[key] == "" {
					ids[key] = fmt.Sprintf("fixed-%d", i)
					texts[ids[key]] = key
				}
			}
			var inputs []flinktest.Input
			for _, id := range slices.Sorted(maps.Keys(texts)) {
				file, text, _ := strings.Cut(texts[id], "\x00")
				inputs = append(inputs, flinktest.Input{ID: id, File: file, Text: text})
			}
			answers := map[string]flinktest.Answer{}
			for _, v := range flinktest.Ask(t, minor, inputs) {
				answers[v.In.ID] = v.Out
			}
			started, refused, safe := 0, 0, 0
			for i := range all {
				f := &all[i]
				was, is := f.vector.Out, answers[ids[f.vector.In.File+"\x00"+f.after]]
				if f.fix.Safety == lint.Safe && was.Loaded != nil {
					safe++
					for _, p := range [][2]*flinktest.Process{{was.JM, is.JM}, {was.TM, is.TM}} {
						if p[0] != nil && (p[1] == nil || len(p[0].Error) == 0 && !reflect.DeepEqual(p[0], p[1])) {
							t.Errorf("Flink answers %+v, not %+v: %s", p[1], p[0], f)
						}
					}
				}
				if f.starts == nil {
					continue
				}
				p := is.TM
				if *f.starts == flink.JobManager {
					p = is.JM
				}
				if refused++; p != nil && len(p.Error) == 0 {
					started++
				} else {
					t.Logf("Flink refuses the %s still: %+v: %s", f.starts, p, f)
				}
			}
			t.Logf("%d fixes; %d safe ones change nothing; %d of %d first ones start the process", len(all), safe, started, refused)
			if started*100 < refused*99 || refused < 100 {
				t.Errorf("of %d processes that Flink refuses over a sum or a range, %d start with the first fix", refused, started)
			}
		})
	}
}
