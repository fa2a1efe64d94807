package lint

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// everyOption reports each option of a file, and panics at one called "boom".
var everyOption = &Rule{ID: "every-option", Severity: Warning, CheckPart: func(p *Pass) {
	for _, o := range slices.Backward(p.Part.Options) {
		if o.Key == "boom" {
			panic("out of luck")
		}
		f := Finding{Place: o.Place, Span: o.Place.Value, Message: o.Key + "=" + o.Value}
		p.Report(f)
		p.Report(f) // found again, for the other process
	}
}}

func messages(r *Result) []string {
	var all []string
	for _, f := range r.Findings {
		all = append(all, f.Place.Document.Path+" "+f.Message)
	}
	return all
}

func TestRunOrder(t *testing.T) {
	dir := t.TempDir()
	var want []string
	for _, sub := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		write(t, filepath.Join(dir, sub, "flink-conf.yaml"), "x: 1\ny: 2\n")
		want = append(want, sub+"/flink-conf.yaml x=1", sub+"/flink-conf.yaml y=2")
	}
	for jobs := range 9 {
		r, err := Run(context.Background(), Options{Dir: dir, Rules: []*Rule{everyOption}, Jobs: jobs})
		if err != nil {
			t.Fatal(err)
		}
		if got := messages(r); !slices.Equal(got, want) || r.Files != 8 {
			t.Errorf("%d jobs: %d files, %q", jobs, r.Files, got)
		}
		for _, f := range r.Findings {
			if f.Place.Document.Parts != nil {
				t.Fatal("the documents keep their parts")
			}
		}
	}
}

func TestPanicCostsNoOtherFile(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a", "flink-conf.yaml"), "boom: 1\n")
	write(t, filepath.Join(dir, "b", "flink-conf.yaml"), "x: 1\n")
	other := &Rule{ID: "other-rule", Severity: Info, CheckPart: func(p *Pass) {
		p.Report(Finding{Place: source.Place{Document: p.Part.Document}, Message: "here"})
	}}
	r, err := Run(context.Background(), Options{Dir: dir, Rules: []*Rule{everyOption, other}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := messages(r), []string{"a/flink-conf.yaml here", "b/flink-conf.yaml here", "b/flink-conf.yaml x=1"}; !slices.Equal(got, want) {
		t.Errorf("findings %q, want %q", got, want)
	}
	if len(r.Failures) != 1 || !strings.HasPrefix(r.Failures[0].Error(), "a/flink-conf.yaml: the rule every-option failed (out of luck)") ||
		strings.Contains(r.Failures[0].Error(), "\n") {
		t.Errorf("failures %q", r.Failures)
	}

	_, result, err := Clusters(context.Background(), Options{Dir: dir}, func([]*source.Cluster) int { panic("again") })
	if err != nil || len(result.Failures) != 2 {
		t.Errorf("a visitor that panics: %v, %v", result.Failures, err)
	}
}

// buffers come before the disk, as those of an editor do.
type buffers struct {
	dir  string
	open fstest.MapFS
}

func (b buffers) Open(name string) (fs.File, error) {
	if rel, err := filepath.Rel(b.dir, name); err == nil {
		if f, err := b.open.Open(filepath.ToSlash(rel)); err == nil {
			return f, nil
		}
	}
	return Disk{}.Open(name)
}

func TestBuffersBeforeDisk(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a", "flink-conf.yaml"), "x: disk\n")
	write(t, filepath.Join(dir, "b", "flink-conf.yaml"), "x: disk\n")
	files := buffers{dir, fstest.MapFS{"a/flink-conf.yaml": {Data: []byte("x: buffer\n")}}}
	r, err := Run(context.Background(), Options{Dir: dir, Files: files, Rules: []*Rule{everyOption}, Keep: func(string) bool { return true }})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := messages(r), []string{"a/flink-conf.yaml x=buffer", "b/flink-conf.yaml x=disk"}; !slices.Equal(got, want) {
		t.Errorf("findings %q, want %q", got, want)
	}
	if len(r.Findings[0].Place.Document.Parts) == 0 {
		t.Error("Keep keeps no parts")
	}
}

func TestRunStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, Options{Dir: t.TempDir()}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled run ends with %v", err)
	}
	var usage *UsageError
	if _, err := Run(context.Background(), Options{Dir: t.TempDir(), Select: []string{"no-rule"}}); !errors.As(err, &usage) {
		t.Errorf("an unknown rule is %v", err)
	}
}
