package source

import "strings"

// propertyReader reads FLINK_PROPERTIES line by line, as the entrypoint does from 1.19 on.
type propertyReader struct {
	text *Text
	part *Part
	// heads are the keys without a value that the following, deeper indented lines were meant to belong to.
	heads []confHead
}

func (r *propertyReader) read() {
	s := r.text.Decoded
	for start := 0; start < len(s); {
		end, next := len(s), len(s)
		if n := strings.IndexByte(s[start:], '\n'); n >= 0 {
			end = start + n
			next = end + 1
		}
		r.line(Span{start, end})
		start = next
	}
	r.checkHiding()
}

func (r *propertyReader) problem(p Problem) { r.part.Problems = append(r.part.Problems, p) }

// compact deletes the white space that tr knows as such.
func compact(s string) string {
	if !strings.ContainsAny(s, " \t\v\f\r") {
		return s
	}
	return strings.Map(func(c rune) rune {
		if c == ' ' || c >= '\t' && c <= '\r' {
			return -1
		}
		return c
	}, s)
}

func (r *propertyReader) line(raw Span) {
	s := r.text.Decoded
	line := trimSpan(s, raw)
	if line.Len() == 0 || s[line.Start] == '#' {
		return // a comment becomes an option that nothing reads
	}
	indent := line.Start - raw.Start
	for n := len(r.heads); n > 0 && r.heads[n-1].indent >= indent; n-- {
		r.heads = r.heads[:n-1]
	}
	colon := strings.IndexByte(s[line.Start:line.End], ':')
	if colon < 0 {
		r.withoutColon(line)
		return
	}
	key := trimSpan(s, Span{line.Start, line.Start + colon})
	value := trimSpan(s, Span{line.Start + colon + 1, line.End})
	switch {
	case key.Len() == 0:
		r.problem(Problem{Code: NoKey, Place: r.text.place(Span{}, value, line), Value: s[value.Start:value.End]})
	case value.Len() == 0:
		r.withoutValue(line, key, indent)
	default:
		r.option(line, key, value)
	}
}

// withoutColon is a line that becomes a key without a value; an equals sign in it ends the key, and the entrypoint's own
// one is then a part of the value.
func (r *propertyReader) withoutColon(line Span) {
	s := r.text.Decoded
	equals := strings.IndexByte(s[line.Start:line.End], '=')
	if equals <= 0 {
		r.problem(Problem{Code: NotAnOption, Place: r.text.place(Span{}, Span{}, line), Detail: clip(s[line.Start:line.End])})
		return
	}
	key := trimSpan(s, Span{line.Start, line.Start + equals})
	value := trimSpan(s, Span{line.Start + equals + 1, line.End})
	place := r.text.place(key, value, line)
	k, v := compact(s[key.Start:key.End]), compact(s[value.Start:value.End])
	r.problem(Problem{Code: EqualsSign, Place: place, Key: k, Value: v})
	r.part.Options = append(r.part.Options, Option{Key: javaText(k), Value: javaText(v + "="), Place: place, State: stateOf(r.text.Document.Path, v), syntax: confSyntax{}})
}

// withoutValue is a key whose value is empty: the head of a block, or one that was forgotten.
func (r *propertyReader) withoutValue(line, key Span, indent int) {
	s := r.text.Decoded
	k := compact(s[key.Start:key.End])
	place := r.text.place(key, Span{}, line)
	whole := k
	if n := len(r.heads); n > 0 {
		whole = r.heads[n-1].key + "." + k
		r.nested()
	}
	r.heads = append(r.heads, confHead{indent: indent, key: whole, problem: len(r.part.Problems), place: place})
	r.problem(Problem{Code: NoValue, Place: place, Key: k})
	r.part.Options = append(r.part.Options, Option{Key: javaText(k), Place: place, syntax: confSyntax{}})
}

// nested notes that the keys above are heads of blocks.
func (r *propertyReader) nested() {
	for _, h := range r.heads {
		r.part.Problems[h.problem].Code = NestedBlock
	}
}

func (r *propertyReader) option(line, key, value Span) {
	s := r.text.Decoded
	written := s[value.Start:value.End]
	k, v := compact(s[key.Start:key.End]), compact(written)
	if rest, ok := strings.CutSuffix(v, ":"); ok && strings.IndexByte(rest, ':') < 0 {
		v = rest // the shell's read takes a last separator off
	}
	o := Option{
		Key: javaText(k), Value: javaText(v), State: stateOf(r.text.Document.Path, v), syntax: confSyntax{},
		Place: r.text.place(key, value, Span{key.Start, value.End}),
	}
	o.Exact = o.Value == written && r.text.Verbatim(value.Start, value.End)
	r.part.Options = append(r.part.Options, o)
	if n := len(r.heads); n > 0 {
		r.nested()
		r.problem(Problem{Code: NestedEntry, Place: o.Place, Key: r.heads[n-1].key + "." + o.Key, Value: o.Value, Related: &r.heads[0].place})
	}
	r.checkKey(&o)
	r.checkValue(&o, written, value)
}

