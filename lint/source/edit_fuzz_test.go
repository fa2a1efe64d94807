package source

import (
	"slices"
	"strings"
	"testing"
)

// fuzzedKinds are the dialects that FuzzEdits reads a text as, and the names of its files.
var fuzzedKinds = []struct {
	path string
	kind Kind
}{
	{"flink-conf.yaml", FlinkConf}, {"config.yaml", ConfigYAML}, {"x.yaml", Kubernetes}, {"compose.yaml", Compose}, {"values.yaml", HelmValues},
	{".env", Dotenv}, {"Dockerfile", Dockerfile}, {"x.md", Markdown}, {"x.sh", Shell}, {"Program.cs", Aspire},
}

// FuzzEdits makes an edit of an option of a text, and reads the result: the option is as it was asked for, all others are
// as they were, and there is nothing new that Flink refuses.
func FuzzEdits(f *testing.F) {
	for kind, texts := range [][]string{
		append(seeds, "taskmanager.memory.process.size: 4g # c\r\nb: 'c'"),
		append(seeds, "taskmanager:\n  # a\n  memory:\n    process: {size: 4g, x: 1}\n    managed.size: \"1g\" # c\n  a: |+\n    b\n\n\nb:\n- 1\n? c\n: d\n"),
		append(oddManifests, aConfigMap+"  config.yaml: |\n    taskmanager:\n      memory:\n        process.size: 4g\n  flink-conf.yaml: \"a: b\\nc: d\"\n",
			aPod+"    env:\n    - name: FLINK_PROPERTIES\n      value: |\n        a.b: c\n        d: $(X)\n    - name: X\n      value: 1g\n",
			aDeployment+"  flinkConfiguration:\n    taskmanager:\n      memory.process.size: \"4g\"\n    a: {b: c, d: 1}\n", "{\"apiVersion\":\"flink.apache.org/v1beta1\",\"kind\":\"FlinkDeployment\",\"spec\":{\"flinkConfiguration\":{\"a\":\"1\",\n\"b\":2}}}"),
		{aService + "      FLINK_PROPERTIES: |\n        a: ${B:-1}\n        c: d\n", aService + "      - \"FLINK_PROPERTIES=a: b\\nc: d\"\n", aService + "      - >\n        FLINK_PROPERTIES=a: b\n\n        c: d\n",
			composeStart + "    configs:\n      - source: c\n        target: /opt/flink/conf/config.yaml\nconfigs:\n  c:\n    content: |\n      a:\n        b: 1\n"},
		{"flinkConfiguration:\n  taskmanager.memory.process.size: 4g\n  jobmanager.memory.process.size: 1g\nenv:\n  FLINK_PROPERTIES: 'taskmanager.a: 1'\n"},
		{"X=1\nexport FLINK_PROPERTIES=\"a: b\n c: d\\ne: f\"\n"},
		{"FROM flink:1.18\nENV A=1 FLINK_PROPERTIES=\"a: b\" \\\n  B=2\nRUN echo \"a: 1\\nb: 2\" >> conf/flink-conf.yaml\nRUN cat <<E >> conf/flink-conf.yaml\nc: d\nE\n"},
		{"> ```yaml\n> taskmanager.memory.process.size: 4g\n> jobmanager.memory.process.size: 1g\n> ```\n"},
		{"flink run -Dtaskmanager.memory.process.size=4g \\\n  '-Djobmanager.memory.process.size=1g' -D taskmanager.x=1 x.jar\n", "docker run -m 1g -e FLINK_PROPERTIES=\"taskmanager.memory.process.size: 4g\nb: 1\" flink taskmanager -Dtaskmanager.x=1\n"},
		{"b.AddContainer(\"x\", \"flink\").WithArgs(\"taskmanager\", \"-Dq=1\").WithEnvironment(\"FLINK_PROPERTIES\", \"a: 1\\n\" +\n  $\"b: {c}2\\td\\n\" + @\"e: \"\"f\"\"\ng: 1\");",
			"const string s = \"a: 1\\n\";\nb.AddContainer(\"x\", \"flink\")\n  .WithEnvironment(\"FLINK_PROPERTIES\", \"\"\"\n    a: 1\n    b: x y\n    \"\"\")\n  .WithArgs(\"taskmanager\");\nb.AddContainer(\"y\", \"flink\").WithEnvironment(\"FLINK_PROPERTIES\", string.Join(\"\\n\", [s + \"b: 1\",\n \"c: 2\"]));"},
	} {
		for _, text := range texts {
			for operation := range byte(7) {
				f.Add(byte(kind), text, operation, operation)
			}
		}
	}
	f.Fuzz(func(t *testing.T, kind byte, text string, operation, pick byte) {
		as := fuzzedKinds[int(kind)%len(fuzzedKinds)]
		d := Read(as.path, []byte(text), as.kind)
		if d == nil {
			return
		}
		before := d.allParts()
		var options []Option
		for _, p := range before {
			if p.LoadError() == nil {
				options = append(options, p.Options...)
			}
		}
		if len(options) == 0 {
			return
		}
		o, other := options[int(pick)%len(options)], options[int(pick/2)%len(options)]
		edits, change, ok := fuzzedEdit(d, o, other, operation, pick)
		apart := func(p *Part) bool { return (p.index(o) < 0) != (p.index(other) < 0) }
		if !ok || operation%7 == 6 && slices.ContainsFunc(before, apart) {
			return
		}
		otherwise := func(p *Part) bool { // as another version reads it, where the option is none before the edit
			return p.Text != nil && p.index(o) < 0 && slices.ContainsFunc(before, func(q *Part) bool { return q.Text == p.Text && q.index(o) >= 0 })
		}
		if slices.ContainsFunc(before, otherwise) {
			return
		}
		changed := func(p *Part) []Option {
			at := p.index(o)
			if at < 0 {
				return p.Options
			}
			return change(p.Options, at)
		}
		byContent := d.Kind == HelmValues || d.Kind == Markdown || d.Kind == Shell
		for _, p := range before {
			byContent := byContent || p.FileName != "" && classify(p.FileName) < flinkConfigName
			if known, strong := flinkShare(changed(p)); byContent && (strong == 0 || 2*known < len(p.Options)) {
				return // what is left may not look like Flink's any more
			}
		}
		if content, err := d.Apply(edits); err != nil {
			t.Errorf("%q: %v", text, err)
		} else if again := d.withBytes(content); d.Kind == FlinkConf && sameOptions(changed(before[0]), again.Parts[0].Options) {
			return // lines without a value make guesses of what is around them
		} else if !d.becomes(before, edits, changed) {
			t.Errorf("%s: operation %d on %s makes of\n%q\n%q", d.Kind, operation%7, o.Key, text, content)
		}
	})
}

