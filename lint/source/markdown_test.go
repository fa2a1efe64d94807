package source

import (
	"strings"
	"testing"
)

func TestMarkdown(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"flat", "# Memory\n\n```yaml\ntaskmanager.memory.process.size: 4Gi\ntaskmanager.memory.heap.size: 1g # no such key\n```\n",
			[]string{"part [taskmanager.memory.process.size=4Gi taskmanager.memory.heap.size=1g]"}},
		{"nested", "~~~ YAML\ntaskmanager:\n  memory:\n    process:\n      size: 4g\n~~~\n", []string{"part [taskmanager.memory.process.size=4g]"}},
		{"several", "```yaml\njobmanager.heap.size: 1g\n```\ntext\n````conf\ntaskmanager.heap.size: 1g\n```\ntaskmanager.heap.mb: 1\n````\n",
			[]string{"part [jobmanager.heap.size=1g]", "part [taskmanager.heap.size=1g taskmanager.heap.mb=1]"}},
		{"no language", "```\n$ cat conf/flink-conf.yaml\ntaskmanager.heap.size: 1g\nrest.port: 1\na: b\n```\n", []string{"part [taskmanager.heap.size=1g rest.port=1]"}},
		{"attributes", "```{.yaml title=\"flink-conf.yaml\"}\ntaskmanager.heap.size: 1g\n```\n", []string{"part [taskmanager.heap.size=1g]"}},
		{"in a list", "1. first\n   ```yaml\n   taskmanager:\n     heap.size: 1g\n   ```\n2. ```yaml\n   taskmanager.heap.mb: 1\n   ```\n- ```yaml\n  jobmanager.heap.mb: 1\n",
			[]string{"part [taskmanager.heap.size=1g]", "part [taskmanager.heap.mb=1]", "part [jobmanager.heap.mb=1]"}},
		{"in a quote", "> text\n>\n> ```yaml\n> taskmanager:\n>   heap.size: 1g\n>\n>   memory.size: 2g\n> ```\n>> ```\n>> jobmanager.heap.mb: 1\n> taskmanager.heap.mb: 1\n",
			[]string{"part [taskmanager.heap.size=1g taskmanager.memory.size=2g]", "part [jobmanager.heap.mb=1]"}},
		{"CRLF", "```yaml\r\ntaskmanager.heap.size: 1g\r\n```\r\n", []string{"part [taskmanager.heap.size=1g]"}},
		{"placeholders", "```yaml\ntaskmanager.memory.process.size: <size>\njobmanager.memory.process.size: ${JM_SIZE}\ntaskmanager.memory.flink.size: ...\ntaskmanager.memory.managed.size: XXX\ntaskmanager.heap.size: \"{{ .x }}\"\n```\n",
			[]string{"part [taskmanager.memory.process.size? jobmanager.memory.process.size? taskmanager.memory.flink.size? taskmanager.memory.managed.size? taskmanager.heap.size?]"}},
		{"lines left out", "```yaml\njobmanager:\n  heap.size: 1g\n...\n[...]\ntaskmanager:\n  heap.size: 1g\n```\n", []string{"part [jobmanager.heap.size=1g taskmanager.heap.size=1g]"}},
		{"resources", "```yaml\napiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: a\nspec:\n  flinkVersion: v1_18\n  flinkConfiguration:\n    taskmanager.numberOfTaskSlots: \"2\"\n  taskManager:\n    resource:\n      memory: 2048m\n```\n" +
			"> ```yml\n> ---\n> apiVersion: v1\n> kind: ConfigMap\n> metadata:\n>   name: c\n> data:\n>   flink-conf.yaml: |\n>     taskmanager.heap.size: 1g\n> ---\n> kind: Service\n",
			[]string{"a: JobManager TaskManager 1.18(flinkVersion) flinkConfiguration[taskmanager.numberOfTaskSlots=2] resource[taskmanager.memory.process.size=2048m]", "part [taskmanager.heap.size=1g]flink-conf.yaml"}},
		{"services", "* ```yaml\n  services:\n    taskmanager:\n      image: flink:1.17\n      command: taskmanager\n      environment:\n        - |\n          FLINK_PROPERTIES=\n          taskmanager.numberOfTaskSlots: 2\n  ```\n",
			[]string{`taskmanager: TaskManager FLINK_PROPERTIES"\ntaskmanager.numberOfTaskSlots: 2\n"`}},

		{"other languages", "```java\nconf.set(\"taskmanager.heap.size: 1g\");\n```\n```bash\ntaskmanager.heap.size: 1g\n```\n", nil},
		{"no block", "taskmanager.heap.size: 1g\n\n    taskmanager.heap.size: 1g\n\n`taskmanager.heap.size: 1g`\n", nil},
		{"a log", "```\n12:00:01 INFO  Loading taskmanager.heap.size, 1g\njobmanager failed: no memory\n```\n", nil},
		{"a sentence", "The ```taskmanager.heap.size: 1g``` option\ntaskmanager.heap.size: 1g\n", nil},
		{"other files", "```yaml\nservices:\n  worker:\n    image: x\n    command: --url taskmanager:6122\n```\n", nil},
		{"broken files", "```yaml\nservices: {\n  taskmanager: [\n```\n```yaml\napiVersion: [\nkind: x\ntaskmanager.x: 1\n```\n", nil},
		{"empty", "```yaml\n```\n```\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Read("README.md", []byte(tt.text), Markdown)
			if got := shortWorkloads(d); strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("\n got %q\nwant %q", got, tt.want)
			}
			checkPlaces(t, d)
			for _, p := range d.Parts {
				if len(p.Problems) > 0 {
					t.Errorf("problems of a fragment: %v", p.Problems)
				}
			}
			claimed := claimMarkdown(d.Path, d.Bytes, nil) == FullClaim
			if len(tt.want) > 0 && !claimed {
				t.Error("not claimed")
			}
		})
	}
}

