package source

import (
	"path"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// commandLine is what a container's command line starts.
type commandLine struct {
	// Roles are the processes that it runs. Empty where that cannot be told.
	Roles []flink.Role
	// Client is true where it certainly runs no process of a cluster: flink run, sql-client.sh, sleep.
	Client bool
	// Entrypoint is true where the image's own entrypoint runs, and turns the environment into options.
	Entrypoint bool
	// Scripted is true where a script of the user's runs, of which nobody knows whether it calls the image's entrypoint.
	Scripted bool
	// Options are those behind -D, in order: of the processes, or of a client.
	Options []Option
	// unfinished are keys behind -D without an equals sign.
	unfinished []Span

	idle bool // the last command so far is no program of Flink's
}

// parseCommandLine reads the command line of a container: entrypoint is what replaces the image's own (command in
// Kubernetes, entrypoint in Compose), empty where nothing does; args stand behind it. Each text is one argument.
func parseCommandLine(entrypoint, args []*Text) commandLine {
	var c commandLine
	if len(entrypoint) == 0 {
		c.Entrypoint = true
		c.entrypointArgs(args)
	} else {
		c.command(slices.Concat(entrypoint, args), 0)
		if own := handsOn(entrypoint); own && len(c.Roles) > 0 {
			c.Entrypoint = true
		} else {
			c.Scripted = own && !c.Client && !c.idle
		}
	}
	c.Client = len(c.Roles) == 0 && (c.Client || c.idle)
	return c
}

// entrypointArgs reads what the entrypoint of the official image gets: the name of a process or any other command.
func (c *commandLine) entrypointArgs(args []*Text) {
	if len(args) == 0 {
		return
	}
	switch args[0].Decoded {
	case "jobmanager", "standalone-job":
		c.runs(args[1:], flink.JobManager)
	case "taskmanager":
		c.runs(args[1:], flink.TaskManager)
	case "history-server", "help":
		c.Client = true
	default:
		c.command(args, 0)
	}
}

// handsOn reports whether an entrypoint is a script of the user's. Where it is given the name of a process, it can be
// expected to call the image's own, which alone understands that name.
func handsOn(entrypoint []*Text) bool {
	words := withoutWrappers(entrypoint)
	if len(words) == 0 {
		return false
	}
	name := path.Base(words[0].Decoded)
	if slices.Contains(shells, name) {
		if len(words) == 1 || strings.HasPrefix(words[1].Decoded, "-") {
			return false
		}
		name = path.Base(words[1].Decoded)
	}
	return !slices.Contains(startScripts, name) && !slices.Contains(clients, name)
}

// startScripts are those of Flink that start processes without the image's entrypoint.
var startScripts = []string{
	"jobmanager.sh", "taskmanager.sh", "standalone-job.sh", "start-cluster.sh", "flink-console.sh", "flink-daemon.sh",
	"kubernetes-jobmanager.sh", "kubernetes-taskmanager.sh",
}

// wrappers are programs that run the command behind them.
var wrappers = []string{"exec", "sudo", "nohup", "tini", "dumb-init", "env", "command", "time", "nice", "setsid"}

// userWrappers run the command behind the name of a user.
var userWrappers = []string{"gosu", "su-exec", "setpriv"}

var shells = []string{"sh", "bash", "ash", "dash", "zsh", "ksh"}

// clients are Flink's programs that run no process of a cluster.
var clients = []string{
	"flink", "sql-client.sh", "sql-gateway.sh", "historyserver.sh", "yarn-session.sh", "kubernetes-session.sh", "pyflink-shell.sh",
	"stop-cluster.sh", "start-scala-shell.sh",
}

// bystanders are programs of other kinds that keep a container busy, or end it.
var bystanders = []string{"sleep", "tail", "curl", "wget", "java", "python", "python3", "cat", "ls", "nc"}

// maxShells bounds how deep shells inside shells are read.
const maxShells = 4

// command reads one simple command.
func (c *commandLine) command(words []*Text, depth int) {
	words = withoutWrappers(words)
	if len(words) == 0 || depth > maxShells {
		return
	}
	name, args := path.Base(words[0].Decoded), words[1:]
	c.idle = false
	switch {
	case name == "docker-entrypoint.sh":
		c.Entrypoint = true
		c.entrypointArgs(args)
	case slices.Contains(shells, name):
		c.shell(args, depth)
	case name == "jobmanager.sh" || name == "standalone-job.sh" || name == "kubernetes-jobmanager.sh":
		c.runs(args, flink.JobManager)
	case name == "taskmanager.sh" || name == "kubernetes-taskmanager.sh":
		c.runs(args, flink.TaskManager)
	case name == "start-cluster.sh":
		c.runs(args, flink.JobManager, flink.TaskManager)
	case name == "flink-console.sh" && len(args) > 0:
		c.daemon(args[0].Decoded, args[1:])
	case name == "flink-daemon.sh" && len(args) > 1 && args[0].Decoded == "start":
		c.daemon(args[1].Decoded, args[2:])
	case slices.Contains(clients, name):
		if c.Client = true; len(c.Roles) == 0 {
			c.add(args)
		}
	case slices.Contains(bystanders, name):
		c.idle = true
	case len(args) > 0 && (len(args) == 1 || digits(args[1].Decoded) == 0):
		// a script of the user's that does something else first; "wait-for.sh jobmanager 8081" is another matter
		switch args[0].Decoded {
		case "jobmanager", "standalone-job":
			c.runs(args[1:], flink.JobManager)
		case "taskmanager":
			c.runs(args[1:], flink.TaskManager)
		}
	}
}

// withoutWrappers cuts assignments and programs that only run the command behind them.
func withoutWrappers(words []*Text) []*Text {
	for len(words) > 0 {
		w := words[0].Decoded
		name, _, assigned := strings.Cut(w, "=")
		switch base := path.Base(w); {
		case assigned && isVariableName(name), strings.HasPrefix(w, "-"), slices.Contains(wrappers, base):
			words = words[1:]
		case slices.Contains(userWrappers, base) && len(words) > 1:
			words = words[2:]
		default:
			return words
		}
	}
	return words
}

func isVariableName(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isLetter(s[i]) && s[i] != '_' && (i == 0 || digits(s[i:]) == 0) {
			return false
		}
	}
	return s != ""
}

