package source

import (
	"strings"
	"unicode/utf8"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// HelmValues is the dialect of a Helm chart's values. Their schema is the chart's own, so only what can be nothing else is
// read: maps and texts of Flink options, wherever they stand, and FLINK_PROPERTIES. What the chart adds to them is not
// known: each is a partial workload, of which an absence says nothing.
const HelmValues Kind = "helm-values"

// claimHelmValues takes values.yaml, values-prod.yaml, flink-values.yaml and the like where they name Flink's processes.
func claimHelmValues(file string, content []byte, _ func(string) bool) Claim {
	stem, ok := yamlStem(file)
	if !ok || !strings.HasPrefix(stem, "values") && !strings.HasSuffix(stem, "values") {
		return NoClaim
	}
	if content == nil {
		return MayClaim
	}
	return fullClaim(mentions(content, flinkWords[:2]) && !looksForeign(content) && (mentions(content, valuesWords) || nestsOptions(content)))
}

// valuesWords show that values hold options, and not only settings of the chart's own for Flink's processes.
var valuesWords = [][]byte{[]byte("taskmanager."), []byte("jobmanager."), []byte(LayerProperties)}

// nestsOptions reports whether there are options as nested blocks under a name that says so.
func nestsOptions(content []byte) bool {
	found := false
	outlineKeys(content, func(key string, nested, _ bool) bool {
		for rest := key; nested && !found; {
			name, option, ok := strings.Cut(rest, ".")
			if !ok {
				break
			}
			found = isHolder(name) && isStrong(option) && isKnown(option)
			rest = option
		}
		return !found
	}, nil)
	return found
}

func readHelmValues(d *Document) {
	text := fileText(d).withoutExpressions()
	if !utf8.ValidString(text.Decoded) {
		return // Helm refuses it as well
	}
	docs, ok := parseObjects(text)
	if !ok {
		d.noteUnreadable(fileText(d), byHelm)
		return
	}
	for _, doc := range docs {
		r := &valuesReader{doc: d, text: text}
		r.walk(doc, nil)
	}
}

// valuesReader looks for Flink's options in a tree of values.
type valuesReader struct {
	doc  *Document
	text *Text
	// above are the maps around the one that is looked at, the outermost first.
	above []*node
}

// maxValuesDepth ends the search: no chart nests its values that deep.
const maxValuesDepth = 40

// walk looks at the values below a node. Aliases are not followed: what they stand for is looked at where it is written.
func (r *valuesReader) walk(n *node, path []string) {
	if len(path) > maxValuesDepth {
		return
	}
	switch n.kind {
	case mapNode:
		r.above = append(r.above, n)
		if r.spec(n, path) || r.environment(n, path) {
			break
		}
		for i := 0; i+1 < len(n.children); i += 2 {
			key, value := n.children[i], n.children[i+1]
			if key.kind != scalarNode || r.text.hides(key.span) {
				continue
			}
			below := append(path[:len(path):len(path)], key.value)
			if !r.block(key, value, below) {
				r.walk(value, below)
			}
		}
	case listNode:
		for _, item := range n.children {
			r.walk(item, append(path[:len(path):len(path)], "")) // an item adds no name
		}
		return
	default:
		return
	}
	r.above = r.above[:len(r.above)-1]
}

// spec reads a map that is shaped like the spec of a FlinkDeployment: flinkConfiguration beside the memory of a process,
// as the operator knows both.
func (r *valuesReader) spec(n *node, path []string) bool {
	key, configuration := n.entry(string(LayerConfiguration))
	if configuration == nil || configuration.kind != mapNode {
		return false
	}
	for _, m := range managers {
		if manager := n.get(m.field); manager.get("resource", "memory") != nil || manager.get("resources", "requests", "memory") != nil {
			readDeploymentSpec(&resource{doc: r.doc, text: r.text, node: n, name: joinPath(path), nameNode: key, partial: true}, n)
			return true
		}
	}
	return false
}

// environment reads an item {name: FLINK_PROPERTIES, value: ...} of a list of environment variables.
func (r *valuesReader) environment(n *node, path []string) bool {
	if name, _ := n.get("name").text(); name != string(LayerProperties) {
		return false
	}
	key, value := n.entry("value")
	if value == nil || value.kind != scalarNode {
		return false
	}
	return r.properties(key, value, path)
}

// block reads the value of an entry where it is a configuration of Flink.
func (r *valuesReader) block(key, value *node, path []string) bool {
	switch {
	case key.value == string(LayerProperties) && value.kind == scalarNode:
		return r.properties(key, value, path[:len(path)-1])
	case value.kind == scalarNode && strings.Contains(value.value, "\n"):
		return r.lines(key, value, path)
	case value.kind == mapNode:
		return r.options(key, value, path)
	}
	return false
}

// holders are the names of values that charts give to a map of Flink's options, without dashes and in lower case.
var holders = []string{
	"config", "configuration", "conf", "properties", "flinkconfiguration", "flinkproperties", "flinkconf", "flink.conf", "flinkconfig",
	"flinkoptions", "flinkconf.yaml", "config.yaml", "extraconfig", "additionalconfig", "defaultconfiguration",
}

func isHolder(name string) bool {
	name = strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(name))
	for _, h := range holders {
		if name == h {
			return true
		}
	}
	return false
}

