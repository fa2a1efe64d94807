package source

import (
	"path"
	"strconv"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// workload makes a workload of a service, nil where it runs no process of a cluster.
func (p *composeProject) workload(s *composeService) *Workload {
	top := s.layers[len(s.layers)-1]
	for _, l := range s.layers {
		if l.file.doc == p.base {
			top = l
		}
	}
	w := &Workload{Document: p.base, Name: s.name, Entrypoint: true, Reading: flink.Standalone}
	w.Anchor = Place{Document: top.file.doc, Entry: top.file.text.Span(top.key.span.Start, top.key.span.End)}
	w.Partial = !s.has("image") && !s.has("build")
	built := p.image(s, w)
	env := p.environment(s)
	env.apply(w)
	w.Mounts = p.mounts(s)
	w.Image.Files = notHidden(w.Image.Files, w.Mounts)
	line := p.command(s, w)
	w.DotNet = p.dotNet(s, w, env)
	concerned := isFlinkImage(w.Image.Reference) || w.Image.Official || w.Properties != nil || mountsConfiguration(w.Mounts)
	if len(w.Roles) == 0 && concerned {
		w.Roles = env.role(s.name, w.Image.Official && !built)
	}
	p.memory(s, w)
	if line.Client || len(w.Roles) == 0 && w.Properties == nil && !mountsConfiguration(w.Mounts) {
		return onlyDotNet(w)
	}
	w.Complete = w.Image.Official && !w.Partial
	return w
}

// filled is the text of a scalar with the variables filled in.
func (p *composeProject) filled(f *composeFile, n *node) filledText {
	t := p.fill(embed(f.text, n))
	if start, _ := expression(t.Decoded); start >= 0 {
		t.state = Unknown
	}
	return t
}

// place is the place of an entry of a map.
func (f *composeFile) place(key, value *node) Place {
	if value.kind != scalarNode {
		return f.text.place(key.span, Span{}, Span{key.start, value.span.End})
	}
	return f.text.place(key.span, value.span, Span{key.start, value.span.End})
}

// image reads the service's image, or the Dockerfile that it is built from.
func (p *composeProject) image(s *composeService, w *Workload) (built bool) {
	key, n, file := s.last("image")
	if n != nil && n.kind == scalarNode {
		t := p.filled(file, n)
		place := file.place(key, n)
		if t.state == Unknown {
			w.Image = imageOf(hideVariables(hideExpressions(t.Decoded)), place)
			w.Image.Reference, w.Image.Latest = "", false
		} else {
			w.Image = imageOf(t.Decoded, place)
		}
	}
	builder := s
	if !s.has("build") {
		builder = p.builderOf(w.Image.Reference)
	}
	if builder == nil {
		return false
	}
	p.build(builder, w)
	return true
}

// builderOf is the service that builds the image of a name, nil where none does.
func (p *composeProject) builderOf(reference string) *composeService {
	if reference == "" {
		return nil
	}
	for _, name := range p.names {
		s := p.services[name]
		if !s.has("build") {
			continue
		}
		if _, n, file := s.last("image"); n != nil && n.kind == scalarNode && p.filled(file, n).Decoded == reference {
			return s
		}
	}
	return nil
}

// build takes over what the Dockerfile of a service says of its image.
func (p *composeProject) build(s *composeService, w *Workload) {
	key, n, file := s.last("build")
	context, dockerfile := ".", "Dockerfile"
	if text, ok := n.text(); ok && n.kind == scalarNode {
		context = p.plain(text)
	} else {
		if _, c, f := s.last("build", "context"); c != nil && c.kind == scalarNode {
			context, file = p.plain(c.value), f
		}
		if _, d, _ := s.last("build", "dockerfile"); d != nil && d.kind == scalarNode {
			dockerfile = p.plain(d.value)
		}
	}
	if w.Image.Place.IsZero() {
		w.Image.Place = file.place(key, n)
	}
	w.Image.Official, w.Image.Latest, w.Image.User = false, false, ""
	context = file.within(context)
	if context == "" || dockerfile == "" || path.IsAbs(dockerfile) {
		return
	}
	d := p.other(path.Join(context, dockerfile))
	if d == nil || d.Kind != Dockerfile {
		return
	}
	for _, file := range w.build(d, p.buildArguments(s), context, dockerfile) {
		p.refer(file)
	}
}

// build gives a workload the image that a Dockerfile builds, in a context whose path counts from the workload's document. It
// returns the files that are copied into Flink's conf folder.
func (w *Workload) build(d *Document, arguments map[string]string, context, dockerfile string) (copied []string) {
	from := buildImage(d, arguments)
	if from == nil {
		return nil
	}
	files := make([]Mount, len(from.Files))
	for i, m := range from.Files {
		m.Path = path.Join(context, m.Path)
		files[i] = m
		copied = append(copied, m.Path)
	}
	w.Built = path.Join(context, dockerfile)
	image := *from
	if from.DotNet != nil {
		inContext := *from.DotNet
		inContext.Folders = []string{path.Join(context, path.Dir(dockerfile))}
		for _, folder := range from.DotNet.Folders {
			inContext.Folders = append(inContext.Folders, path.Join(context, folder))
		}
		image.DotNet = &inContext
	}
	image.Files, image.Place, image.Reference = files, w.Image.Place, w.Image.Reference
	if d.Image != nil {
		image.Appended = d.Image.Appended // the document's own, so that they are known to be used
	}
	if image.Version.IsZero() && !image.Latest {
		image.Version = w.Image.Version
	} else if !image.Version.IsZero() {
		w.Clues = append(w.Clues, Clue{Version: image.Version, Evidence: FromNeighbour, Place: from.Place})
		image.Version = flink.Version{}
	}
	w.Image = image
	return copied
}

// buildArguments are the arguments that the Dockerfile gets.
func (p *composeProject) buildArguments(s *composeService) map[string]string {
	arguments := map[string]string{}
	_, n, file := s.last("build", "args")
	if n == nil {
		return arguments
	}
	p.eachVariable(file, n, func(name string, v composeVariable) {
		if v.state != Unknown && v.text != nil {
			arguments[name] = v.text.Decoded
		}
	})
	return arguments
}

// command reads what the service runs: its own command, else that of its image.
func (p *composeProject) command(s *composeService, w *Workload) commandLine {
	var uncertain []uncertainSpan
	words := func(n *node, file *composeFile) []*Text {
		texts, spans := p.words(n, file)
		uncertain = append(uncertain, spans...)
		return texts
	}
	key, n, file := s.last("entrypoint")
	entrypoint := words(n, file)
	if len(entrypoint) > 0 {
		w.Override = file.place(key, n)
	}
	own := len(entrypoint) > 0 || n != nil
	if !own {
		entrypoint = w.Image.Entrypoint
		if len(entrypoint) > 0 {
			w.Override = Place{Document: entrypoint[0].Document, Entry: entrypoint[0].Span(0, len(entrypoint[0].Decoded))}
		}
	}
	_, n, file = s.last("command")
	command := words(n, file)
	if n == nil && !own {
		command = w.Image.Command
	}
	line := parseCommandLine(entrypoint, command)
	w.Entrypoint = line.Entrypoint
	if w.Entrypoint || line.Scripted {
		w.Override = Place{}
	}
	for i := range line.Options {
		o := &line.Options[i]
		for _, u := range uncertain {
			if overlap(u.at, o.Place.Value) {
				o.State, o.Exact = u.state, false
			}
		}
	}
	w.runs(line)
	return line
}

// role tells the process where the command does not: other images take it from a variable. The official one runs
// nothing without a command.
func (e *composeEnvironment) role(name string, official bool) []flink.Role {
	for _, v := range []string{"FLINK_MODE", "ROLE"} {
		switch e.value(v) {
		case "jobmanager", "master":
			return []flink.Role{flink.JobManager}
		case "taskmanager", "worker":
			return []flink.Role{flink.TaskManager}
		}
	}
	if official {
		return nil
	}
	if role, ok := roleInName(name); ok {
		return []flink.Role{role}
	}
	return nil
}

// memory reads the limits of the service's containers.
func (p *composeProject) memory(s *composeService, w *Workload) {
	w.Limit = p.firstMemory(s, []string{"deploy", "resources", "limits", "memory"}, []string{"mem_limit"})
	w.Request = p.firstMemory(s, []string{"deploy", "resources", "reservations", "memory"}, []string{"mem_reservation"})
}

func (p *composeProject) firstMemory(s *composeService, paths ...[]string) *MemoryLimit {
	for _, at := range paths {
		key, n, file := s.last(at...)
		if _, ok := n.text(); !ok {
			continue
		}
		t := p.filled(file, n)
		limit := &MemoryLimit{Place: file.place(key, n), State: t.state}
		if t.state != Unknown {
			size, ok := parseComposeSize(t.Decoded)
			if limit.Size = size; !ok {
				limit.State = Unknown
			}
		}
		return limit
	}
	return nil
}

// composeUnits are powers of 1024, whatever they are called.
const composeUnits = "bkmgtp"

// parseComposeSize reads an amount of memory as Compose does: b, k, m, g, t with or without "b" or "ib", decimals, and
// bytes without a unit.
func parseComposeSize(s string) (flink.Size, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.') {
		end++
	}
	number, err := strconv.ParseFloat(s[:end], 64)
	if err != nil {
		return 0, false
	}
	unit := strings.TrimLeft(s[end:], " ")
	power := 0
	if unit != "" {
		if power = strings.IndexByte(composeUnits, unit[0]); power < 0 {
			return 0, false
		}
		if rest := unit[1:]; rest != "" && rest != "b" && rest != "ib" || power == 0 && rest != "" {
			return 0, false
		}
	}
	for range power {
		number *= 1024
	}
	if number >= 1<<63 {
		return 0, false
	}
	return flink.Size(number), true
}

// words are those of a command, with the variables filled in, and where these are not certain.
func (p *composeProject) words(n *node, file *composeFile) (texts []*Text, uncertain []uncertainSpan) {
	if n == nil {
		return nil, nil
	}
	if n.kind == scalarNode {
		if _, ok := n.text(); !ok {
			return nil, nil
		}
		t := p.filled(file, n)
		return splitWords(t.Text), t.uncertain
	}
	for _, item := range n.items() {
		if item.kind == scalarNode {
			t := p.filled(file, item)
			uncertain = append(uncertain, t.uncertain...)
			texts = append(texts, t.Text)
		}
	}
	return texts, uncertain
}
