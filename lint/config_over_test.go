package lint

import (
	"slices"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

func TestSettingNames(t *testing.T) {
	want := []string{"dotnet-native-reserve", "exclude", "fail-level", "flink-version", "override", "rules"}
	if got := slices.Sorted(slices.Values(SettingNames())); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestParseSettings(t *testing.T) {
	rules := []*Rule{{ID: "heap-tiny", Severity: Warning, Settings: []Setting{
		{Name: "minimum", Default: flink.MiB}, {Name: "slots", Default: 3}, {Name: "factor", Default: 1.5},
	}}, {ID: "other", Severity: Warning}}
	c, err := ParseSettings([]byte(`{"flink-version": "1.18", "fail-level": "info", "exclude": ["old/**"], "rules": {"other": "off",
		"heap-tiny": {"severity": "error", "minimum": "2m", "slots": 4, "factor": 2}},
		"override": [{"files": ["legacy/**"], "flink-version": "1.14", "rules": null}, {"files": ["x"], "rules": {"other": "error"}}]}`), "/repo", rules)
	if err != nil {
		t.Fatal(err)
	}
	if own := c.Rules["heap-tiny"]; *own.Severity != Error || own.Settings["minimum"] != 2*flink.MiB || own.Settings["slots"] != 4 || own.Settings["factor"] != 2.0 {
		t.Errorf("read %+v", own)
	}
	if *c.Rules["other"].Severity != Off || c.FailLevel != Info || !c.excludes("/repo/old/a.yaml") || c.excludes("/repo/new/a.yaml") {
		t.Errorf("read %+v", c)
	}
	for name, version := range map[string]string{"/repo/a.yaml": "1.18", "/repo/legacy/a.yaml": "1.14"} {
		if got := c.versionFor(name); got != flink.MustVersion(version) {
			t.Errorf("%s: Flink %v, want %s", name, got, version)
		}
	}
}

func TestParseSettingsTellsMistakesAndKeepsTheRest(t *testing.T) {
	c, err := ParseSettings([]byte(`{"flink-version": 1.2, "fail-level": "warning", "rules": {"hep-tiny": "off", "heap-tiny": "info"}, "color": 1}`), "/repo", []*Rule{{ID: "heap-tiny"}})
	for _, want := range []string{"the Flink version must be a text", `there is no rule "hep-tiny"; did you mean heap-tiny?`, `unknown setting "color"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
	if c == nil || c.FailLevel != Warning || *c.Rules["heap-tiny"].Severity != Info {
		t.Errorf("read %+v", c)
	}
	if c, err := ParseSettings([]byte(`[]`), "/repo", nil); err == nil || c != nil {
		t.Errorf("a list: %v, %v", c, err)
	}
}

// What an editor sets holds over the file, rule by rule; an override of the file gives way as well.
func TestSettingsHoldOverTheFile(t *testing.T) {
	rules := []*Rule{{ID: "one", Severity: Warning}, {ID: "two", Severity: Warning}, {ID: "three", Severity: Warning}}
	file, err := parseConfig("x.toml", "/repo", []byte("[rules]\none = \"off\"\ntwo = \"off\"\n[[override]]\nfiles = [\"a\"]\nrules = {three = \"off\"}\n"), rules)
	if err != nil {
		t.Fatal(err)
	}
	over, err := ParseSettings([]byte(`{"rules": {"one": "error"}, "override": [{"files": ["a"], "rules": {"three": "info"}}]}`), "/repo", rules)
	if err != nil {
		t.Fatal(err)
	}
	levels := newLevels(&Options{Rules: rules, Over: over}, file)
	for name, want := range map[string][3]string{"/repo/a/x": {"error", "off", "info"}, "/repo/b/x": {"error", "off", "-"}} {
		for i, r := range rules {
			got := "-"
			if s, ok := levels.of(name).severity(r); ok {
				got = s.String()
			}
			if got != want[i] {
				t.Errorf("%s: %s is %s, want %s", name, r.ID, got, want[i])
			}
		}
	}
}
