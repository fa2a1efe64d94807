package lint

import (
	"slices"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

func versions(texts ...string) []flink.Version {
	var vs []flink.Version
	for _, t := range texts {
		vs = append(vs, flink.MustVersion(t))
	}
	return vs
}

func TestVersionList(t *testing.T) {
	for _, test := range []struct {
		versions []flink.Version
		want     string
	}{
		{nil, ""},
		{versions("1.20"), "1.20"},
		{versions("1.10", "1.11"), "1.10, 1.11"},
		{versions("1.10", "1.11", "1.12", "1.20"), "1.10 to 1.12, 1.20"},
		{versions("1.20", "1.19", "2.0"), "1.19 to 2.0"},
		{versions("2.3", "1.10", "2.3"), "1.10, 2.3"},
	} {
		if got := VersionList(test.versions); got != test.want {
			t.Errorf("%v: %q, want %q", test.versions, got, test.want)
		}
	}
}

// clusterOf links a flink-conf.yaml; a zero version leaves it assumed.
func clusterOf(t *testing.T, text string, v flink.Version) *source.Cluster {
	t.Helper()
	doc := source.Read("flink-conf.yaml", []byte(text), source.FlinkConf)
	return source.Link([]*source.Document{doc}, source.LinkOptions{Flag: v})[0]
}

// network.min of 2g exceeds the default maximum of 1 GiB, which Flink has up to 1.16.
const refusedUpTo116 = "taskmanager.memory.process.size: 16g\ntaskmanager.memory.network.min: 2g\n"

func TestRefusing(t *testing.T) {
	refusing := func(c *source.Cluster, p *source.Process) string {
		return VersionList(NewPass(&Rule{}, c, nil).Refusing(p))
	}
	c := clusterOf(t, refusedUpTo116, flink.Version{})
	if got := refusing(c, c.TaskManager); got != "1.10 to 1.16" {
		t.Errorf("refused by %s", got)
	}
	if c = clusterOf(t, refusedUpTo116, flink.MustVersion("1.14")); refusing(c, c.TaskManager) != "1.14" {
		t.Errorf("a known version that refuses: %s", refusing(c, c.TaskManager))
	}
	if c = clusterOf(t, refusedUpTo116, flink.MustVersion("1.17")); refusing(c, c.TaskManager) != "" {
		t.Errorf("a known version that starts it: %s", refusing(c, c.TaskManager))
	}
	// 1.10 does not compute the JobManager's memory, and so has nothing to say against the others.
	c = clusterOf(t, "jobmanager.memory.process.size: 1x\n", flink.Version{})
	if got := refusing(c, c.JobManager); got != "1.10 to 1.20" {
		t.Errorf("JobManager refused by %s", got)
	}
}

func TestReport(t *testing.T) {
	some := versions("1.10", "1.11", "1.12")
	for _, test := range []struct {
		name     string
		known    string
		severity Severity
		versions []flink.Version
		want     Severity
		message  string
	}{
		{"all versions", "", Error, nil, Error, "m"},
		{"every candidate", "", Error, versions("1.10", "1.11", "1.12", "1.13", "1.14", "1.15", "1.16", "1.17", "1.18", "1.19", "1.20"), Error, "m"},
		{"some candidates", "", Error, some, Warning, "m (Flink 1.10 to 1.12)"},
		{"advice stays advice", "", Info, some, Info, "m (Flink 1.10 to 1.12)"},
		{"known version", "1.11", Error, some, Error, "m"},
		{"the rule's severity", "", Off, nil, Warning, "m"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var v flink.Version
			if test.known != "" {
				v = flink.MustVersion(test.known)
			}
			rule := &Rule{ID: "r", Severity: Warning}
			p := NewPass(rule, clusterOf(t, "a: b\n", v), nil)
			p.Report(Finding{Message: "m", Severity: test.severity, Versions: test.versions})
			f := p.Findings()[0]
			if f.Severity != test.want || f.Message != test.message || f.Rule != rule || f.Version != p.Version() {
				t.Errorf("got %v %q of %v, Flink %v", f.Severity, f.Message, f.Rule, f.Version)
			}
		})
	}
}

func TestNearest(t *testing.T) {
	names := []string{"select", "severity", "format", "flink-version"}
	for name, want := range map[string]string{"formt": "format", "fromat": "format", "FORMAT": "format", "flinkversion": "flink-version", "xyz": "", "sevreity": "severity"} {
		if got := strings.Join(Nearest(name, names, 1), ""); got != want {
			t.Errorf("%s is nearest to %q, want %q", name, got, want)
		}
	}
	if got := Nearest("ab", []string{"abd", "abc", "b"}, 2); !slices.Equal(got, []string{"abc", "abd"}) {
		t.Errorf("nearest two: %v", got)
	}
}
