package source

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"
)

// Compose is the dialect of Docker Compose files.
const Compose Kind = "compose"

// composeWords are those of which a file has to contain one to be worth parsing.
var composeWords = [][]byte{[]byte("flink"), []byte("taskmanager"), []byte("jobmanager"), []byte("FLINK_PROPERTIES")}

// claimCompose takes files with services, and those that are called compose.
func claimCompose(file string, content []byte, _ func(string) bool) Claim {
	if classify(file) == otherName {
		return NoClaim
	}
	if content == nil {
		return MayClaim
	}
	if !mentions(content, composeWords) && !mentionsDotNet(content) || hasTopLevel(content, "apiVersion:") {
		return NoClaim
	}
	return fullClaim(hasTopLevel(content, "services:") || isComposeName(file) && bytes.Contains(content, []byte("image:")))
}

func isComposeName(file string) bool {
	return strings.Contains(strings.ToLower(path.Base(file)), "compose")
}

func readCompose(d *Document) {
	p := &composeProject{base: d}
	base := parseCompose(d, "")
	d.Workloads = p.workloadsOf(base)
	d.References = p.references
	for _, f := range p.files {
		d.Parts = append(d.Parts, f.parts...)
	}
	if base == nil {
		d.noteUnreadable(fileText(d), byCompose)
	}
}

// composeFile is one file of a project, parsed.
type composeFile struct {
	doc  *Document
	text *Text
	root *node
	// dir is the file's folder, relative to that of the project's first file; "" for the same one.
	dir string
	// parts are the configurations that the file itself holds.
	parts []*Part
}

// parseCompose parses a file; nil where it is none.
func parseCompose(d *Document, dir string) *composeFile {
	if !utf8.Valid(d.Bytes) {
		return nil
	}
	return parseComposeText(fileText(d), dir)
}

// parseComposeText parses a text that is a Compose file, or an example of one in a document.
func parseComposeText(t *Text, dir string) *composeFile {
	roots, ok := parseObjects(t)
	if !ok {
		if t = t.withoutExpressions(); t.original == "" {
			return nil
		}
		if roots, ok = parseObjects(t); !ok {
			return nil
		}
	}
	if len(roots) == 0 {
		return nil
	}
	root := resolve(roots[0])
	if root == nil || root.kind != mapNode {
		return nil
	}
	return &composeFile{doc: t.Document, text: t, root: root, dir: dir}
}

// services are the entries of the file's services: in the format of before 2016, the file is their map.
func (f *composeFile) services() *node {
	if s := f.root.get("services"); s != nil || !isComposeName(f.doc.Path) {
		return s
	}
	return f.root
}

// each calls a function for the entries of a map, those of merge keys first.
func (n *node) each(do func(key, value *node)) {
	budget := maxMergedMaps
	n.eachWithin(do, 0, &budget)
}

// maxMergedMaps bounds how many maps merge keys may bring together, also where they repeat each other.
const maxMergedMaps = 1000

func (n *node) eachWithin(do func(key, value *node), depth int, budget *int) {
	if n = resolve(n); n == nil || n.kind != mapNode || depth > maxMerges || *budget <= 0 {
		return
	}
	*budget--
	for i := 0; i+1 < len(n.children); i += 2 {
		if c := n.children[i]; c.kind != scalarNode || c.value != "<<" || c.style != plainStyle {
			continue
		}
		merged := n.children[i+1].resolved()
		if merged == nil {
			continue
		}
		all := []*node{merged}
		if merged.kind == listNode {
			all = merged.children
		}
		for j := len(all) - 1; j >= 0; j-- { // the first of several wins
			all[j].eachWithin(do, depth+1, budget)
		}
	}
	for i := 0; i+1 < len(n.children); i += 2 {
		key, value := n.children[i], n.children[i+1].resolved()
		if key.kind != scalarNode || value == nil || key.value == "<<" && key.style == plainStyle {
			continue
		}
		do(key, value)
	}
}

// within is the path of a file that a file of the project names, relative to the project's first file; "" for one that is
// not below a folder that can be known.
func (f *composeFile) within(name string) string {
	if name == "" || path.IsAbs(name) || strings.HasPrefix(name, "~") || strings.Contains(name, "$") || strings.Contains(name, "://") || strings.Contains(name, `\`) {
		return ""
	}
	return path.Join(f.dir, name)
}
