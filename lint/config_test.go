package lint

import (
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

var testRules = []*Rule{{ID: "tm-task-heap-tiny", Severity: Warning}, {ID: "size-invalid", Severity: Error}}

func TestConfig(t *testing.T) {
	c, err := parseConfig("x.toml", "/repo", []byte(`
flink-version = "1.20"   # the cluster's
exclude = ["charts/**/templates/**", "old"]
fail-level = "warning"
[rules]
tm-task-heap-tiny = "off"
"size-invalid" = "info"
[[override]]
files = ["legacy/**"]
flink-version = "1.14"
[[override]]
files = ["legacy/new/*.yaml"]
flink-version = "1.18"
`), testRules)
	if err != nil {
		t.Fatal(err)
	}
	if c.FailLevel != Warning || *c.Rules["tm-task-heap-tiny"].Severity != Off || *c.Rules["size-invalid"].Severity != Info {
		t.Errorf("read %+v", c)
	}
	for path, excluded := range map[string]bool{"/repo/charts/a/templates/x.yaml": true, "/repo/charts/a/values.yaml": false, "/repo/old": true} {
		if got := c.excludes(path); got != excluded {
			t.Errorf("%s excluded: %v, want %v", path, got, excluded)
		}
	}
	for path, version := range map[string]string{"/repo/a.yaml": "1.20", "/repo/legacy/a.yaml": "1.14", "/repo/legacy/new/a.yaml": "1.18", "/repo/legacy/new/x/a.yaml": "1.14"} {
		if got := c.versionFor(path); got != flink.MustVersion(version) {
			t.Errorf("%s: Flink %v, want %s", path, got, version)
		}
	}
}

func TestConfigMistakes(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"syntax", "exclude = [\n\"a\"\nfoo\n", "x.toml:3:1: expected"},
		{"unknown setting", "flink_version = \"1.20\"\n", `x.toml:1:1: unknown setting "flink_version"; did you mean flink-version?`},
		{"unknown table", "\n[outputs]\n", `x.toml:2:2: unknown setting "outputs"; it can be dotnet-native-reserve, exclude, fail-level, flink-version, override, rules`},
		{"reserve without a unit", "dotnet-native-reserve = \"128\"\n", `x.toml:1:25: dotnet-native-reserve must be a size with its unit in quotes, such as "128m"`},
		{"version is a number", "flink-version = 1.20\n", `x.toml:1:17: the Flink version must be a text in quotes`},
		{"version", "  flink-version = \"newest\"\n", `x.toml:1:19: "newest" is not a Flink version`},
		{"level", "fail-level = \"fatal\"\n", `x.toml:1:14: fail-level must be "error", "warning" or "info"`},
		{"level off", "fail-level = \"off\"\n", `x.toml:1:14: fail-level must be`},
		{"exclude", "exclude = \"a\"\n", `x.toml:1:11: exclude must be a list of globs`},
		{"second glob", "exclude = [\n  \"ä\",\n  \"[b\",\n]\n", `x.toml:3:3: "[b" is not a glob`},
		{"glob's type", "exclude = [ 1 ]\n", `x.toml:1:13: a glob must be a text`},
		{"rule", "[rules]\ntm-task-heap-tinny = \"off\"\n", `x.toml:2:1: there is no rule "tm-task-heap-tinny"; did you mean tm-task-heap-tiny?`},
		{"rule's level", "[rules]\nsize-invalid = false\n", `x.toml:2:16: a rule is set to "off"`},
		{"inline rules", "rules = { size-invalid = \"bad\" }\n", `x.toml:1:26: a rule is set to`},
		{"rules", "rules = 1\n", `x.toml:1:9: rules must be a table`},
		{"override", "[override]\nfiles = [\"a\"]\n", `x.toml:1:2: override must be a list of tables: write [[override]]`},
		{"second override", "[[override]]\nfiles = [\"a\"]\n[[override]]\nflink-version = \"1.14\"\n", `x.toml:3:3: an override needs files`},
		{"override's key", "[[override]]\nfiles = [\"a\"]\n[[override]]\nfiles = [\"b\"]\nflink-versoin = \"1.14\"\n", `x.toml:5:1: unknown setting "flink-versoin"; did you mean flink-version?`},
		{"table in an override", "[[override]]\nfiles = [\"a\"]\n[[override]]\nfiles = [\"b\"]\n[override.rules]\nsize-invalid = 1\n", `x.toml:6:16: a rule is set to`},
		{"rule's table in an override", "[[override]]\nfiles = [\"b\"]\n[override.rules.size-invalid]\nseverity = 1\n", `x.toml:4:12: a rule is set to`},
		{"rule's setting", "[rules.size-invalid]\nfloor = 1\n", `x.toml:2:1: unknown setting "floor"; it can be severity`},
		{"after a text with brackets", "exclude = ['a[=]#', \"\"\"b\n]\"\"\"]\nflink-version = 2\n", `x.toml:3:17: the Flink version`},
		{"two mistakes", "a = 1\nfail-level = 2\n", "x.toml:2:14: fail-level"},
		{"dotted", "rules.size-invalid = 1\n", `x.toml:1:22: a rule is set to`},
		{"escapes in a key", "[rules]\n\"size-\\u0069nvalid\" = 1\n", `x.toml:2:23: a rule is set to`},
		{"dots in a key", "[rules]\na.b = \"off\"\n\"a.b\" = \"off\"\n", "x.toml:2:1: there is no rule \"a\"; see flinkmem-lint rules\nx.toml:3:1: there is no rule \"a.b\""},
		{"table of a dotted key", "\nrules.size-invalid.severity.x = 1\n", `x.toml:2:20: a rule is set to`},
		{"something else among the overrides", "override = [{files = [\"a\"]}, 1]\n", `x.toml:1:30: override must be a list of tables`},
		{"mark and columns", "\ufeffflink-version = 3\n", `x.toml:1:17: the Flink version`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := parseConfig("x.toml", "/repo", []byte(test.text), testRules)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

// A text of many brackets has paths whose lengths add up to gigabytes.
func TestDeepConfig(t *testing.T) {
	const depth = 20000
	keys, values := keyPlaces("a = " + strings.Repeat("[", depth) + strings.Repeat("]", depth))
	if len(keys) > maxNoted+1 || values["a"] != 4 {
		t.Errorf("%d keys, the value at %d", len(keys), values["a"])
	}
}

func FuzzConfig(f *testing.F) {
	f.Add("exclude = [\"a\"]\n[rules]\nsize-invalid = \"off\"\n[[override]]\nfiles = [\"x\"]\n")
	f.Add("a = {b = [1, {c.d = '''x'''}]}\n[x.\"y z\"]\n")
	f.Add("\r") // the TOML package places this error at -1
	f.Fuzz(func(t *testing.T, text string) {
		keyPlaces(text) // must end and not panic, whatever the text
		c, err := parseConfig("x.toml", "/repo", []byte(text), testRules)
		if (c == nil) == (err == nil) {
			t.Fatalf("configuration %v, error %v", c, err)
		}
	})
}

func TestLevels(t *testing.T) {
	off, info := Off, Info
	config := &Config{Rules: map[string]RuleConfig{"tm-task-heap-tiny": {Severity: &off}, "size-invalid": {Severity: &info}}}
	tests := []struct {
		name    string
		options Options
		config  *Config
		want    string
	}{
		{"all", Options{}, nil, "tm-task-heap-tiny size-invalid"},
		{"file", Options{}, config, "size-invalid=info"},
		{"select beats the file's off", Options{Select: []string{"tm-task-heap-tiny"}}, config, "tm-task-heap-tiny"},
		{"ignore", Options{Ignore: []string{"size-invalid"}}, nil, "tm-task-heap-tiny"},
		{"severity switches on", Options{Severities: map[string]Severity{"tm-task-heap-tiny": Error}}, config, "tm-task-heap-tiny=error size-invalid=info"},
		{"severity switches off", Options{Severities: map[string]Severity{"size-invalid": Off}}, config, ""},
		{"severity does not select", Options{Select: []string{"size-invalid"}, Severities: map[string]Severity{"tm-task-heap-tiny": Error}}, nil, "size-invalid"},
	}
	for _, test := range tests {
		test.options.Rules = testRules
		var got []string
		levels := newLevels(&test.options, test.config).of("/repo/x")
		for _, rule := range testRules {
			if severity, given := levels.severity(rule); !given {
				got = append(got, rule.ID)
			} else if severity != Off {
				got = append(got, rule.ID+"="+severity.String())
			}
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%s: %s, want %s", test.name, s, test.want)
		}
	}
}
