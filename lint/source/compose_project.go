package source

import (
	"path"
	"slices"
	"strings"
)

// composeNames are the files that Compose reads without being told, the first one that is there.
var composeNames = []string{"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"}

// composeProject is what Compose makes of a file together with those that it brings in.
type composeProject struct {
	base *Document
	// lookup gives other files by their path from the base's folder; nil where nothing but the base is known.
	lookup     func(file string) *Document
	variables  composeVariables
	files      []*composeFile // the base, then its override
	names      []string       // of the services, in the order of the files
	services   map[string]*composeService
	references []string
	seen       map[string]bool // of references
	dotenv     *Document       // the .env beside the base, nil without one
	asked      []*Document     // files with variables that the service at hand asks
	parsed     map[string]*composeFile
}

// composeService is a service with all that is written about it, in the order in which it counts: what it extends, the
// base, the override.
type composeService struct {
	name   string
	layers []composeLayer
	// own is true where the base itself names the service.
	own bool
}

// composeLayer is what one file says about a service.
type composeLayer struct {
	file      *composeFile
	key, node *node
}

// WorkloadsOf are the processes that a document describes, with what the other files of its scope say. Lookup gives those
// by their path from the document's folder. For most documents these are its Workloads. A Compose file is read again,
// with the variables of .env beside it, with env_file, extends and its override file, and with the Dockerfiles that
// its images are built from. An override file beside its base has none of its own. An app host is read with its Dockerfiles.
func WorkloadsOf(d *Document, lookup func(file string) *Document) []*Workload {
	switch d.Kind {
	case Compose:
	case Aspire:
		return aspireWorkloads(d, lookup)
	default:
		return d.Workloads
	}
	p := &composeProject{base: d, lookup: lookup}
	if overridden(d.Path, func(name string) bool { return lookup(name) != nil }) {
		return nil
	}
	return p.workloads()
}

// overridden reports whether a file is the override of another one that is there: it is read as a part of that one.
func overridden(file string, exists func(name string) bool) bool {
	stem, ext := splitExtension(path.Base(file))
	base, ok := strings.CutSuffix(stem, ".override")
	if !ok {
		return false
	}
	for _, e := range []string{ext, ".yml", ".yaml"} {
		if exists(base + e) {
			return true
		}
	}
	return false
}

func splitExtension(name string) (stem, ext string) {
	ext = path.Ext(name)
	return strings.TrimSuffix(name, ext), ext
}

// workloads reads the project.
func (p *composeProject) workloads() []*Workload { return p.workloadsOf(parseCompose(p.base, "")) }

// workloadsOf reads the project of a file that is parsed already; none of nil.
func (p *composeProject) workloadsOf(base *composeFile) []*Workload {
	p.services, p.parsed, p.seen = map[string]*composeService{}, map[string]*composeFile{}, map[string]bool{}
	if base == nil {
		return nil
	}
	p.readVariables()
	p.addFile(base, true)
	p.addOthers(base)
	var workloads []*Workload
	for _, name := range p.names {
		s := p.services[name]
		if !s.own {
			continue
		}
		p.asked = nil
		if w := p.workload(s); w != nil {
			w.Asked = p.asked
			workloads = append(workloads, w)
		}
	}
	return workloads
}

// other is another document of the scope, nil where it is not there. It becomes a reference of the base.
func (p *composeProject) other(file string) *Document {
	if file == "" {
		return nil
	}
	p.refer(file)
	if p.lookup == nil {
		return nil
	}
	return p.lookup(file)
}

// refer notes a file that says more about the project.
func (p *composeProject) refer(file string) {
	if file == "" || p.seen[file] {
		return
	}
	p.seen[file] = true
	p.references = append(p.references, file)
}

func (p *composeProject) readVariables() {
	p.variables = composeVariables{}
	if p.dotenv = p.other(".env"); p.dotenv == nil {
		return
	}
	for _, v := range readDotenv(p.dotenv, nil) {
		p.variables[v.Name] = v.Value.Decoded
	}
}

// fill fills the project's variables into a text.
func (p *composeProject) fill(t *Text) filledText {
	p.ask(t.Decoded)
	return p.variables.fill(t)
}

// plain is a text with the project's variables filled in.
func (p *composeProject) plain(s string) string {
	p.ask(s)
	return p.variables.plain(s)
}