// fuzzedEdit is an edit of an option, and what becomes of the options of a part that holds it at an index.
func fuzzedEdit(d *Document, o, other Option, operation, pick byte) (edits []Edit, change func([]Option, int) []Option, ok bool) {
	one := func(e Edit, done bool) { edits, ok = []Edit{e}, done }
	with := func(to func(*Option)) func([]Option, int) []Option {
		return func(options []Option, at int) []Option {
			options = append([]Option{}, options...)
			to(&options[at])
			// a key that it gets counts as the last of its name
			return append(append(options[:at:at], options[at+1:]...), options[at])
		}
	}
	value := []string{"1m", "0.5", "true", "1e3", "it's", "007", "-Xmx1g"}[int(pick)%7]
	switch operation % 7 {
	case 0:
		one(d.SetValue(o, value))
		change = func(options []Option, at int) []Option {
			options = append([]Option{}, options...)
			options[at].Value = value
			return options
		}
	case 1:
		one(d.DeleteEntry(o))
		change = without
	case 2:
		edits, ok = d.Rename(o, o.Key+"x")
		change = with(func(o *Option) { o.Key += "x" })
	case 3:
		key := "taskmanager.memory.managed.new"
		edits, ok = d.Rename(o, key)
		change = with(func(o *Option) { o.Key = key })
	case 4, 5:
		if _, field := o.syntax.(fieldSyntax); field {
			return nil, nil, false // the option goes somewhere else
		}
		key := map[bool]string{true: "taskmanager.memory.managed.new", false: o.Key[:strings.LastIndexByte(o.Key, '.')+1] + "taskmanager.new"}[operation%7 == 4]
		one(d.Insert(o, key, value))
		change = func(options []Option, _ int) []Option {
			return append(options[:len(options):len(options)], Option{Key: key, Value: value})
		}
	case 6:
		if other.Place == o.Place {
			return nil, nil, false
		}
		edits, ok = d.Delete(o, other)
		change = func(options []Option, at int) []Option {
			options = without(options, at)
			if at := (&Part{Options: options}).index(other); at >= 0 {
				options = without(options, at)
			}
			return options
		}
	}
	return edits, change, ok
}

func without(options []Option, at int) []Option {
	return append(append([]Option{}, options[:at]...), options[at+1:]...)
}
