package source

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
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

var mark = regexp.MustCompile(`in reader, line (\d+), column (\d+)`)

// flinkLine is the line in Flink's message; 0 where it names none. Of a quote or a key that does not end, it is the
// line where that starts, not the one where Flink noticed.
func flinkLine(message string) int {
	marks := mark.FindAllStringSubmatch(message, -1)
	if len(marks) == 0 {
		return 0
	}
	m := marks[len(marks)-1]
	if strings.HasPrefix(message, "while scanning a simple key") || strings.HasPrefix(message, "while scanning a quoted scalar") {
		m = marks[0]
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// TestRecordedConfigYAML compares with what Flink loaded, and with whether and where it refused.
func TestRecordedConfigYAML(t *testing.T) {
	lines := 0
	eachRecorded(t, "config.yaml", ConfigYAML, func(t *testing.T, v *flinktest.Vector, d *Document) {
		part := d.Parts[0]
		refused := part.LoadError()
		checkSpans(t, d)
		if len(v.Out.LoadError) == 0 {
			if refused != nil {
				t.Errorf("%s: %q: %s, but Flink loads it", v.ID(), v.In.Text, refused.Code)
			}
			if got := effective(part); !maps.Equal(got, v.Out.Loaded) {
				t.Errorf("%s: %q\n got %q\nwant %q", v.ID(), v.In.Text, got, v.Out.Loaded)
			}
			return
		}
		if refused == nil {
			t.Errorf("%s: %q: loads, but Flink says %q", v.ID(), v.In.Text, v.Out.LoadError)
			return
		}
		if refused.Code == BadSyntax || refused.Code == NotAnOption && strings.ContainsAny(v.In.Text, ":=") {
			t.Errorf("%s: %q: only %s is said of %q", v.ID(), v.In.Text, refused.Code, v.Out.LoadError)
		}
		if want := flinkLine(v.Out.LoadError[len(v.Out.LoadError)-1].Message); want > 0 {
			lines++
			if got := d.Lines.Line(refused.Place.Entry.Start); got != want {
				t.Errorf("%s: %q: %s in line %d, want %d: %q", v.ID(), v.In.Text, refused.Code, got, want, v.Out.LoadError)
			}
		}
	})
	if lines < 50 {
		t.Errorf("only %d messages with a line", lines)
	}
}
