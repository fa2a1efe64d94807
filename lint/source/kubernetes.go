package source

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"
)

// Kubernetes is the dialect of manifests: YAML or JSON with one or more Kubernetes objects, also those of operators, and
// kustomizations.
const Kubernetes Kind = "kubernetes"

// manifestWords are those of which a manifest has to contain one to be worth parsing.
var manifestWords = [][]byte{[]byte("flink"), []byte("taskmanager"), []byte("jobmanager"), []byte("FLINK_PROPERTIES")}

// claimKubernetes takes files with a Kubernetes object that may concern Flink, and kustomizations.
func claimKubernetes(file string, content []byte, _ func(string) bool) Claim {
	if isKustomization(file) {
		return FullClaim
	}
	json := isJSONName(file)
	if content == nil {
		return mayClaim(json || classify(file) != otherName)
	}
	if !json && classify(file) == otherName && path.Ext(path.Base(file)) != "" || !mentions(content, manifestWords) && !mentionsDotNet(content) {
		return NoClaim // a name without a suffix may be standard input
	}
	if json || hasPrefixJSON(content) {
		return fullClaim(hasPrefixJSON(content) && bytes.Contains(content, []byte(`"apiVersion"`)) && bytes.Contains(content, []byte(`"kind"`)))
	}
	return fullClaim(hasTopLevel(content, "apiVersion:") && hasTopLevel(content, "kind:"))
}

func isJSONName(file string) bool {
	return strings.HasSuffix(strings.ToLower(path.Base(file)), ".json")
}

func hasPrefixJSON(content []byte) bool {
	content = bytes.TrimLeft(withoutMark(content), " \t\r\n")
	return len(content) > 0 && content[0] == '{' && !bytes.HasPrefix(content, []byte("{{"))
}

// manifest is the reader of one file with Kubernetes objects.
type manifest struct {
	doc        *Document
	template   bool // the file is a template of Helm or another program
	configMaps []*resource
}

func readKubernetes(d *Document) {
	m := &manifest{doc: d}
	whole := fileText(d)
	if !utf8.ValidString(whole.Decoded) {
		return // Kubernetes' own tools refuse such a file as well
	}
	m.template = isTemplate(d.Path) || isHelm(whole.Decoded)
	program := byKubectl
	if isKustomization(d.Path) {
		program = byKustomize
	}
	givesVariables := strings.Contains(whole.Decoded, "configMapRef") // whatever the ConfigMap itself mentions
	for _, t := range splitDocuments(whole) {
		if isKustomization(d.Path) || mentionsAny(t.Decoded, manifestWords) || mentionsAny(t.Decoded, dotNetWords) || givesVariables && strings.Contains(t.Decoded, "ConfigMap") {
			if !m.text(t) {
				d.noteUnreadable(t, program)
			}
		}
	}
	m.resolveEnvironment()
	m.resolveDotNet()
	if m.template && (len(d.Parts) > 0 || len(d.Workloads) > 0) && chartOf(d.Path) != "" {
		below := strings.Count(strings.TrimPrefix(path.Dir(d.Path), chartOf(d.Path)), "/")
		d.References = append(d.References, strings.Repeat("../", below)+valuesFile)
	}
}

func mentionsAny(s string, words [][]byte) bool {
	for _, w := range words {
		if strings.Contains(s, string(w)) {
			return true
		}
	}
	return false
}

// splitDocuments cuts a stream of YAML documents at its markers, so that each can be read whatever is wrong with the
// others.
func splitDocuments(whole *Text) []*Text {
	s := whole.Decoded
	if !strings.Contains(s, "\n---") {
		return []*Text{whole}
	}
	var texts []*Text
	add := func(start, end int) {
		if strings.TrimSpace(s[start:end]) != "" {
			texts = append(texts, whole.cut(start, end))
		}
	}
	start := 0
	for at := 0; at < len(s); {
		end, next := lineEnd(s, at)
		if startsDocument(s[at:end]) {
			add(start, at)
			if start = at; onlyComment(s[at+len("---") : end]) {
				start = next
			}
		}
		at = next
	}
	add(start, len(s))
	return texts
}

func startsDocument(line string) bool {
	return strings.HasPrefix(line, "---") && (len(line) == 3 || isBlank(line[3]))
}

func onlyComment(s string) bool {
	s = strings.TrimLeft(s, " \t")
	return s == "" || s[0] == '#'
}