func (r *propertyReader) checkKey(o *Option) {
	if inner, ok := unquote(o.Key); ok {
		r.problem(Problem{Code: QuotedKey, Place: o.Place, Key: inner, Value: o.Value})
	} else if rest, ok := strings.CutPrefix(o.Key, "-"); ok {
		r.problem(Problem{Code: ListItem, Place: o.Place, Key: rest, Value: o.Value})
	}
}

// checkValue looks for values that the entrypoint reads otherwise than their writer meant.
func (r *propertyReader) checkValue(o *Option, written string, value Span) {
	hash := commentStart(written, Span{0, len(written)})
	if written[0] == '#' {
		hash = 0
	}
	if hash < len(written) {
		r.problem(Problem{Code: CommentKept, Place: o.Place, Key: o.Key, Value: compact(written[:hash])})
		return
	}
	inner, quoted := unquote(o.Value)
	if quoted && !quotesTakenOff(o) {
		r.problem(Problem{Code: QuotedValue, Place: o.Place, Key: o.Key, Value: inner})
	}
	for i := 1; i < len(written); i++ {
		if written[i] == '-' && isBlank(written[i-1]) && strings.HasPrefix(strings.TrimLeft(written, `"'`), "-") {
			r.problem(Problem{Code: FlagsJoined, Place: o.Place, Key: o.Key, Value: written})
			return
		}
	}
	if !quoted {
		r.checkGlued(o, value)
	}
}

// checkGlued looks for a second option in the value: "a: b|c: d", or a line end that is none.
func (r *propertyReader) checkGlued(o *Option, value Span) {
	s := r.text.Decoded
	key, second, ok := gluedOption(s, value, ":")
	if !ok {
		return
	}
	first := strings.TrimRight(s[value.Start:key.Start], " \t|;,\\")
	related := r.text.place(key, second, Span{key.Start, max(second.End, key.End+1)})
	r.problem(Problem{
		Code: GluedLines, Place: o.Place, Related: &related,
		Key: s[key.Start:key.End], Value: s[second.Start:second.End], Detail: first,
	})
}

// imageKeys are options of the config.yaml in Flink's image that another key might hide, beside those that start
// with jobmanager and taskmanager.
var imageKeys = []string{"env.java.opts.all", "parallelism.default", "rest.address", "rest.bind-address", "blob.server.port", "query.server.port"}

// hidesImageKey is the option of the image's file that has no place beside a key, "" for none.
func hidesImageKey(key string) string {
	switch key {
	case "jobmanager", "jobmanager.memory", "jobmanager.memory.process":
		return "jobmanager.memory.process.size"
	case "taskmanager", "taskmanager.memory", "taskmanager.memory.process":
		return "taskmanager.memory.process.size"
	case "jobmanager.rpc":
		return "jobmanager.rpc.address"
	}
	for _, k := range imageKeys {
		if strings.HasPrefix(k, key) && len(k) > len(key) && k[len(key)] == '.' {
			return k
		}
	}
	return ""
}

// checkHiding looks for keys that are the start of other ones.
func (r *propertyReader) checkHiding() {
	places := make(map[string]*Place, len(r.part.Options))
	for i := range r.part.Options {
		places[r.part.Options[i].Key] = &r.part.Options[i].Place
	}
	said := map[string]bool{}
	for i := range r.part.Options {
		o := &r.part.Options[i]
		if image := hidesImageKey(o.Key); image != "" && !said[o.Key] {
			said[o.Key] = true
			r.problem(Problem{Code: KeyHidesOthers, Fatal: true, Place: o.Place, Key: o.Key, Value: o.Value, Detail: image, stage: parseStage})
		}
		for n := strings.IndexByte(o.Key, '.'); n >= 0; {
			if p := places[o.Key[:n]]; p != nil && !said[o.Key[:n]] {
				said[o.Key[:n]] = true
				r.problem(Problem{Code: KeyHidesOthers, Place: *p, Key: o.Key[:n], Detail: o.Key, Related: placeRef(o.Place)})
			}
			next := strings.IndexByte(o.Key[n+1:], '.')
			if next < 0 {
				break
			}
			n += 1 + next
		}
	}
}
