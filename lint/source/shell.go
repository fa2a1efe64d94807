package source

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// Shell is the dialect of shell scripts, of which the lines count that start Flink: flink run, yarn-session.sh,
// jobmanager.sh and their like, and docker run.
const Shell Kind = "shell"

// claimShell takes scripts that start Flink with memory options.
func claimShell(file string, content []byte, _ func(string) bool) Claim {
	if ext := strings.ToLower(path.Ext(file)); ext != ".sh" && ext != ".bash" {
		return NoClaim
	}
	if content == nil {
		return MayClaim
	}
	return fullClaim(bytes.Contains(content, []byte("flink")) && mentions(content, [][]byte{
		[]byte("manager.memory."), []byte("manager.heap."), []byte("manager.network."), []byte("yarn"), []byte("numberOfTaskSlots"),
		[]byte(propertiesKey),
	}))
}

func readShell(d *Document) {
	commands := splitShell(fileText(d))
	docker := newDockerRun(d, commands)
	for _, words := range commands {
		words = withoutWrappers(words)
		if len(words) == 0 {
			continue
		}
		if w := docker.workload(words); w != nil {
			d.Workloads = append(d.Workloads, w)
		}
		if part := startLine(path.Base(words[0].Decoded), words[1:]); part != nil && len(part.Options)+len(part.unfinished) > 0 {
			part.Document = d
			d.Parts = append(d.Parts, part)
		}
	}
}

// startLine are the options that a command gives to what it starts; nil for a command that starts nothing.
func startLine(name string, args []*Text) *Part {
	part := &Part{Name: name, Layer: LayerCommand, Fragment: true}
	options, unfinished := dynamicOptions(args)
	part.unfinished = unfinished
	jobManager, taskManager := flink.JobManager, flink.TaskManager
	switch name {
	case "flink":
		if len(args) == 0 || args[0].Decoded != "run" && args[0].Decoded != "run-application" {
			return nil
		}
		part.Name += " " + args[0].Decoded
		options = append(options, yarnOptions(args, "-y")...)
	case "yarn-session.sh":
		options = append(options, yarnOptions(args, "-")...)
	case "jobmanager.sh", "standalone-job.sh":
		part.Role = &jobManager
	case "taskmanager.sh":
		part.Role = &taskManager
	case "kubernetes-session.sh", "start-cluster.sh", "sql-client.sh":
	default:
		return nil
	}
	part.Options = slices.DeleteFunc(options, func(o Option) bool {
		return !strings.HasPrefix(o.Key, "jobmanager.") && !strings.HasPrefix(o.Key, "taskmanager.") && !strings.HasPrefix(o.Key, "state.backend.")
	})
	return part
}

// yarnFlags are the short options of Flink's command line for YARN, behind "-" or "-y".
var yarnFlags = map[string]string{
	"jm": "jobmanager.memory.process.size", "tm": "taskmanager.memory.process.size", "s": "taskmanager.numberOfTaskSlots",
}

// yarnOptions are the options that the flags for YARN stand for. As for FlinkYarnSessionCli, a number is one of MiB.
func yarnOptions(args []*Text, prefix string) []Option {
	var options []Option
	for i := 0; i+1 < len(args); i++ {
		flag, ok := strings.CutPrefix(args[i].Decoded, prefix)
		key := yarnFlags[flag]
		if !ok || key == "" || prefix == "-" && flag == "s" && digits(args[i+1].Decoded) == 0 {
			continue
		}
		value := args[i+1]
		o := Option{Key: key, Value: value.Decoded, Layer: LayerCommand, State: stateOf(value.Document.Path, value.Decoded)}
		o.Place = value.place(Span{}, Span{0, len(value.Decoded)}, Span{0, len(value.Decoded)})
		o.Place.Key = args[i].Span(0, len(args[i].Decoded))
		o.Place.Entry.Start = o.Place.Key.Start
		switch n := digits(o.Value); {
		case strings.Contains(o.Value, "$"):
			o.State = Unknown
		case n > 0 && n == len(o.Value) && flag != "s":
			o.Value += "m"
		}
		options = append(options, o)
	}
	return options
}