// options reads a map whose entries are options. Nested ones count only under a name that says what they are: charts
// have values of their own called taskmanager.
func (r *valuesReader) options(key, value *node, path []string) bool {
	if !isHolder(key.value) && !hasDottedKeys(value) {
		return false
	}
	part := &Part{Document: r.doc}
	readMap(r.text, value, part)
	known, strong := flinkShare(part.Options)
	if strong == 0 || 2*known < len(part.Options) {
		return false
	}
	r.add(part, key, path)
	return true
}

func hasDottedKeys(m *node) bool {
	for i := 0; i < len(m.children); i += 2 {
		if k := m.children[i]; k.kind == scalarNode && isStrong(k.value) && isKnown(k.value) {
			return true
		}
	}
	return false
}

// lines reads a text that holds options.
func (r *valuesReader) lines(key, value *node, path []string) bool {
	if !mentions([]byte(value.value), flinkWords) {
		return false
	}
	text := embed(r.text, value)
	part := &Part{Document: r.doc}
	switch key.value {
	case "flink-conf.yaml":
		part.Text, part.FileName, part.Readers = text, key.value, flinkConfReaders()
		readConfLines(text, part)
	case "config.yaml":
		part.Text, part.FileName, part.Readers, part.Standard = text, key.value, configYAMLReaders(), true
		readYAMLOptions(text, part)
	default:
		readSnippet(text, part)
	}
	known, strong := flinkShare(part.Options)
	if strong == 0 || 2*known < len(part.Options) {
		return false
	}
	confineEdits(part, r.text, value)
	r.add(part, key, path)
	return true
}

// properties keeps a FLINK_PROPERTIES for the image's entrypoint.
func (r *valuesReader) properties(key, value *node, path []string) bool {
	text := embed(r.text, value)
	if !mentions([]byte(text.Decoded), flinkWords) {
		return false
	}
	w := r.workload(key, path)
	w.Entrypoint = true
	w.Properties = &EnvText{Text: text, Place: r.text.place(key.span, value.span, Span{key.start, value.span.End})}
	if r.text.hides(value.span) && value.style != literalBlock {
		w.Properties.State = Unknown
	}
	return true
}

// add makes a workload of a part.
func (r *valuesReader) add(part *Part, key *node, path []string) {
	w := r.workload(key, path)
	part.Name = w.Name
	if len(w.Roles) == 1 {
		part.Role = &w.Roles[0]
	}
	if key.value == string(LayerConfiguration) { // the operator's, which starts processes without scripts
		w.Reading, w.Generated = flink.Container, true
		part.setLayer(LayerConfiguration)
	}
	w.Parts = []*Part{part}
}

