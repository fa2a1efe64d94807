package flink_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/flink/flinktest"
)

func version(text string) flink.Version { return flink.MustVersion(text) }

func lookup(t *testing.T, key string) *flink.Option {
	t.Helper()
	o, ok := flink.Lookup(key)
	if !ok {
		t.Fatalf("Lookup(%q) finds nothing", key)
	}
	return o
}

func TestVersions(t *testing.T) {
	all := flink.Versions()
	if all[0] != version("1.10") || all[len(all)-1] != flink.Newest() || !slices.IsSortedFunc(all, flink.Version.Compare) {
		t.Errorf("Versions() = %v", all)
	}
	for _, minor := range flinktest.Minors(t) {
		if !slices.Contains(all, version(minor)) {
			t.Errorf("answers of %s are recorded, and Versions() lacks it", minor)
		}
	}
	for _, v := range all {
		if !slices.Contains(flinktest.Minors(t), v.String()) {
			t.Errorf("no answers of %v are recorded", v)
		}
		if flink.ScannedRelease(v).MinorRelease() != v {
			t.Errorf("ScannedRelease(%v) = %v", v, flink.ScannedRelease(v))
		}
	}
	if v := flink.NewestOf(1); v != version("1.20") {
		t.Errorf("NewestOf(1) = %v", v)
	}
	if v := flink.NewestOf(0); !v.IsZero() {
		t.Errorf("NewestOf(0) = %v", v)
	}
}

func TestKnownVersion(t *testing.T) {
	tests := []struct {
		version, known string
		exact          bool
	}{
		{"1.9", "1.9", false},
		{"1.10", "1.10", true},
		{"1.17.2", "1.17", true},
		{"1.21", "1.20", false},
		{"2.0", "2.0", true},
		{"99.1", flink.Newest().String(), false},
	}
	for _, tt := range tests {
		known, exact := flink.KnownVersion(version(tt.version))
		if known != version(tt.known) || exact != tt.exact {
			t.Errorf("KnownVersion(%s) = %v, %v, want %s, %v", tt.version, known, exact, tt.known, tt.exact)
		}
	}
}

func TestOptionByVersion(t *testing.T) {
	const none = "-"
	tests := []struct {
		key, version string
		works        bool
		deprecated   bool
		defaultText  string // none where the version does not have the option
		bytes        flink.Size
	}{
		{"taskmanager.memory.network.max", "1.16", true, false, "1 gb", flink.GiB},
		{"taskmanager.memory.network.max", "1.17", true, false, "9223372036854775807 bytes", flink.Unlimited},
		{"taskmanager.memory.network.max", "99.0", true, false, "9223372036854775807 bytes", flink.Unlimited},
		{"taskmanager.memory.managed.fraction", "1.10", true, false, "0.4", -1},
		{"taskmanager.memory.managed.size", "1.12", true, false, "", -1},
		{"taskmanager.memory.size", "1.12", true, true, none, 0},
		{"taskmanager.memory.fraction", "1.12", false, false, none, 0},
		{"taskmanager.heap.size", "1.20", true, true, "", -1},
		{"taskmanager.heap.size", "2.0", false, false, none, 0},
		{"taskmanager.network.memory.min", "2.0", true, true, none, 0},
		{"taskmanager.network.memory.min", "1.4", true, false, "64mb", -1}, // as in 1.9, the oldest that was asked
		{"jobmanager.memory.process.size", "1.4", false, false, none, 0},
		{"jobmanager.memory.process.size", "1.10", false, false, none, 0},
		{"jobmanager.memory.process.size", "1.11", true, false, "", -1},
		// Nothing is known of Kubernetes in 1.10: the module could not be had. 1.11 has the first option, not the second.
		{"kubernetes.jobmanager.cpu", "1.10", true, false, none, 0},
		{"kubernetes.jobmanager.memory.limit-factor", "1.10", false, false, none, 0},
	}
	for _, tt := range tests {
		o, v := lookup(t, tt.key), version(tt.version)
		if got := o.WorksIn(v); got != tt.works {
			t.Errorf("%s works in %v: %v, want %v", tt.key, v, got, tt.works)
		}
		if got := o.DeprecatedIn(v); got != tt.deprecated {
			t.Errorf("%s is deprecated in %v: %v, want %v", tt.key, v, got, tt.deprecated)
		}
		d, ok := o.DefaultIn(v)
		if ok != (tt.defaultText != none) || ok && (d.Text != tt.defaultText || d.Bytes != tt.bytes) {
			t.Errorf("%s has the default %+v in %v (%v), want %q, %d", tt.key, d, v, ok, tt.defaultText, tt.bytes)
		}
	}
}

