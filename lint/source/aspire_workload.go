package source

import (
	"cmp"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// workload makes a workload of a resource, nil where it runs neither Flink nor .NET.
func (r *aspireReader) workload(resource *aspireResource, lookup func(file string) *Document) *Workload {
	w := &Workload{Document: r.doc, Entrypoint: true, Reading: flink.Standalone, Partial: resource.open, Open: resource.open}
	at := r.inside(resource.nameAt.tokens)
	if at.Len() == 0 {
		at = r.bytes(Span{resource.at, resource.at + 1})
	}
	w.Anchor = Place{Document: r.doc, Entry: at}
	w.Name = r.shownName(resource)
	r.image(resource, w)
	r.built(resource, w, lookup)
	r.flinkVariables(resource, w)
	w.Mounts = resource.mounts
	w.Image.Files = notHidden(w.Image.Files, w.Mounts)
	flinks := r.processes(resource, w)
	w.DotNet = r.dotNet(resource, w)
	if !flinks && w.DotNet == nil {
		return nil
	}
	w.NoFlink = !flinks
	w.Complete = flinks && w.Image.Official && !w.Partial
	r.memory(resource, w)
	if resource.replicas > 0 {
		w.Replicas = map[flink.Role]int{}
		for _, role := range w.Roles {
			w.Replicas[role] = resource.replicas
		}
	}
	return w
}

// shownName is the name of a resource, with the holes of its text as they are written.
func (r *aspireReader) shownName(resource *aspireResource) string {
	v := resource.name
	if v == nil {
		return ""
	}
	if len(v.uncertain) != len(v.holes) { // a constant of several that are not known is one place
		at := r.bytes(v.tokens)
		return r.text[at.Start:at.End]
	}
	name, at := "", 0
	for n, h := range v.holes {
		u := v.uncertain[n].at
		name, at = name+string(v.text[at:h.Start])+r.text[u.Start:u.End], h.End
	}
	return name + string(v.text[at:])
}

// image reads the reference that AddContainer and WithImage give in pieces.
func (r *aspireReader) image(resource *aspireResource, w *Workload) {
	known := func(v *csharpValue) string {
		if v == nil {
			return ""
		}
		return hideExpressions(string(v.text))
	}
	unknown := resource.imageUnknown
	reference := known(resource.image)
	for _, v := range []*csharpValue{resource.image, resource.tag, resource.registry} {
		unknown = unknown || v != nil && len(v.holes) > 0
	}
	if reference == "" {
		return
	}
	if tag := known(resource.tag); tag != "" {
		if n := strings.LastIndexByte(reference, ':'); n > strings.LastIndexByte(reference, '/') {
			reference = reference[:n]
		}
		reference += ":" + tag
	}
	if registry := known(resource.registry); registry != "" {
		reference = registry + "/" + reference
	}
	w.Image = imageOf(reference, resource.imageAt)
	if unknown {
		w.Image.Reference, w.Image.Latest = "", false
		if resource.tag == nil || len(resource.tag.holes) > 0 {
			w.Image.Version = flink.Version{}
		}
	}
}

// built reads the Dockerfile that the image is built from.
func (r *aspireReader) built(resource *aspireResource, w *Workload, lookup func(file string) *Document) {
	context := strings.ReplaceAll(resource.context, `\`, "/")
	if context == "" || path.IsAbs(context) || strings.Contains(context, ":") {
		return
	}
	context = path.Clean(context)
	dockerfile := cmp.Or(strings.ReplaceAll(resource.dockerfile, `\`, "/"), "Dockerfile")
	file := path.Join(context, dockerfile)
	r.references = append(r.references, file)
	if w.Image.Place.IsZero() {
		w.Image.Place = Place{Document: r.doc, Entry: r.bytes(Span{resource.at, resource.at + 1})}
	}
	if lookup == nil {
		return
	}
	if d := lookup(file); d != nil && d.Kind == Dockerfile {
		r.references = append(r.references, w.build(d, nil, context, dockerfile)...)
	}
}

// flinkVariables are those that the entrypoint of Flink's image reads.
func (r *aspireReader) flinkVariables(resource *aspireResource, w *Workload) {
	if v := resource.variables[propertiesKey]; v != nil {
		env := &EnvText{State: v.state, Place: v.place, Text: emptyText(v.place), Environment: map[string]string{}}
		w.Properties = env
		if v.value != nil {
			env.Text = v.value.asText(r.csharpFile)
			env.shared, env.uncertain = v.value.shared, v.value.uncertain
			env.written = func(inner syntax) syntax {
				return csharpSyntax{file: r.csharpFile, inner: inner, text: env.Text, call: r.callSpan(v.call)}
			}
		}
		w.Open = w.Open || v.state == Unknown || v.value.addsLines()
		for name, other := range resource.variables {
			if other.state == Known && len(other.value.holes) == 0 {
				env.Environment[name] = string(other.value.text)
			}
		}
	}
	if v := resource.variables[slotsKey]; v != nil {
		value, text, state := r.plain(v)
		w.Slots = slotsOption(text, strings.TrimSpace(value), state, v.place)
		w.Slots.syntax = csharpSyntax{file: r.csharpFile, call: r.callSpan(v.call)}
		w.Slots.shared = v.value != nil && v.value.shared
	}
	if v := resource.variables[noJemallocKey]; v != nil {
		value, _, state := r.plain(v)
		w.NoJemalloc = &Option{Key: noJemallocKey, Value: value, State: state, Place: v.place}
	}
}

// plain is a variable that is one value: its text, "" and nil where it is not known.
func (r *aspireReader) plain(v *aspireVariable) (string, *Text, State) {
	switch {
	case v.value == nil:
		return "", nil, Unknown
	case len(v.value.holes) > 0:
		return string(v.value.text), v.value.asText(r.csharpFile), Unknown
	}
	return string(v.value.text), v.value.asText(r.csharpFile), v.state
}

// addsLines reports whether what is not known of a text may be options, and not only values of them.
func (v *csharpValue) addsLines() bool {
	for _, h := range v.holes {
		line := v.text[:h.Start]
		if n := strings.LastIndexByte(string(line), '\n'); n >= 0 {
			line = line[n+1:]
		}
		if !strings.Contains(string(line), ":") {
			return true
		}
	}
	return false
}

// processes reads what the container runs, and reports whether that is Flink.
func (r *aspireReader) processes(resource *aspireResource, w *Workload) bool {
	entrypoint, arguments := resource.entrypoint, resource.arguments
	w.Override = resource.override
	if len(entrypoint) == 0 {
		if entrypoint = w.Image.Entrypoint; len(entrypoint) > 0 {
			w.Override = Place{Document: entrypoint[0].Document, Entry: entrypoint[0].Span(0, len(entrypoint[0].Decoded))}
		}
		if len(arguments) == 0 {
			arguments = w.Image.Command
		}
	}
	line := parseCommandLine(entrypoint, arguments)
	w.Entrypoint = line.Entrypoint
	if w.Entrypoint || line.Scripted {
		w.Override = Place{}
	}
	for i := range line.Options {
		o := &line.Options[i]
		if o.Place.Document != r.doc {
			continue // of the Dockerfile
		}
		o.syntax = csharpSyntax{file: r.csharpFile, inner: o.syntax, argument: true}
	}
	w.runs(line)
	concerned := w.Properties != nil || mountsConfiguration(w.Mounts) || w.Image.mentionsFlink() || w.Image.Official
	if line.Client || resource.method == "AddProject" || resource.method == "AddExecutable" {
		return false
	}
	if len(w.Roles) == 0 && concerned && !w.Image.Official {
		if role, ok := roleInName(w.Name); ok {
			w.Roles = []flink.Role{role}
		}
	}
	return len(w.Roles) > 0 && concerned || w.Properties != nil || mountsConfiguration(w.Mounts)
}

// dotNet is what the resource says of .NET, nil where nothing shows that it runs there.
func (r *aspireReader) dotNet(resource *aspireResource, w *Workload) *DotNetContainer {
	var entries []environmentEntry
	for _, name := range resource.order {
		v := resource.variables[name]
		_, text, state := r.plain(v)
		entries = append(entries, environmentEntry{name: name, text: text, state: state, place: v.place})
	}
	w.Variables = variablesOf(entries)
	for i := range w.Variables {
		r.writeVariable(resource, &w.Variables[i])
	}
	c := dotNetContainer(entries, &w.Image, slices.Concat(resource.entrypoint, resource.arguments))
	project := resource.method == "AddProject"
	if project && c == nil && len(w.Variables) > 0 {
		c = &DotNetContainer{Marker: Place{Document: r.doc, Entry: r.bytes(Span{resource.at, resource.at + 1})}}
	}
	if c == nil || project && len(c.Settings)+len(w.Variables) == 0 {
		return nil // a project on the developer's machine
	}
	for i := range c.Settings {
		r.writeVariable(resource, &c.Settings[i].Option)
	}
	if project {
		r.projectFolder(resource, c)
	}
	return c
}

// writeVariable says how a variable is written back.
func (r *aspireReader) writeVariable(resource *aspireResource, o *Option) {
	if v := resource.variables[o.Key]; v != nil {
		o.syntax = csharpSyntax{file: r.csharpFile, call: r.callSpan(v.call)}
		o.shared = v.value != nil && v.value.shared
	}
}

// projectFolder notes where the project of AddProject lies, as far as it is written.
func (r *aspireReader) projectFolder(resource *aspireResource, c *DotNetContainer) {
	at := strings.ReplaceAll(resource.project, `\`, "/")
	if file, ok := r.doc.projects[at]; ok {
		at = file
	}
	if ext := path.Ext(at); strings.HasSuffix(ext, "proj") && !path.IsAbs(at) {
		c.Assembly, c.Folders = strings.TrimSuffix(path.Base(at), ext), []string{path.Dir(at)}
		r.references = append(r.references, dotNetFiles(path.Dir(at))...)
	}
}

// memory reads --memory and its like among the arguments for docker run; the last one counts.
func (r *aspireReader) memory(resource *aspireResource, w *Workload) {
	all := resource.runtime
	for n := 0; n < len(all); n++ {
		a := all[n]
		if a.value == nil || len(a.value.holes) > 0 && !strings.HasPrefix(string(a.value.text), "-") {
			w.Limit = &MemoryLimit{State: Unknown, Place: Place{Document: r.doc, Value: a.at, Entry: a.at}}
			continue
		}
		flag, value, joined := strings.Cut(string(a.value.text), "=")
		if rest, ok := strings.CutPrefix(flag, "-m"); ok && rest != "" && !joined { // -m2g
			flag, value, joined = "-m", rest, true
		}
		switch flag {
		case "--memory", "-m", "--memory-reservation", "--cpus":
		default:
			continue
		}
		limit := &MemoryLimit{Place: Place{Document: r.doc, Key: a.at, Value: a.at, Entry: a.at}}
		given := a
		if joined {
			text, length := a.value.asText(r.csharpFile), len(a.value.text)
			limit.Place.Key, limit.Place.Value = text.Span(0, len(flag)), text.Span(length-len(value), length)
		} else if n+1 < len(all) {
			n++
			given = all[n]
			if given.value != nil {
				value = string(given.value.text)
			}
			limit.Place.Value, limit.Place.Entry = given.at, Span{min(a.at.Start, given.at.Start), max(a.at.End, given.at.End)}
		}
		size, ok := parseComposeSize(value)
		if limit.Size = size; !ok || !given.certain || given.value == nil || len(given.value.holes) > 0 {
			limit.State, limit.Size = Unknown, 0
		}
		switch flag {
		case "--cpus":
			if cpus, err := strconv.ParseFloat(value, 64); err == nil && cpus > 0 && cpus < 1e6 && given.certain && w.DotNet != nil {
				w.DotNet.CPUs = int(math.Ceil(cpus))
			}
		case "--memory-reservation":
			w.Request = limit
		default:
			w.Limit = limit
		}
	}
}
