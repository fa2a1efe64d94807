package source

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// containerPrograms are those with a command line like docker's.
var containerPrograms = []string{"docker", "podman", "nerdctl"}

// switches are the letters of docker run's flags without a value.
const switches = "ditPq"

// longSwitches are the long flags of docker run without a value; all others have one.
var longSwitches = []string{
	"--detach", "--disable-content-trust", "--help", "--init", "--interactive", "--no-healthcheck", "--oom-kill-disable", "--privileged",
	"--publish-all", "--quiet", "--read-only", "--replace", "--rm", "--sig-proxy", "--tty", "--use-api-socket",
}

// setVariables are commands that give variables values which a script does not tell.
var setVariables = []string{"for", "read", "select", "unset", "mapfile", "getopts"}

// declarations are commands in front of assignments.
var declarations = []string{"export", "readonly", "declare", "local"}

// shellVariables are the variables of a script whose only value is written at the margin, so that no condition decides of it.
func shellVariables(d *Document, commands [][]*Text) map[string]*Text {
	values, often := map[string]*Text{}, map[string]bool{}
	for _, words := range commands {
		if len(words) == 0 {
			continue
		}
		at := words[0].Span(0, 0).Start
		atMargin := d.Lines.Span(d.Lines.Line(at)).Start == at
		switch first := words[0].Decoded; {
		case slices.Contains(declarations, first), slices.Contains(setVariables, first):
			words = words[1:]
		case slices.ContainsFunc(words, func(w *Text) bool { return !strings.Contains(w.Decoded, "=") }):
			continue // what stands in front of a command is that command's alone
		}
		for _, w := range words {
			name, value, ok := strings.Cut(w.Decoded, "=")
			if often[name] = often[name] || !ok || !atMargin || values[name] != nil; ok {
				values[name] = w.cut(len(w.Decoded)-len(value), len(w.Decoded))
			}
		}
	}
	for name := range values {
		if often[name] || values[name+"+"] != nil || !isVariableName(name) {
			delete(values, name)
		}
	}
	return values
}

// dockerRun reads the commands of a script that start a container of Flink.
type dockerRun struct {
	doc       *Document
	assigned  map[string]*Text
	variables composeVariables // the same, as far as they hold no other variables
}

func newDockerRun(d *Document, commands [][]*Text) *dockerRun {
	r := &dockerRun{doc: d, assigned: shellVariables(d, commands), variables: composeVariables{}}
	for name, value := range r.assigned {
		if !strings.ContainsAny(value.Decoded, "$`") {
			r.variables[name] = value.Decoded
		}
	}
	return r
}

// workload is the container that a command starts, nil where it starts none or one without a process of Flink.
func (r *dockerRun) workload(words []*Text) *Workload {
	args, ok := runArguments(words)
	if !ok {
		return nil
	}
	w := &Workload{Document: r.doc, Reading: flink.Standalone}
	var entrypoint []*Text
	for len(args) > 0 && strings.HasPrefix(args[0].Decoded, "-") {
		var flag string
		var value *Text
		at := args[0]
		if flag, value, args = runFlag(args); value == nil {
			continue
		}
		switch flag {
		case "-e", "--env":
			r.variable(w, value)
		case "-m", "--memory":
			w.Limit = r.memory(at, value)
		case "--memory-reservation":
			w.Request = r.memory(at, value)
		case "--entrypoint":
			entrypoint = []*Text{value}
			w.Override = value.place(Span{}, Span{0, len(value.Decoded)}, Span{0, len(value.Decoded)})
		case "--name":
			w.Name = r.variables.plain(value.Decoded)
			w.Anchor = value.place(Span{}, Span{}, Span{0, len(value.Decoded)})
		case "-v", "--volume", "--mount":
			// which folder of the host that is depends on where the script runs
			r.open(w, strings.Contains(value.Decoded, "/conf") || strings.IndexByte(value.Decoded, '$') >= 0 && !strings.Contains(value.Decoded, ":/"))
		case "--env-file":
			r.open(w, true)
		}
	}
	if len(args) == 0 {
		return nil
	}
	r.image(w, args[0])
	line := parseCommandLine(entrypoint, args[1:])
	w.Entrypoint = line.Entrypoint
	if w.Entrypoint || line.Scripted {
		w.Override = Place{}
	}
	w.runs(line)
	concerned := w.Properties != nil || w.Image.Official || w.Image.mentionsFlink()
	if line.Client || len(w.Roles) == 0 || !concerned {
		return nil
	}
	w.Complete = w.Image.Official && !w.Open
	return w
}