// TestMarkdownEdits changes what stands in lists and quotes.
func TestMarkdownEdits(t *testing.T) {
	for text, want := range map[string]string{
		"```yaml\ntaskmanager.memory.size: 4Gi # why\n```\n":                          "```yaml\ntaskmanager.memory.managed.size: 4g # why\n```\n",
		"- ```\n  taskmanager.memory.size: 4Gi\n  ```\n":                              "- ```\n  taskmanager.memory.managed.size: 4g\n  ```\n",
		"> ```yaml\n> taskmanager:\n>   memory.size: '4Gi'\n":                         "> ```yaml\n> taskmanager:\n>   memory.managed.size: '4g'\n",
		"```\r\n\u00e4: \u00f6\r\ntaskmanager.memory.size: 4Gi\r\n```\r\ntaskmanager": "```\r\n\u00e4: \u00f6\r\ntaskmanager.memory.managed.size: 4g\r\n```\r\ntaskmanager",
	} {
		d := Read("a.md", []byte(text), "")
		if d == nil || len(d.Parts) != 1 || len(d.Parts[0].Options) != 1 {
			t.Errorf("%q: %q", text, shortWorkloads(d))
			continue
		}
		o := d.Parts[0].Options[0]
		set, ok1 := d.SetValue(o, "4g")
		rename, ok2 := d.RenameKey(o, "taskmanager.memory.managed.size")
		got, err := d.Apply([]Edit{rename, set})
		if !ok1 || !ok2 || err != nil || string(got) != want {
			t.Errorf("%q becomes %q (%t, %t, %v)", text, got, ok1, ok2, err)
		}
		if _, ok := d.DeleteEntry(o); ok && strings.HasPrefix(text, ">") {
			t.Errorf("%q: the lines of a quote are not those of its text", text)
		}
	}
}

// TestMarkdownManyFences must not look for the next fence from the start again.
func TestMarkdownManyFences(t *testing.T) {
	for _, s := range []string{"```\n", "~~~\n", "```a`\n", "> ```\n", "- - - ```\n", "``` "} {
		n := 0
		eachFence(strings.Repeat(s, 200_000), func(fence) bool { n++; return true })
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{
		"```yaml\ntaskmanager.heap.size: 1g\n```\n", "> 1. ~~~\n>    taskmanager:\n>      heap.size: '1g'\n", "- ```\r\n\ttaskmanager.heap.size: 1g\r\n",
		"```\napiVersion: v1\nkind: ConfigMap\ndata:\n  flink-conf.yaml: |\n    taskmanager.heap.size: {{ .x }}\n```",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		claimMarkdown("a.md", content, nil)
		d := Read("a.md", content, Markdown)
		checkPlaces(t, d)
		eachFence(string(content), func(f fence) bool {
			text := &Text{Document: d}
			text.Decoded, text.pieces = f.text()
			checkPieces(t, d, text)
			if n := len(text.pieces); n > 0 && text.pieces[n-1].end != len(text.Decoded) || n == 0 && text.Decoded != "" {
				t.Errorf("pieces %v of %q", text.pieces, text.Decoded)
			}
			return true
		})
	})
}