func TestRelatives(t *testing.T) {
	threshold := lookup(t, "execution.checkpointing.data-inline-threshold")
	// Flink tries the younger of the old keys first.
	want := []string{"state.storage.fs.memory-threshold", "state.backend.fs.memory-threshold"}
	if got := threshold.FallbackKeys(version("1.20")); !slices.Equal(got, want) {
		t.Errorf("fallback keys %q, want %q", got, want)
	}
	old := lookup(t, "akka.ask.timeout")
	for v, want := range map[string]string{"1.13": "", "1.14": "taskmanager.slot.timeout", "1.18": "pekko.ask.timeout"} {
		if got := strings.Join(old.ReplacedIn(version(v)), " "); got != want {
			t.Errorf("%s is replaced in %s by %q, want %q", old.Key, v, got, want)
		}
	}
	heap := lookup(t, "jobmanager.heap.size")
	if heap.Removed != version("2.0") || heap.TypeIn(version("1.10")) != "String" || heap.TypeIn(version("1.11")) != "MemorySize" {
		t.Errorf("%s: removed in %v, types %v", heap.Key, heap.Removed, heap.Types)
	}
	if m := heap.Migration; m == nil || !m.Auto || !slices.Equal(m.Container, []string{"jobmanager.memory.process.size"}) {
		t.Errorf("%s: migration %+v", heap.Key, m)
	}
	if o := lookup(t, "taskmanager.memory.process.size"); !o.Removed.IsZero() {
		t.Errorf("%s is removed in %v", o.Key, o.Removed)
	}
}

func TestOpenPrefixAndMapEntry(t *testing.T) {
	tests := []struct{ key, prefix, option string }{
		{"metrics.reporter.prom.port", "metrics.reporter.", ""},
		{"metrics.reporter.", "", ""},
		{"metrics.reporters", "", ""},
		{"fs.oss.endpoint", "fs.oss.", ""},
		{"taskmanager.memory.managed.consumer-weights.PYTHON", "", "taskmanager.memory.managed.consumer-weights"},
		{"kubernetes.jobmanager.labels.a.b", "", "kubernetes.jobmanager.labels"},
		{"taskmanager.memory.managed.consumer-weights", "", ""},
		{"taskmanager.memory.managed.consumer-weights.", "", ""},
		{"taskmanager.memory.process.size.x", "", ""},
	}
	for _, tt := range tests {
		prefix, ok := flink.OpenPrefix(tt.key)
		if prefix != tt.prefix || ok != (tt.prefix != "") {
			t.Errorf("OpenPrefix(%q) = %q, %v, want %q", tt.key, prefix, ok, tt.prefix)
		}
		o, ok := flink.MapEntry(tt.key)
		if ok != (tt.option != "") || ok && o.Key != tt.option {
			t.Errorf("MapEntry(%q) = %+v, %v, want %q", tt.key, o, ok, tt.option)
		}
	}
	if o, ok := flink.Lookup("taskmanager.memory.proces.size"); ok {
		t.Errorf("Lookup finds %v for a misspelled key", o.Key)
	}
}

func TestPatchNote(t *testing.T) {
	notes := flink.PatchNote(version("1.10.0"))
	if len(notes) != 1 || notes[0].Key != "taskmanager.memory.jvm-metaspace.size" || notes[0].Bytes != 96*flink.MiB {
		t.Errorf("PatchNote(1.10.0) = %+v", notes)
	}
	if notes := flink.PatchNote(version("1.10.3")); notes != nil {
		t.Errorf("PatchNote(1.10.3) = %+v", notes)
	}
}

// TestCatalogueHangsTogether reads every entry: options are parsed only when they are asked for.
func TestCatalogueHangsTogether(t *testing.T) {
	options := flink.Options()
	if len(options) < 1000 || len(options) != len(flink.Keys()) {
		t.Fatalf("%d options, %d keys", len(options), len(flink.Keys()))
	}
	for i, o := range options {
		if key := flink.Keys()[i]; o.Key != key || i > 0 && flink.Keys()[i-1] >= key {
			t.Errorf("entry %d is %q under the key %q", i, o.Key, key)
		}
		if o.Introduced.IsZero() != o.Last.IsZero() || o.Last.Before(o.Introduced) || !o.Removed.IsZero() && !o.Last.Before(o.Removed) {
			t.Errorf("%s: introduced %v, last %v, removed %v", o.Key, o.Introduced, o.Last, o.Removed)
		}
		if o.Memory != (len(o.Defaults) > 0) && o.Type != "" && !o.Shell {
			t.Errorf("%s: memory option %v, defaults %v", o.Key, o.Memory, o.Defaults)
		}
		if (o.Type == "Enum") != (len(o.Enum) > 0) && o.Type != "List<Enum>" {
			t.Errorf("%s: type %s, values %q", o.Key, o.Type, o.Enum)
		}
		for _, r := range o.Fallback {
			old := lookup(t, r.Key)
			if !slices.Contains(old.ReplacedIn(r.To), o.Key) || !old.WorksIn(r.From) {
				t.Errorf("%s falls back to %s in %v, and that does not know it", o.Key, r.Key, r.Range)
			}
		}
		for _, d := range o.Defaults {
			if d.Text == "" || o.TypeIn(d.From) == "Map" {
				continue
			}
			if err := o.Check(d.Text, d.From, false); err != nil {
				t.Errorf("%s: the default %q is refused: %v", o.Key, d.Text, err)
			}
			if n, err := flink.ParseSize(d.Text); d.Bytes >= 0 && (err != nil || n != d.Bytes) {
				t.Errorf("%s: the default %q is recorded as %d bytes", o.Key, d.Text, d.Bytes)
			}
		}
		if m := o.Migration; m != nil {
			for _, key := range slices.Concat(m.To, m.Standalone, m.Container) {
				lookup(t, key)
			}
		}
	}
}