// ask notes that the text may be another one with another .env, also where that does not set its variables.
func (p *composeProject) ask(s string) {
	if p.dotenv != nil && strings.IndexByte(s, '$') >= 0 && !slices.Contains(p.asked, p.dotenv) {
		p.asked = append(p.asked, p.dotenv)
	}
}

// addFile adds what a file says about services.
func (p *composeProject) addFile(f *composeFile, own bool) {
	p.files = append(p.files, f)
	f.services().each(func(key, value *node) {
		if value.kind != mapNode {
			return
		}
		s := p.services[key.value]
		if s == nil {
			s = &composeService{name: key.value}
			p.services[key.value] = s
			p.names = append(p.names, key.value)
		}
		s.own = s.own || own
		layer := composeLayer{f, key, value}
		s.layers = append(append(s.layers, p.extended(layer, 0)...), layer)
	})
}

// maxExtends bounds how many services extend each other.
const maxExtends = 10

// extended are the layers of the service that a layer extends.
func (p *composeProject) extended(l composeLayer, depth int) []composeLayer {
	e := l.node.get("extends")
	if e == nil || depth > maxExtends {
		return nil
	}
	name, ok := e.text()
	f := l.file
	if !ok {
		if name, ok = e.get("service").text(); !ok {
			return nil
		}
		if file, ok := e.get("file").text(); ok {
			if f = p.parse(f.within(p.plain(file))); f == nil {
				return nil
			}
		}
	}
	key, n := f.services().entry(name)
	if n == nil || n.kind != mapNode || n == l.node {
		return nil
	}
	base := composeLayer{f, key, n}
	return append(p.extended(base, depth+1), base)
}

// parse is another Compose file of the project, nil where it is not there.
func (p *composeProject) parse(file string) *composeFile {
	if f, ok := p.parsed[file]; ok {
		return f
	}
	var f *composeFile
	if d := p.other(file); d != nil {
		dir := path.Dir(file)
		if dir == "." {
			dir = ""
		}
		f = parseCompose(d, dir)
	}
	p.parsed[file] = f
	return f
}

// addOthers adds the override file of the base. A file of another name that gives some services neither an image nor a
// Dockerfile is used together with the folder's main file, which then counts before it.
func (p *composeProject) addOthers(base *composeFile) {
	stem, ext := splitExtension(path.Base(p.base.Path))
	for _, e := range []string{".yml", ".yaml"} {
		if strings.HasSuffix(stem, ".override") {
			p.refer(strings.TrimSuffix(stem, ".override") + e)
		} else if f := p.parse(stem + ".override" + e); f != nil {
			p.addFile(f, false)
		}
	}
	name := stem + ext
	for _, n := range composeNames {
		if n == name {
			return
		}
	}
	lacking := false
	for _, s := range p.services {
		lacking = lacking || !s.has("image") && !s.has("build")
	}
	if !lacking {
		return
	}
	for _, n := range composeNames {
		main := p.parse(n)
		if main == nil {
			continue
		}
		p.addBelow(main)
		return
	}
}

// addBelow puts what another file says about the services that lack an image before what is known of them.
func (p *composeProject) addBelow(f *composeFile) {
	for _, s := range p.services {
		if s.has("image") || s.has("build") {
			continue
		}
		if key, n := f.services().entry(s.name); n != nil && n.kind == mapNode {
			layer := composeLayer{f, key, n}
			s.layers = append(append(p.extended(layer, 0), layer), s.layers...)
		}
	}
}

func (s *composeService) has(field string) bool {
	_, n, _ := s.last(field)
	return n != nil
}

// last is a field of the service as the last layer gives it. The tag !reset takes it away.
func (s *composeService) last(path ...string) (key, value *node, file *composeFile) {
	for i := len(s.layers) - 1; i >= 0; i-- {
		n := s.layers[i].node
		for j, name := range path {
			var k *node
			if k, n = n.entry(name); n == nil {
				break
			}
			if n.tag == "!reset" {
				return nil, nil, nil
			}
			if j == len(path)-1 {
				return k, n, s.layers[i].file
			}
		}
	}
	return nil, nil, nil
}

// plain is a text with the variables filled in.
func (v composeVariables) plain(s string) string {
	value, state := v.expandAll(s, 0)
	if state == Unknown {
		return ""
	}
	return value
}