// beyond finds what only a shell fills in: commands, and what the script was called with.
var beyond = regexp.MustCompile("`|\\$[(0-9@*#?!-]")

// fill fills the variables of the script into a text.
func (r *dockerRun) fill(t *Text) filledText {
	filled := r.variables.fill(t)
	if beyond.MatchString(t.Decoded) {
		filled.state, filled.uncertain = Unknown, nil
	}
	return filled
}

// open notes that files or variables that nobody sees may configure the container.
func (r *dockerRun) open(w *Workload, unseen bool) {
	w.Open, w.Partial = w.Open || unseen, w.Partial || unseen
}

// runArguments are the arguments of "docker run" and its like. It is false for any other command.
func runArguments(words []*Text) ([]*Text, bool) {
	if len(words) < 3 || !slices.Contains(containerPrograms, path.Base(words[0].Decoded)) {
		return nil, false
	}
	words = words[1:]
	if words[0].Decoded == "container" {
		words = words[1:]
	}
	return words[1:], words[0].Decoded == "run" || words[0].Decoded == "create"
}

// runFlag takes a flag off, and its value: nil for a switch, and at the end.
func runFlag(args []*Text) (flag string, value *Text, rest []*Text) {
	word, rest := args[0], args[1:]
	s := word.Decoded
	switch name, _, joined := strings.Cut(s, "="); {
	case strings.HasPrefix(s, "--") && joined:
		return name, word.cut(len(name)+1, len(s)), rest
	case strings.HasPrefix(s, "--"):
		if slices.Contains(longSwitches, s) {
			return s, nil, rest
		}
		flag = s
	default:
		n := 1
		for n < len(s) && strings.IndexByte(switches, s[n]) >= 0 {
			n++
		}
		if n == len(s) {
			return s, nil, rest
		}
		if flag = "-" + s[n:n+1]; n+1 < len(s) {
			return flag, word.cut(n+1+len(s[n+1:])-len(strings.TrimPrefix(s[n+1:], "=")), len(s)), rest
		}
	}
	if len(rest) == 0 {
		return flag, nil, nil
	}
	return flag, rest[0], rest[1:]
}

// image reads the image's reference.
func (r *dockerRun) image(w *Workload, t *Text) {
	filled := r.fill(t)
	place := t.place(Span{}, Span{0, len(t.Decoded)}, Span{0, len(t.Decoded)})
	if w.Image = imageOf(filled.Decoded, place); filled.state == Unknown {
		w.Image = imageOf(hideVariables(filled.Decoded), place)
		w.Image.Reference, w.Image.Latest = "", false
	}
	if w.Anchor.IsZero() {
		w.Anchor, w.Name = place, r.variables.plain(t.Decoded)
	}
}

// variable reads what is behind -e: NAME=value, or the name of a variable of the script.
func (r *dockerRun) variable(w *Workload, t *Text) {
	name, value, ok := strings.Cut(t.Decoded, "=")
	if name != propertiesKey {
		return
	}
	env := &EnvText{Text: t.cut(len(t.Decoded)-len(value), len(t.Decoded)), Place: t.place(Span{}, Span{}, Span{0, len(t.Decoded)})}
	other := name
	if ok {
		other = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(value, "$"), "{"), "}")
	}
	switch assigned := r.assigned[other]; {
	case assigned != nil && (!ok || value == "$"+other || value == "${"+other+"}"):
		env.Text, env.shared = assigned, true
	case !ok:
		r.open(w, true) // the environment of whoever runs the script
		return
	}
	filled := r.fill(env.Text)
	env.Text, env.State, env.uncertain = filled.Text, filled.state, filled.uncertain
	if len(filled.uncertain) > 0 {
		env.State = Known // each option has its own
	}
	w.Properties = env
}

// memory reads an amount of memory.
func (r *dockerRun) memory(flag, value *Text) *MemoryLimit {
	whole := Span{0, len(value.Decoded)}
	limit := &MemoryLimit{Place: value.place(Span{}, whole, whole)}
	limit.Place.Entry.Start = flag.Span(0, 0).Start
	filled := r.fill(value)
	size, ok := parseComposeSize(filled.Decoded)
	if limit.Size, limit.State = size, filled.state; !ok || filled.state == Unknown {
		limit.Size, limit.State = 0, Unknown
	}
	return limit
}
