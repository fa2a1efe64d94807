package source

import (
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// The problems that only FLINK_PROPERTIES has, in images from 1.19 on. That of a comment, of nested YAML and of an equals
// sign is the same mistake as in a file, with another effect: see [readProperties].
const (
	// CommentKept is a comment behind a value: it becomes a part of the value. Value is the value without it.
	CommentKept ProblemCode = "comment-kept"
	// FlagsJoined is a value of several JVM flags, which become one since white space is deleted. Value is the value as
	// written.
	FlagsJoined ProblemCode = "flags-joined"
	// KeyHidesOthers is a key that is the start of another one, which has no place below it in YAML: the entrypoint loses
	// the other option or, where the problem is fatal, writes a file that Flink cannot read. Detail is the other key;
	// Related its place, nil for an option of the image.
	KeyHidesOthers ProblemCode = "key-hides-others"
)

// PropertiesAsArguments is the first version whose entrypoint turns FLINK_PROPERTIES into -D arguments of a program that
// rewrites config.yaml. Before it, the text was appended to flink-conf.yaml.
var PropertiesAsArguments = flink.Version{Major: 1, Minor: 19}

// readProperties reads FLINK_PROPERTIES as the entrypoint of Flink's image treats it (docker-entrypoint.sh of
// flink-docker). Up to 1.18 its lines are those of a flink-conf.yaml; see [appendedToLastLine] for the file that they
// are appended to. From 1.19 on, all white space of a line is deleted, the line is split at the first colon, and envsubst
// fills variables into the value; quotes and comments stay in it. A fatal problem makes the container fail at its start
// with Flink's own config.yaml; a flink-conf.yaml, which 1.19 and 1.20 still read, has no such problem.
func readProperties(env *EnvText, v flink.Version) *Part {
	part := &Part{Document: env.Place.Document, Layer: LayerProperties, Text: env.Text}
	if env.Text == nil {
		return part
	}
	part.Document = env.Text.Document
	if at := env.Text.Span(0, 0); env.Place.Document == part.Document && env.Place.Entry.Contains(at.Start) {
		part.entry = env.Place.Entry
	}
	if v.Before(PropertiesAsArguments) {
		readConfLines(env.Text, part)
	} else {
		part.Standard = true
		r := &propertyReader{text: env.Text, part: part}
		r.read()
	}
	part.Problems = slices.DeleteFunc(part.Problems, func(p Problem) bool {
		return slices.ContainsFunc(env.uncertain, func(u uncertainSpan) bool { return u.state == Unknown && overlap(u.at, p.Place.Entry) })
	})
	options := part.Options[:0]
	for _, o := range part.Options {
		if env.finish(&o, part.entry) {
			options = append(options, o)
		}
	}
	part.Options = options
	return part
}

// uncertainSpan is a piece of an environment text that an expression was replaced by.
type uncertainSpan struct {
	at    Span // in the file
	state State
}

// finish gives an option of the text its layer, its state and its syntax. It is false for one whose key is not known.
func (e *EnvText) finish(o *Option, entry Span) bool {
	o.Layer = LayerProperties
	if o.State == Known && (len(e.uncertain) == 0 || e.State == Unknown) {
		o.State = e.State
	}
	for _, u := range e.uncertain {
		if overlap(u.at, o.Place.Key) && u.state == Unknown {
			return false
		}
		if overlap(u.at, o.Place.Value) {
			o.State = max(o.State, u.state)
			o.Exact = false
		}
	}
	if o.State != Unknown && strings.IndexByte(o.Value, '$') >= 0 {
		value, known := substitute(o.Value, e.Environment)
		if value != o.Value || !known {
			o.Exact = false
		}
		if o.Value = value; !known {
			o.State = Unknown
		}
	}
	if o.shared = o.shared || e.shared; e.written != nil {
		o.syntax = e.written(o.syntax)
		return true
	}
	o.syntax = propertySyntax{inner: o.syntax, text: e.Text, entry: entry}
	return true
}

func overlap(a, b Span) bool { return a.Start < b.End && b.Start < a.End }

// substitute fills variables into a text as envsubst does, which knows $NAME and ${NAME}. It is false where one is not
// known, which then stays.
func substitute(s string, variables map[string]string) (string, bool) {
	var b strings.Builder
	known := true
	for {
		i := strings.IndexByte(s, '$')
		if i < 0 {
			b.WriteString(s)
			return b.String(), known
		}
		b.WriteString(s[:i])
		s = s[i:]
		name, length := s[1:], 1
		braces := strings.HasPrefix(name, "{")
		if braces {
			name, length = name[1:], 2
		}
		name = name[:variableLength(name)]
		length += len(name)
		if name == "" || braces && !strings.HasPrefix(s[length:], "}") {
			b.WriteByte('$')
			s = s[1:]
			continue
		}
		if braces {
			length++
		}
		if value, ok := variables[name]; ok {
			b.WriteString(value)
		} else {
			known = false
			b.WriteString(s[:length])
		}
		s = s[length:]
	}
}

// variableLength is the length of the name of a variable at the start of a text.
func variableLength(s string) int {
	n := 0
	for n < len(s) && (isLetter(s[n]) || s[n] == '_' || n > 0 && s[n] >= '0' && s[n] <= '9') {
		n++
	}
	return n
}

// imageDefaults are the memory options of the configuration file in Flink's own image, for one process. There is no
// place where they are written.
func imageDefaults(v flink.Version, role flink.Role) []Option {
	option := func(key, value string) Option {
		return Option{Key: key, Value: value, Layer: LayerImage}
	}
	first := flink.Version{Major: 1, Minor: 10}
	if v.Before(first) {
		return nil
	}
	if role == flink.JobManager {
		if v.MinorRelease() == first {
			return []Option{option("jobmanager.heap.size", "1024m")}
		}
		return []Option{option("jobmanager.memory.process.size", "1600m")}
	}
	process, slots := option("taskmanager.memory.process.size", "1728m"), option("taskmanager.numberOfTaskSlots", "1")
	if v.Before(flink.Version{Major: 1, Minor: 13}) {
		slots.State = Unknown // the entrypoint counted the processors
	}
	if v == first {
		process.State = Assumed // 1.10.0 shipped with 1568m, its patches with 1728m
	}
	return []Option{process, slots}
}

// entrypointKeys are what the entrypoint up to 1.18 sets before it appends FLINK_PROPERTIES: in place of an entry of the
// file, else as a new last line.
var entrypointKeys = []string{"jobmanager.rpc.address", "blob.server.port", "query.server.port"}

// appendedToLastLine says what becomes of the last line of a flink-conf.yaml without a final line end when the entrypoint
// up to 1.18 appends to it: the first line that is appended gets glued to it. Options are those of the file; slots is
// whether TASK_MANAGER_NUMBER_OF_TASK_SLOTS is set. It returns the last option as Flink then reads it, and whether
// the line that got lost is the first one of the properties, so that its option does not count. It is false where
// nothing is glued.
func appendedToLastLine(file *Part, env *EnvText, slots bool) (last Option, lost, ok bool) {
	text := ""
	switch {
	case file.Text != nil:
		text = file.Text.Decoded
	case file.Document != nil:
		text = string(file.Document.Bytes)
	}
	if text == "" || isBreak(text[len(text)-1]) || len(file.Options) == 0 {
		return Option{}, false, false
	}
	start := strings.LastIndexAny(text, "\r\n") + 1
	line, comment, isComment := strings.Cut(text[start:], "#")
	last = file.Options[len(file.Options)-1]
	if key, _, found := strings.Cut(line, ": "); isComment && comment != "" || !found || strings.TrimSpace(key) != last.Key {
		return Option{}, false, false // what is glued is a comment, or to a line that is no option
	}
	appended := ""
	keys := entrypointKeys
	if slots {
		keys = append(slices.Clone(keys), "taskmanager.numberOfTaskSlots")
	}
	for _, key := range keys {
		if !slices.ContainsFunc(file.Options, func(o Option) bool { return o.Key == key }) {
			appended = key + ": "
			break
		}
	}
	if appended == "" {
		if env == nil || env.Text == nil {
			return Option{}, false, false
		}
		end, _ := lineEnd(env.Text.Decoded, 0)
		appended, _, _ = strings.Cut(env.Text.Decoded[:end], "#")
		if strings.TrimSpace(appended) == "" {
			return Option{}, false, false
		}
		lost = true
	}
	last.Value = strings.TrimSpace(last.Value + appended)
	last.Exact = false
	return last, lost, true
}
