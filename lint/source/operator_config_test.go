package source

import (
	"fmt"
	"strings"
	"testing"
)

func TestFlinkConfiguration(t *testing.T) {
	for _, test := range []resourceTest{
		{"nested", `
    taskmanager:
      memory:
        process.size: 2g # why
      numberOfTaskSlots: 2
    jobmanager.memory.process.size: 1600m
`, `
  taskmanager.memory.process.size=2g <process.size|2g|process.size: 2g> exact
  taskmanager.numberOfTaskSlots=2 <numberOfTaskSlots|2|numberOfTaskSlots: 2> exact
  jobmanager.memory.process.size=1600m <jobmanager.memory.process.size|1600m|jobmanager.memory.process.size: 1600m> exact
`},
		{"scalars become JSON, and texts again", `
    a: yes
    b: 010
    c: 1_000
    d: 2.0
    e: 1e-7
    f: "yes"
    g: 0.40
    h: .5
    i: -1
    j: 1728m
    k: !!str 010
    l: 1e400
    m: 20h
    n: 0x10
    o: 1.5e+
`, `
  a=true <a|yes|a: yes>
  b=8 <b|010|b: 010>
  c=1000 <c|1_000|c: 1_000>
  d=2 <d|2.0|d: 2.0>
  e=1.0E-7 <e|1e-7|e: 1e-7>
  f=yes <f|"yes"|f: "yes"> exact
  g=0.4 <g|0.40|g: 0.40>
  h=0.5 <h|.5|h: .5>
  i=-1 <i|-1|i: -1> exact
  j=1728m <j|1728m|j: 1728m> exact
  k=010 <k|010|k: !!str 010> exact
  l=1e400 <l|1e400|l: 1e400> exact
  m=20h <m|20h|m: 20h> exact
  n=16 <n|0x10|n: 0x10>
  o=1.5e+ <o|1.5e+|o: 1.5e+> exact
`},
		{"lists and nulls", `
    a: [x, 1, yes, [z]]
    b: []
    c:
    d: {}
`, `
  a=x;1;true; <a|[x, 1, yes, [z]]|a: [x, 1, yes, [z]]>
  c=null <c||c:>
`},
		{"aliases and merges", `
    <<: *shared
    a: *size
    taskmanager: *block
    c: 3
`, `
  b=2g <b|2g|b: &size 2g>
  a=2g <a|*size|a: *size>
  taskmanager.x=1 <taskmanager|*block|taskmanager: *block>
  c=3 <c|3|c: 3> exact
`},
		{"a key twice", `
    a: 1
    a: 2
`, `
  a=1 <a|1|a: 1> exact
  a=2 <a|2|a: 2> exact
`},
		{"block scalars and quoted texts", `
    a: |
      2g
    b: >-
      2g
    'c.d': '2g'
`, `
  a=2g
 <a||
      2g|a: |
      2g> exact
  b=2g <b|>-
      2g|b: >-
      2g> exact
  c.d=2g <'c.d'|'2g'|'c.d': '2g'> exact
`},
	} {
		test.in = deployment + "x: {shared: &shared {b: &size 2g, c: 1}, block: &block {x: 1}}\nspec:\n  flinkVersion: v1_20\n  flinkConfiguration:" + test.in
		test.want = versioned + "flinkConfiguration:" + test.want
		test.run(t)
	}
}

// TestConfigurationParser: the operator writes config.yaml for Flink 2 alone.
func TestConfigurationParser(t *testing.T) {
	for version, want := range map[string]bool{"v1_20": false, "v2_0": true} {
		d := Read("demo.yaml", []byte(deployment+"spec: {flinkVersion: "+version+", flinkConfiguration: {a: b}}\n"), Kubernetes)
		if got := d.Workloads[0].Parts[0].Standard; got != want {
			t.Errorf("%s: the YAML parser reads it: %v", version, got)
		}
	}
}

// TestConfigurationEdits: options of a resource are edited as those of config.yaml, and never so that JSON breaks.
func TestConfigurationEdits(t *testing.T) {
	const key = "taskmanager.memory.size"
	for _, test := range []struct{ in, set, rename, remove string }{
		{"\n    taskmanager.memory.size: 1g # why\n    a: b\n",
			"\n    taskmanager.memory.size: 2g # why\n    a: b\n", "\n    x.y: 1g # why\n    a: b\n", "\n    a: b\n"},
		{"\n    a: b\n    taskmanager:\n      memory.size: 1g\n",
			"\n    a: b\n    taskmanager:\n      memory.size: 2g\n", "", "\n    a: b\n"},
		{" {\"taskmanager.memory.size\": 1,\n    \"a\": 1}\n",
			" {\"taskmanager.memory.size\": \"2g\",\n    \"a\": 1}\n", " {\"x.y\": 1,\n    \"a\": 1}\n", " {\"a\": 1}\n"},
		{" {\"a\": 1,\n    \"taskmanager.memory.size\": \"1g\"\n    }\n",
			" {\"a\": 1,\n    \"taskmanager.memory.size\": \"2g\"\n    }\n", " {\"a\": 1,\n    \"x.y\": \"1g\"\n    }\n", " {\"a\": 1\n    }\n"},
	} {
		before := deployment + "spec:\n  flinkVersion: v1_20\n  flinkConfiguration:"
		d := Read("demo.yaml", []byte(before+test.in), Kubernetes)
		for _, o := range d.Workloads[0].Parts[0].Options {
			if o.Key != key {
				continue
			}
			for i, edit := range []func() (Edit, bool){
				func() (Edit, bool) { return d.SetValue(o, "2g") },
				func() (Edit, bool) { return d.RenameKey(o, "x.y") },
				func() (Edit, bool) { return d.DeleteEntry(o) },
			} {
				want := []string{test.set, test.rename, test.remove}[i]
				got := ""
				if e, ok := edit(); ok {
					after, err := d.Apply([]Edit{e})
					if err != nil {
						t.Errorf("%q: %v", test.in, err)
					}
					got = strings.TrimPrefix(string(after), before)
				}
				if got != want {
					t.Errorf("edit %d of %q makes %q, not %q", i, test.in, got, want)
				}
			}
		}
	}
}

// TestConfigurationAliases: aliases that repeat aliases come to an end, and so do those inside themselves.
func TestConfigurationAliases(t *testing.T) {
	bomb := "\n    a0: &a0 {}\n"
	for i := 1; i < 60; i++ {
		bomb += fmt.Sprintf("    a%d: &a%d {x: *a%d, y: *a%d, <<: [*a%d, *a%d]}\n", i, i, i-1, i-1, i-1, i-1)
	}
	for _, in := range []string{bomb, " &a {b: *a, <<: *a}\n", " {a: &a [*a, *a]}\n", " &a {<<: [" + strings.Repeat("*a, ", 20) + "]}\n  taskManager: &b {<<: [" + strings.Repeat("*b, ", 20) + "]}\n"} {
		d := Read("demo.yaml", []byte(deployment+"spec:\n  flinkVersion: v1_20\n  flinkConfiguration:"+in), Kubernetes)
		for _, w := range d.Workloads {
			for _, p := range w.Parts {
				if len(p.Options) > maxConfigurationEntries {
					t.Errorf("%d options of %q", len(p.Options), in)
				}
			}
		}
	}
}
