package source

import (
	"path"
	"strings"
)

// Dotenv is the dialect of files with environment variables: .env beside a Compose file, and those of env_file. They
// say nothing alone: a Compose file refers to them.
const Dotenv Kind = "dotenv"

// Variable is an entry of a file with environment variables.
type Variable struct {
	Name  string
	Value *Text
	State State // Unknown where the value names a variable that is not known
	Place Place

	uncertain []uncertainSpan
}

// claimDotenv takes .env files that are asked for; discovery does not look for them.
func claimDotenv(file string, content []byte, _ func(string) bool) Claim {
	name := strings.ToLower(path.Base(strings.ReplaceAll(file, "\\", "/")))
	return fullClaim(content != nil && (strings.HasPrefix(name, ".env") || strings.HasSuffix(name, ".env") || name == "env"))
}

func readDotenvFile(*Document) {}

// readDotenv reads the variables of a file as Compose does: lines "NAME=value", with "export" before them or not; single
// quotes keep the text as it is, double quotes know escapes; both may hold several lines. A comment needs a space
// before it. Values may name variables of the file above them, and others.
func readDotenv(d *Document, others composeVariables) []Variable {
	r := &dotenvReader{text: fileText(d), known: composeVariables{}}
	for name, value := range others {
		r.known[name] = value
	}
	s := r.text.Decoded
	at := 0
	if strings.HasPrefix(s, string(byteOrderMark)) {
		at = len(byteOrderMark)
	}
	for at < len(s) {
		at = r.entry(at)
	}
	return r.variables
}

type dotenvReader struct {
	text      *Text
	known     composeVariables
	variables []Variable
}

// entry reads the entry of a line, and returns where the next line starts.
func (r *dotenvReader) entry(at int) int {
	s := r.text.Decoded
	end, next := lineEnd(s, at)
	line := trimSpan(s, Span{at, end})
	if line.Len() == 0 || s[line.Start] == '#' {
		return next
	}
	if rest := s[line.Start:line.End]; strings.HasPrefix(rest, "export ") {
		line.Start += len("export ")
		line = trimSpan(s, line)
	}
	n := strings.IndexAny(s[line.Start:line.End], "=:")
	if n <= 0 {
		return next
	}
	key := trimSpan(s, Span{line.Start, line.Start + n})
	value := Span{line.Start + n + 1, line.End}
	for value.Start < value.End && isBlank(s[value.Start]) {
		value.Start++
	}
	quote := byte(0)
	if value.Len() > 0 && (s[value.Start] == '"' || s[value.Start] == '\'') {
		if stop := closingQuote(s, value.Start); stop > 0 {
			quote = s[value.Start]
			value = Span{value.Start + 1, stop}
			_, next = lineEnd(s, stop)
		}
	}
	if quote == 0 {
		value.End = commentStart(s, Span{value.Start - 1, value.End})
		value.End = max(value.End, value.Start)
		value = trimSpan(s, value)
	}
	r.add(key, value, quote)
	return next
}

// closingQuote is the offset of the quote that ends the one at an offset, 0 where none does.
func closingQuote(s string, at int) int {
	for i := at + 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (s[at] == '"' || s[i+1] == '\''):
			i++
		case s[i] == s[at]:
			return i
		}
	}
	return 0
}

func (r *dotenvReader) add(key, value Span, quote byte) {
	s := r.text.Decoded
	v := Variable{Name: s[key.Start:key.End], Place: r.text.place(key, value, Span{key.Start, value.End})}
	v.Value = r.text.cut(value.Start, value.End)
	if quote == '"' && strings.IndexByte(v.Value.Decoded, '\\') >= 0 {
		v.Value = unescaped(v.Value)
	}
	if quote != '\'' {
		filled := r.known.fill(v.Value)
		v.Value, v.State, v.uncertain = filled.Text, filled.state, filled.uncertain
	}
	if v.State != Unknown {
		r.known[v.Name] = v.Value.Decoded
	} else {
		delete(r.known, v.Name)
	}
	r.variables = append(r.variables, v)
}

// unescaped is a text with its escapes read.
func unescaped(t *Text) *Text {
	out := &Text{Document: t.Document, parent: t, template: t.template}
	var b []byte
	s, run := t.Decoded, 0
	put := func(text string, from, to int) {
		if text == "" {
			return
		}
		out.pieces = append(out.pieces, piece{len(b), len(b) + len(text), from, to})
		b = append(b, text...)
	}
	escapes := map[byte]string{'n': "\n", 'r': "\r", 't': "\t", '"': `"`, '\\': `\`}
	for i := 0; i+1 < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		if e, ok := escapes[s[i+1]]; ok {
			put(s[run:i], run, i)
			put(e, i, i+2)
			run = i + 2
		}
		i++
	}
	put(s[run:], run, len(s))
	if len(out.pieces) == 0 {
		out.pieces = []piece{{0, 0, 0, 0}}
	}
	out.Decoded = string(b)
	return out
}
