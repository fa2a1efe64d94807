package source

import (
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// workload makes a cluster of a place that runs processes.
func (l *linker) workload(w *Workload) *Cluster {
	if changed := l.kustomized(w.Image); changed.Reference != w.Image.Reference {
		kustomized := *w
		kustomized.Image = changed
		w = &kustomized
	}
	if notes := l.notText(w); len(notes) > 0 {
		noted := *w
		noted.Notes = slices.Concat(w.Notes, notes)
		w = &noted
	}
	c := &Cluster{Document: w.Document, Name: w.Name, Anchor: w.Anchor, Workload: w, Built: l.builtFrom(w), DotNet: l.dotNet(w)}
	if w.NoFlink {
		c.Version, c.Evidence, c.Candidates = assumed(nil)
		return c
	}
	files := l.confFiles(w)
	clues := w.Clues
	if !w.Image.Version.IsZero() {
		clues = append(slices.Clone(clues), Clue{Version: w.Image.Version, Evidence: FromImage, Place: w.Image.Place})
	}
	c.Version, c.Evidence = l.versionOf(w.Document, clues)
	if c.Version.IsZero() {
		c.Version, c.Evidence, c.Candidates = assumed(files.readers())
		if w.Image.Latest {
			c.Version, c.Candidates = flink.Newest(), []flink.Version{flink.Newest()}
		}
	}
	c.Losses = files.losses
	roles := w.Roles
	if len(roles) == 0 {
		roles = bothRoles
	}
	base, known := l.configurationFile(c, w, files)
	if base != nil {
		l.use(base, roles...)
		c.Parts = append(c.Parts, base)
		l.glue(c, w, base, files)
	}
	for _, p := range w.Image.Appended { // by the Dockerfile, to the file in the image
		l.use(p, bothRoles...)
		if !files.whole {
			c.Parts = append(c.Parts, p)
		}
	}
	l.properties(c, w, files)
	for _, p := range w.Parts {
		l.use(p, bothRoles...)
		c.Parts = append(c.Parts, p)
	}
	for _, role := range roles {
		c.add(l.process(c, w, role, base == nil && w.Image.Official && !files.whole, known))
	}
	return c
}

var bothRoles = []flink.Role{flink.JobManager, flink.TaskManager}

// process layers the options of one process. Where the base of the configuration is not known, neither is what is
// missing from it.
func (l *linker) process(c *Cluster, w *Workload, role flink.Role, image, known bool) *Process {
	p := &Process{Cluster: c, Role: role, Reading: w.Reading, Options: map[string]Option{}}
	if image && !w.Generated {
		p.Image = imageDefaults(c.Version, role)
		for i := range p.Image {
			if w.Open {
				p.Image[i].State = Unknown
			}
			p.Options[p.Image[i].Key] = p.Image[i]
		}
	}
	for i, part := range c.Parts {
		if part.Role != nil && *part.Role != role {
			continue
		}
		for _, o := range part.Options {
			p.Options[o.Key] = o
		}
		if c.Glued != nil && part == c.Parts[0] {
			p.Options[c.Glued.Key] = *c.Glued
		}
		if w.Slots != nil && role == flink.TaskManager && i == 0 {
			p.Options[w.Slots.Key] = *w.Slots
		}
	}
	p.Configured = w.Complete && !w.Partial
	if known && !w.Partial {
		for key := range p.Options {
			p.Configured = p.Configured || configures(role, key)
		}
	}
	if !known && !hasTotal(p) {
		p.Configured = false
	}
	return p
}

// hasTotal reports whether the process has a total, or the sizes that make up for one.
func hasTotal(p *Process) bool {
	has := func(key string) bool {
		_, ok := p.Options[p.Role.Prefix()+key]
		return ok
	}
	return has("process.size") || has("flink.size") || has("heap.size") || has("task.heap.size") && has("managed.size")
}

// configurationFile decides which file the version reads: flink-conf.yaml up to 1.18, from 1.19 on config.yaml, which
// 1.19 and 1.20 pass over where there is a flink-conf.yaml. Known is false where it is a file that is not in the scope.
func (l *linker) configurationFile(c *Cluster, w *Workload, files *confFiles) (base *Part, known bool) {
	read := []string{"flink-conf.yaml"}
	switch {
	case c.Version.Major >= 2:
		read = []string{"config.yaml"}
	case !c.Version.Before(flink.Version{Major: 1, Minor: 19}):
		read = []string{"flink-conf.yaml", "config.yaml"}
	}
	chosen := ""
	for _, name := range read {
		if _, ok := files.byName[name]; ok && chosen == "" {
			chosen = name
		}
	}
	for name, f := range files.byName {
		if name == chosen || f.part == nil {
			continue
		}
		l.use(f.part, bothRoles...)
		if chosen != "" && len(conditionalSpans(string(w.Document.Bytes))) > 0 {
			continue // the template may mount the one or the other
		}
		loss := Loss{Code: NotReadByVersion, Place: f.place, Part: f.part, Note: read[len(read)-1]}
		if slices.Contains(read, name) {
			loss = Loss{Code: HiddenFile, Place: f.place, By: files.byName[chosen].place, Part: f.part, Note: chosen}
		}
		c.Losses = append(c.Losses, loss)
		if chosen == "" && files.whole && !files.unknown && !w.Generated && !w.Partial {
			c.missing = &Problem{Code: NoConfigFile, Fatal: true, Place: f.place, Detail: read[len(read)-1]}
			if f.place.IsZero() {
				c.missing.Place = c.Anchor
			}
		}
	}
	if chosen == "" {
		// The operator writes the file itself; another image than Flink's own may ship with anything.
		return nil, !files.unknown && (w.Generated || w.Image.Official || files.whole)
	}
	f := files.byName[chosen]
	return f.part, f.part != nil
}

// properties adds the options of FLINK_PROPERTIES, or says why nobody reads them.
func (l *linker) properties(c *Cluster, w *Workload, files *confFiles) {
	env := l.environment(w)
	if env == nil {
		return
	}
	part := readProperties(env, c.Version)
	loss := Loss{Place: env.Place, Part: part}
	switch {
	case w.Generated:
		loss.Code = NativeProperties
	case !w.Entrypoint && w.Override.IsZero():
		return
	case !w.Entrypoint:
		loss.Code, loss.By = EntrypointReplaced, w.Override
	default:
		for name, f := range files.byName {
			if !f.writable(c.Version, w.Image) {
				loss.Code, loss.By, loss.Note = NotWritable, f.place, name
			}
		}
	}
	if loss.Code != "" {
		c.Losses = append(c.Losses, loss)
		return
	}
	c.Parts = append(c.Parts, part)
}

// glue notes that the entrypoint of an image up to 1.18 appends its own options to the last line of the file.
func (l *linker) glue(c *Cluster, w *Workload, base *Part, files *confFiles) {
	if !c.Version.Before(PropertiesAsArguments) || !w.Entrypoint || w.Generated || !w.Image.Official {
		return
	}
	for _, f := range files.byName {
		if f.part == base && !f.writable(c.Version, w.Image) {
			return
		}
	}
	if last, _, ok := appendedToLastLine(base, l.environment(w), w.Slots != nil); ok {
		c.Glued = &last
	}
}

// environment is the FLINK_PROPERTIES that the workload's process sees: its own, else one from a ConfigMap that gives
// variables, else the image's.
func (l *linker) environment(w *Workload) *EnvText {
	if env := w.Properties; env != nil {
		if env.ConfigMap == "" {
			return env
		}
		return l.variable(w, env.ConfigMap, env.Key, env.Place)
	}
	for _, from := range slices.Backward(w.EnvFrom) {
		if key, ok := strings.CutPrefix(propertiesKey, from.Prefix); ok && from.ConfigMap != "" {
			if env := l.variable(w, from.ConfigMap, key, from.Place); env != nil {
				return env
			}
		}
	}
	return w.Image.Properties
}

// notText are notes on what is no text in the ConfigMaps that give the workload variables.
func (l *linker) notText(w *Workload) []Note {
	var notes []Note
	for _, from := range w.EnvFrom {
		for _, d := range append([]*Document{w.Document}, l.docs...) {
			before := len(notes)
			for _, n := range d.notText {
				if n.configMap == from.ConfigMap && n.configMap != "" {
					notes = append(notes, n.Note)
				}
			}
			if len(notes) > before {
				break
			}
		}
	}
	return notes
}

// variable is an entry of a ConfigMap as a text of options; nil where the ConfigMap is not in the scope.
func (l *linker) variable(w *Workload, configMap, key string, at Place) *EnvText {
	for _, t := range l.texts(w, configMap) {
		if t.key == key && t.part.Text != nil {
			return &EnvText{Text: t.part.Text, Place: at}
		}
	}
	return nil
}
