package source

import "strings"

// composeVariables are the variables that Compose fills into a file.
type composeVariables map[string]string

// filledText is a text with Compose's variables filled in.
type filledText struct {
	*Text
	// state is the least certain one of all that was filled in.
	state     State
	uncertain []uncertainSpan
}

// fill replaces the variables of a text as Compose does: $NAME, ${NAME} with its defaults and alternatives, $$ for a dollar
// sign. A variable that is not known takes its default, which is then assumed; without one it stays as it is written,
// and is unknown.
func (v composeVariables) fill(t *Text) filledText {
	if strings.IndexByte(t.Decoded, '$') < 0 {
		return filledText{Text: t}
	}
	f := &filler{variables: v, source: t.Decoded, text: &Text{Document: t.Document, parent: t, template: t.template}}
	f.run()
	filled := filledText{Text: f.text}
	f.text.Decoded = string(f.out)
	for _, u := range f.uncertain {
		filled.state = max(filled.state, u.state)
		filled.uncertain = append(filled.uncertain, uncertainSpan{t.Span(u.at.Start, u.at.End), u.state})
	}
	return filled
}

// maxFilled bounds the bytes that variables add to one text: Linux starts no process with a longer variable, and variables
// that name each other twice would double with every line.
const maxFilled = 128 << 10

type filler struct {
	variables composeVariables
	filled    int // bytes that came from variables
	source    string
	text      *Text
	out       []byte
	uncertain []uncertainSpan // in the source
}

func (f *filler) run() {
	s := f.source
	run := 0
	for i := 0; i < len(s); {
		if s[i] != '$' {
			i++
			continue
		}
		value, length, state := f.variables.expand(s[i:], 0)
		if length < 2 {
			i++
			continue
		}
		f.keep(run, i)
		if f.filled += len(value); f.filled > maxFilled {
			state = Unknown
		}
		if state == Unknown {
			value = s[i : i+length]
		}
		f.replace(value, i, i+length, state)
		i += length
		run = i
	}
	f.keep(run, len(s))
}

// keep copies a run of the source.
func (f *filler) keep(from, to int) {
	if to > from || from == 0 && to == len(f.source) {
		f.add(f.source[from:to], from, to)
	}
}

func (f *filler) add(value string, from, to int) {
	at := len(f.out)
	f.out = append(f.out, value...)
	f.text.pieces = append(f.text.pieces, piece{at, len(f.out), from, to})
}

// replace puts a value in place of an expression.
func (f *filler) replace(value string, from, to int, state State) {
	if state != Known {
		f.uncertain = append(f.uncertain, uncertainSpan{Span{from, to}, state})
	}
	switch {
	case state == Unknown:
		f.add(value, from, to)
	case value == "": // nothing is left of it: the piece before it reaches over it
		if n := len(f.text.pieces); n == 0 {
			f.add("", from, to)
		}
	case len(value) == to-from: // pieces of the same length would be taken for the same bytes
		f.add(value[:1], from, to)
		if len(value) > 1 {
			f.add(value[1:], to, to)
		}
	default:
		f.add(value, from, to)
	}
}

// maxDefaults bounds how deep defaults stand inside defaults.
const maxDefaults = 10

// expand is the value of the expression at the start of a text, its length in the text (below 2 where there is none), and
// what is known of it.
func (v composeVariables) expand(s string, depth int) (value string, length int, state State) {
	if len(s) < 2 || depth > maxDefaults {
		return "", 0, Known
	}
	if s[1] == '$' {
		return "$", 2, Known
	}
	if s[1] != '{' {
		n := variableLength(s[1:])
		if n == 0 {
			return "", 0, Known
		}
		value, ok := v[s[1:1+n]]
		return value, 1 + n, knownIf(ok)
	}
	n := variableLength(s[2:])
	end := expressionClose(s)
	if n == 0 || end < 0 {
		return "", 0, Known
	}
	name, operator := s[2:2+n], s[2+n:end]
	value, ok := v[name]
	if operator == "" {
		return value, end + 1, knownIf(ok)
	}
	isSet := ok
	if rest, colon := strings.CutPrefix(operator, ":"); colon {
		operator = rest
		isSet = ok && value != ""
	}
	if operator == "" {
		return "", 0, Known
	}
	word := operator[1:]
	switch {
	case operator[0] == '-' && isSet, operator[0] == '?' && isSet:
		return value, end + 1, Known
	case operator[0] == '-':
		value, state := v.expandAll(word, depth+1)
		return value, end + 1, max(state, Assumed)
	case operator[0] == '+' && isSet:
		value, state := v.expandAll(word, depth+1)
		return value, end + 1, state
	case operator[0] == '+':
		return "", end + 1, Assumed
	case operator[0] == '?':
		return "", end + 1, Unknown
	}
	return "", 0, Known
}

// expandAll fills a default. One that grows beyond bounds is not known.
func (v composeVariables) expandAll(s string, depth int) (string, State) {
	var b strings.Builder
	state, filled := Known, 0
	for i := 0; i < len(s); {
		if s[i] == '$' {
			if value, length, st := v.expand(s[i:], depth); length >= 2 {
				if filled += len(value); filled > maxFilled {
					return "", Unknown
				}
				b.WriteString(value)
				state = max(state, st)
				i += length
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String(), state
}

// expressionClose is the offset of the bracket that closes the one at offset 1, -1 without one.
func expressionClose(s string) int {
	depth := 0
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '{' && s[i-1] == '$':
			depth++
		case s[i] == '}':
			if depth--; depth == 0 {
				return i
			}
		case isBreak(s[i]):
			return -1
		}
	}
	return -1
}

func knownIf(ok bool) State {
	if ok {
		return Known
	}
	return Unknown
}