// cut is a part of a text as a text of its own.
func (t *Text) cut(start, end int) *Text {
	c := &Text{Document: t.Document, Decoded: t.Decoded[start:end], template: t.template, pieces: []piece{{0, end - start, start, end}}}
	if len(t.pieces) > 0 || t.parent != nil {
		c.parent = t
	}
	return c
}

// helmMarks show that the expressions of a file are Helm's: other programs write {{ }} into values as well.
var helmMarks = []string{".Values", ".Release.", ".Chart.", "{{- ", " -}}", "{{ include ", "{{ template ", "{{ end }}", "{{end}}"}

func isHelm(s string) bool {
	if !strings.Contains(s, "{{") {
		return false
	}
	for _, mark := range helmMarks {
		if strings.Contains(s, mark) {
			return true
		}
	}
	return false
}

// text reads one document of the stream, and reports whether it could. A text that YAML cannot read is read once more
// without its expressions.
func (m *manifest) text(t *Text) bool {
	start, _ := expression(t.Decoded)
	if !m.template || start < 0 {
		roots, ok := parseObjects(t)
		if ok && (start < 0 || !holdsExpression(t, roots, 0)) {
			m.objects(t, roots)
			return true
		}
		if start < 0 && !strings.Contains(t.Decoded, "@") {
			return false
		}
	}
	m.template = true
	hidden := t.withoutExpressions()
	if h := hidePlaceholders(hidden.Decoded); h != hidden.Decoded {
		masked := *hidden
		masked.Decoded, masked.original = h, t.Decoded
		hidden = &masked
	}
	roots, ok := parseObjects(hidden)
	if ok {
		m.objects(hidden, roots)
	}
	return ok
}

// parseObjects parses a document of the stream. What Flink's parser alone would refuse counts for nothing here.
func parseObjects(t *Text) ([]*node, bool) {
	src, hidden := hideChars(t.Decoded)
	roots, err := parseYAML(src, t.lines(), hidden)
	e, ok := err.(*syntaxError)
	return roots, err == nil || ok && e.flinks
}

// maxManifestDepth is how deep objects are looked through.
const maxManifestDepth = 64

// holdsExpression reports whether YAML took an expression of a template for a map in brackets.
func holdsExpression(t *Text, nodes []*node, depth int) bool {
	for _, n := range nodes {
		if n.kind == mapNode && n.flow && strings.HasPrefix(t.Decoded[n.span.Start:], "{{") {
			return true
		}
		if depth < maxManifestDepth && holdsExpression(t, n.children, depth+1) {
			return true
		}
	}
	return false
}

func (m *manifest) objects(t *Text, roots []*node) {
	for _, root := range roots {
		m.object(t, root, 0)
	}
}

// object reads an object, or those in a list of them.
func (m *manifest) object(t *Text, n *node, depth int) {
	if n = resolve(n); n == nil || n.kind != mapNode || depth > 4 {
		return
	}
	r := newResource(t, n)
	if r == nil {
		if isKustomization(m.doc.Path) {
			readKustomization(t, n)
		}
		return
	}
	r.partial = m.template
	r.name, r.namespace = r.revealed(n.get("metadata", "name"), r.name), r.revealed(n.get("metadata", "namespace"), r.namespace)
	switch {
	case r.kind == "Kustomization" || r.kind == "Component" && r.group == "kustomize.config.k8s.io":
		readKustomization(t, n)
	case strings.HasSuffix(r.kind, "List"):
		for _, item := range n.get("items").items() {
			m.object(t, item, depth+1)
		}
	case r.kind == "Template" && (r.group == "template.openshift.io" || r.group == ""): // without a group up to OpenShift 3
		m.template = true
		for _, item := range n.get("objects").items() {
			m.object(t, item, depth+1)
		}
	default:
		if r.kind == "ConfigMap" {
			m.configMaps = append(m.configMaps, r)
		}
		readResource(r)
	}
}

// revealed is the text of a scalar with the expressions that are hidden in it.
func (r *resource) revealed(n *node, text string) string {
	if n == nil || n.kind != scalarNode || !r.text.hides(n.span) {
		return text
	}
	written := r.text.written(n.span)
	if inner, ok := unquote(written); ok {
		return inner
	}
	return written
}

// scalar is the text of a scalar, and how much is known of it: nothing where a template's expression or a variable that
// is filled in before the manifest is applied is a part of it.
func (r *resource) scalar(n *node) (string, State) {
	text, ok := n.text()
	if !ok {
		return "", Known
	}
	n = n.resolved()
	text = r.revealed(n, text)
	if strings.Contains(text, "${") {
		return text, Unknown
	}
	return text, stateOf(r.doc.Path, text)
}