// shell reads the arguments of a shell: a script behind -c, or a file and its arguments.
func (c *commandLine) shell(args []*Text, depth int) {
	for i, a := range args {
		flag, isFlag := strings.CutPrefix(a.Decoded, "-")
		switch {
		case !isFlag:
			c.command(args[i:], depth+1)
			return
		case flag != "" && flag[0] != '-' && strings.HasSuffix(flag, "c") && i+1 < len(args):
			for _, words := range splitShell(args[i+1]) {
				c.command(words, depth+1)
			}
			return
		}
	}
}

// daemon reads the names that Flink's scripts give to their processes.
func (c *commandLine) daemon(name string, args []*Text) {
	switch name {
	case "standalonesession", "standalonejob", "kubernetes-session", "kubernetes-application":
		c.runs(args, flink.JobManager)
	case "taskexecutor", "kubernetes-taskmanager":
		c.runs(args, flink.TaskManager)
	default:
		c.Client = true
	}
}

// runs notes processes and the options that they get.
func (c *commandLine) runs(args []*Text, roles ...flink.Role) {
	if len(args) > 0 && (args[0].Decoded == "stop" || args[0].Decoded == "stop-all") {
		return
	}
	if len(c.Roles) == 0 {
		c.Options = nil // of a client that ran before
	}
	for _, r := range roles {
		if !slices.Contains(c.Roles, r) {
			c.Roles = append(c.Roles, r)
		}
	}
	c.add(args)
}

func (c *commandLine) add(args []*Text) {
	options, unfinished := dynamicOptions(args)
	c.Options, c.unfinished = append(c.Options, options...), append(c.unfinished, unfinished...)
}

// part are the options as a part of a document, nil without any.
func (c *commandLine) part(d *Document, name string) *Part {
	if len(c.Options)+len(c.unfinished) == 0 {
		return nil
	}
	return &Part{Document: d, Name: name, Options: c.Options, Layer: LayerCommand, unfinished: c.unfinished}
}

// dynamicOptions are the options behind -D (for YARN also -yD): "-Dkey=value", or "-D" and "key=value", and the keys that no value
// follows yet. What is behind "--" is the job's.
func dynamicOptions(args []*Text) (options []Option, unfinished []Span) {
	for i := 0; i < len(args); i++ {
		t, start := args[i], len("-D")
		if strings.HasPrefix(t.Decoded, "-yD") {
			start = len("-yD")
		}
		switch {
		case t.Decoded == "--":
			return options, unfinished
		case (t.Decoded == "-D" || t.Decoded == "-yD") && i+1 < len(args):
			i++
			unfinished = append(unfinished, t.Span(start, start)) // perhaps the next one has nothing to do with it
			t, start = args[i], 0
		case !strings.HasPrefix(t.Decoded, "-D") && !strings.HasPrefix(t.Decoded, "-yD"):
			continue
		}
		if o, ok := dynamicOption(t, start); ok {
			options = append(options, o)
		} else if strings.IndexByte(t.Decoded, '=') < 0 {
			unfinished = append(unfinished, t.Span(start, len(t.Decoded)))
		}
	}
	return options, unfinished
}

// dynamicOption is the option that is written as key=value from an offset of a text on. Flink trims neither.
func dynamicOption(t *Text, start int) (Option, bool) {
	n := strings.IndexByte(t.Decoded[start:], '=')
	if n <= 0 {
		return Option{}, false
	}
	key, value := Span{start, start + n}, Span{start + n + 1, len(t.Decoded)}
	o := Option{
		Key: t.Decoded[key.Start:key.End], Value: t.Decoded[value.Start:value.End], Layer: LayerCommand, syntax: commandSyntax{},
		Place: t.place(key, value, Span{0, value.End}),
	}
	o.State = stateOf(t.Document.Path, o.Value)
	if strings.IndexByte(o.Value, '$') >= 0 || strings.IndexByte(o.Value, '`') >= 0 {
		o.State = Unknown // a variable of the shell, or one that is filled in before
	}
	o.Exact = o.State == Known && value.Len() > 0 && t.Verbatim(value.Start, value.End)
	return o, !strings.Contains(o.Key, "$") && !strings.Contains(o.Key, "{{")
}
