package source

import (
	"fmt"
	"strings"
	"testing"
)

// refused is what a document's parts say of programs that cannot read them: "program line:column code (detail)".
func refused(d *Document) string {
	var all []string
	if d == nil {
		return ""
	}
	for _, part := range d.Parts {
		for _, p := range part.Problems {
			if p.By == "" {
				continue
			}
			at := p.Place.Entry
			if p.Place.Value.Len() > 0 {
				at = p.Place.Value
			}
			line, column := d.Lines.Position(at.Start)
			all = append(all, strings.TrimSpace(fmt.Sprintf("%s %d:%d %s %s", p.By, line, column, p.Code, p.Detail)))
		}
	}
	return strings.Join(all, "; ")
}

// brokenManifest is a ConfigMap with a line of one's own below its metadata.
func brokenManifest(line string) string {
	return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: flink\n" + line + "\ndata:\n  flink-conf.yaml: |\n    taskmanager.memory.process.size: 1g\n"
}

func TestUnreadable(t *testing.T) {
	const services = "services:\n  tm:\n    image: flink:1.20\n"
	for _, test := range []struct{ name, path, in, want string }{
		{"bracket", "x.yaml", brokenManifest("  a: [b"), "kubectl 5:6 unclosed-bracket ["},
		{"byte order mark and carriage returns", "x.yaml", "\ufeff" + strings.ReplaceAll(brokenManifest("  ä: [b"), "\n", "\r\n"), "kubectl 5:6 unclosed-bracket ["},
		{"control character", "x.yaml", brokenManifest("  a: b\x0b"), "kubectl 5:7 special-character U+000B"},
		{"the first of two", "x.yaml", brokenManifest("  a: [b\n  c: 'd"), "kubectl 5:6 unclosed-bracket ["},
		{"alias from another document", "x.yaml", brokenManifest("  a: &x b") + "---\n" + brokenManifest("  a: *x"), "kubectl 14:6 undefined-alias x"},
		{"anchor in another entry", "x.yaml", "x: &x {}\n" + brokenManifest("  a: *x\n   b: c"), "kubectl 7:4 wrong-indentation"},
		{"a second document", "x.yaml", brokenManifest("") + "---\n" + brokenManifest("   a: b"), "kubectl 14:4 wrong-indentation"},
		{"large", "x.yaml", brokenManifest("  a: [b") + strings.Repeat("# comment\n", 10_000), "kubectl 5:1 bad-syntax did not find expected ',' or ']'"},
		{"larger than what Flink reads", "x.yaml", brokenManifest("  a: [b") + strings.Repeat("#"+strings.Repeat(" ", 1<<20)+"\n", 4), "kubectl 5:1 bad-syntax did not find expected ',' or ']'"},
		{"kustomization", "kustomization.yaml", "images:\n- name: flink\n  newTag: '1.20\nconfigMapGenerator:\n- files: [flink-conf.yaml]\n", "kustomize 3:11 unclosed-quote '"},
		{"values", "values.yaml", "flinkConfiguration:\n  taskmanager.memory.process.size: 1g\na: [b\n", "Helm 3:4 unclosed-bracket ["},
		{"nested values", "values.yaml", "config:\n  taskmanager:\n    memory:\n      process:\n        size: 1g\na: [b\n", "Helm 6:4 unclosed-bracket ["},
		{"compose", "compose.yml", services + "    a: [b\n", "docker compose 4:8 unclosed-bracket ["},
		{"compose with variables", "compose.yml", services + "    a: ${B}\n   c: ${D}\n", "docker compose 5:4 wrong-indentation"},
		{"json", "x.json", `{"apiVersion": "v1", "kind": "ConfigMap", "data": {"flink-conf.yaml": "a: b"]}`, "kubectl 1:77 bad-syntax invalid character ']' after object key:value pair"},
		{"json that ends too early", "x.json", `{"apiVersion": "v1", "kind": "ConfigMap", "data": {"flink-conf.yaml": "a: {"}`, "kubectl 1:1 unclosed-bracket {"},

		{"a template by its name", "x.yaml.j2", brokenManifest("  a: [b"), ""},
		{"a template by a part of its name", "job-template.yaml", brokenManifest("  a: [b"), ""},
		{"a pod template", "pod-template.yaml", brokenManifest("  a: [b"), "kubectl 5:6 unclosed-bracket ["},
		{"a chart's template", "chart/templates/x.yaml", brokenManifest("  a: [b"), ""},
		{"an expression", "x.yaml", brokenManifest("  a: [b {{ c }}"), ""},
		{"an expression elsewhere", "x.yaml", brokenManifest("  a: [b\n  c: {{ d }}"), ""},
		{"a variable", "x.yaml", brokenManifest("  a: [b\n  c: ${D}"), ""},
		{"a placeholder", "x.yaml", brokenManifest("  a: [b\n  c: @d@"), ""},
		{"a line to fill in", "compose.yml", services + "    $MORE\n    a: [b\n", ""},
		{"an ellipsis", "x.yaml", brokenManifest("  ..."), ""},
		{"a marker at which kubectl does not split", "x.yaml", brokenManifest("") + "--- !a\n" + brokenManifest("  a: [b"), ""},
		{"other software", "x.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: [flink\ndata: {}\n", ""},
		{"only a comment is Flink's", "x.yaml", "apiVersion: v1\nkind: ConfigMap\n# taskmanager.memory.process.size: 1g\nmetadata: [flink\n", ""},
		{"another document is Flink's", "x.yaml", brokenManifest("") + "---\napiVersion: v1\nkind: Service\nmetadata:\n  name: [flink\n", ""},
		{"something for a pipeline", ".gitlab-ci.yml", services + "    a: [b\n", ""},
		{"an example", "x.md", "```yaml\n" + brokenManifest("  a: [b") + "```\n", ""},
		{"twice the same key", "compose.yml", services + "    image: flink:1.20\n", ""},
		{"what Flink alone refuses", "x.yaml", brokenManifest("  a: &b:c d"), ""},
		{"what kubectl reads as its older parser does", "x.yaml", brokenManifest("  a: \"b\\/c\""), ""},
	} {
		d := Read(test.path, []byte(test.in), "")
		if got := refused(d); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
		if d != nil {
			checkSpans(t, d)
		}
	}
}

// TestReadByKubectl: what Flink's parser refuses, and kubectl's does not, keeps nothing from being read.
func TestReadByKubectl(t *testing.T) {
	for _, line := range []string{"  a: &b:c d", "  labels: {a: b:}"} {
		if d := Read("x.yaml", []byte(brokenManifest(line)), ""); d == nil || len(d.Parts) != 1 || len(d.Parts[0].Options) != 1 {
			t.Errorf("%q is not read", line)
		}
	}
}

// TestUnreadableBeside: of a stream, only the document that cannot be read is lost.
func TestUnreadableBeside(t *testing.T) {
	d := Read("x.yaml", []byte(brokenManifest("")+"---\n"+brokenManifest("  a: [b")+"---\n"+brokenManifest("")), "")
	options := 0
	for _, p := range d.Parts {
		options += len(p.Options)
	}
	if got := refused(d); len(d.Parts) != 3 || options != 2 || got != "kubectl 14:6 unclosed-bracket [" {
		t.Errorf("%d parts, %d options, %q", len(d.Parts), options, got)
	}
}
