package source

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink/flinktest"
)

// effective are the options that count, as Flink's Configuration.toMap lists them.
func effective(p *Part) map[string]string {
	m := map[string]string{}
	for _, o := range p.Options {
		m[o.Key] = o.Value
	}
	return m
}

// eachRecorded calls check for the recorded answers about a single file of the dialect, without -D options.
func eachRecorded(t *testing.T, file string, kind Kind, check func(*testing.T, *flinktest.Vector, *Document)) {
	n := 0
	for _, minor := range flinktest.Minors(t) {
		if file == "flink-conf.yaml" && minor[0] != '1' {
			continue // Flink 2 does not read the file
		}
		vectors := flinktest.Read(t, minor)
		for i := range vectors {
			v := &vectors[i]
			if v.In.File != file || len(v.In.Dynamic) > 0 {
				continue
			}
			n++
			check(t, v, Read(file, []byte(v.In.Text), kind))
		}
	}
	if n < 1000 {
		t.Errorf("only %d recorded answers for %s", n, file)
	}
}

var warnedLine = regexp.MustCompile(`^WARN GlobalConfiguration: Error .*flink-conf\.yaml:(\d+): `)

// TestRecordedFlinkConf compares with what Flink loaded, and with the lines that its log says it skipped.
func TestRecordedFlinkConf(t *testing.T) {
	eachRecorded(t, "flink-conf.yaml", FlinkConf, func(t *testing.T, v *flinktest.Vector, d *Document) {
		part := d.Parts[0]
		if got := effective(part); !maps.Equal(got, v.Out.Loaded) {
			t.Errorf("%s: %q\n got %q\nwant %q", v.ID(), v.In.Text, got, v.Out.Loaded)
		}
		var want, got []int
		for _, log := range v.Out.LoadLog {
			if m := warnedLine.FindStringSubmatch(log); m != nil {
				n, _ := strconv.Atoi(m[1])
				want = append(want, n)
			}
		}
		for _, p := range part.Problems {
			if p.Skipped {
				got = append(got, d.Lines.Line(p.Place.Entry.Start))
			}
			if p.Fatal {
				t.Errorf("%s: %q: %s is fatal", v.ID(), v.In.Text, p.Code)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q: skipped lines %v, want %v", v.ID(), v.In.Text, got, want)
		}
		checkSpans(t, d)
	})
}

// checkSpans checks that every span lies in the file, and that the written text decodes to what was read.
func checkSpans(t *testing.T, d *Document) {
	t.Helper()
	inside := func(what string, s Span) {
		if s.Start < 0 || s.End < s.Start || s.End > len(d.Bytes) {
			t.Errorf("%q: %s is at %v, outside the file", d.Bytes, what, s)
		}
	}
	for _, part := range d.Parts {
		for _, o := range part.Options {
			inside(o.Key, o.Place.Key)
			inside(o.Key, o.Place.Value)
			inside(o.Key, o.Place.Entry)
			if d.Kind == FlinkConf && javaText(string(d.Bytes[o.Place.Key.Start:o.Place.Key.End])) != o.Key {
				t.Errorf("%q: the key %q is not at %v", d.Bytes, o.Key, o.Place.Key)
			}
			if d.Kind == FlinkConf && o.Exact && string(d.Bytes[o.Place.Value.Start:o.Place.Value.End]) != o.Value {
				t.Errorf("%q: the value %q is not at %v", d.Bytes, o.Value, o.Place.Value)
			}
		}
		for _, p := range part.Problems {
			inside(string(p.Code), p.Place.Key)
			inside(string(p.Code), p.Place.Value)
			inside(string(p.Code), p.Place.Entry)
			if p.Place.Entry.Len() == 0 && len(d.Bytes) > 0 {
				t.Errorf("%q: %s has no place", d.Bytes, p.Code)
			}
		}
	}
}