// workload is a new workload for the values at a path.
func (r *valuesReader) workload(key *node, path []string) *Workload {
	w := &Workload{
		Document: r.doc, Name: joinPath(path), Partial: true, Clues: r.clues(),
		Anchor: r.text.place(key.span, Span{}, key.span), Reading: flink.Standalone,
	}
	for i := len(path) - 1; i >= 0 && w.Roles == nil; i-- {
		switch name := strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(path[i])); {
		case strings.HasPrefix(name, "taskmanager"):
			w.Roles = []flink.Role{flink.TaskManager}
		case strings.HasPrefix(name, "jobmanager"):
			w.Roles = []flink.Role{flink.JobManager}
		}
	}
	r.doc.Workloads = append(r.doc.Workloads, w)
	return w
}

// joinPath is a path of values as Helm writes it; the items of lists have no name.
func joinPath(path []string) string {
	var b strings.Builder
	for _, name := range path {
		if name == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(name)
	}
	return b.String()
}

// clues are what the values around the one that is looked at say of Flink's version: flinkVersion, or an image. Those
// of the nearest map come first.
func (r *valuesReader) clues() []Clue {
	var clues []Clue
	for i := len(r.above) - 1; i >= 0; i-- {
		m := r.above[i]
		if n := m.get("flinkVersion"); n != nil && !r.text.hides(n.span) {
			if s, ok := n.text(); ok {
				if v, err := flink.ParseVersion(s); err == nil {
					clues = append(clues, Clue{v, FromFlinkVersion, r.text.place(Span{}, n.span, n.span)})
				}
			}
		}
		if c, ok := r.image(m.get("image")); ok {
			clues = append(clues, c)
		}
	}
	return clues
}

// image reads an image's reference, or the map of its parts that charts have.
func (r *valuesReader) image(n *node) (Clue, bool) {
	if n == nil {
		return Clue{}, false
	}
	reference, at := "", n
	switch n.kind {
	case scalarNode:
		reference, _ = n.text()
	case mapNode:
		name, _ := n.get("repository").text()
		if name == "" {
			name, _ = n.get("name").text()
		}
		tag, ok := n.get("tag").text()
		if !ok || name == "" {
			return Clue{}, false
		}
		reference, at = name+":"+tag, n.get("tag")
	}
	if reference == "" || r.text.hides(n.span) {
		return Clue{}, false
	}
	place := r.text.place(Span{}, at.span, at.span)
	v := imageOf(reference, place).Version
	return Clue{v, FromImage, place}, !v.IsZero()
}

// scaffoldVersion is the appVersion that `helm create` writes; it says nothing about Flink.
const scaffoldVersion = "1.16.0"

// chartVersion is the Flink version that a Chart.yaml tells, and where it is written: the appVersion of a chart that is
// named after Flink. Not ok where it tells none.
func chartVersion(content []byte) (v flink.Version, at Span, ok bool) {
	s := string(content)
	name, appVersion := "", ""
	for start := len(s) - len(withoutMark(content)); start < len(s); {
		end, next := lineEnd(s, start)
		key, value, _ := strings.Cut(s[start:end], ":")
		value, _, _ = strings.Cut(value, " #")
		value = strings.Trim(value, "\"' \t")
		switch key {
		case "name":
			name = strings.ToLower(value)
		case "appVersion":
			appVersion = value
			at.Start = start + len(key) + max(strings.Index(s[start+len(key):end], value), 0)
			at.End = at.Start + len(value)
		}
		start = next
	}
	if !strings.Contains(name, "flink") || appVersion == scaffoldVersion {
		return flink.Version{}, Span{}, false
	}
	for _, other := range otherProducts {
		if strings.Contains(name, other) {
			return flink.Version{}, Span{}, false
		}
	}
	v, _, ok = versionAt(strings.TrimPrefix(appVersion, "v"))
	if v.Before(oldestImage) { // such as 1.0, which Helm 2 wrote into a new chart
		return flink.Version{}, Span{}, false
	}
	return v, at, ok
}
