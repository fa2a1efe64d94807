package source

import "strings"

// splitShell splits a script into simple commands and their words, as a shell does. Each word is a text of its own,
// without quotes. Control structures are not understood: their keywords become words of their own.
func splitShell(t *Text) [][]*Text {
	s := shellSplitter{text: t, s: t.Decoded}
	for s.at < len(s.s) {
		s.next()
	}
	s.endWord()
	s.endCommand()
	return s.commands
}

// splitWords splits a command into words, as Compose does with a command that is one text.
func splitWords(t *Text) []*Text {
	var words []*Text
	for _, c := range splitShell(t) {
		words = append(words, c...)
	}
	return words
}

// splitInstruction splits what stands behind the name of a Dockerfile's instruction: at blanks alone. Quotes are taken off, as a
// shell does.
func splitInstruction(t *Text) []*Text {
	s := shellSplitter{text: t, s: t.Decoded, ordinary: shellSigns}
	return s.only()
}

// unquoted is a text without its quotes, as one word.
func unquoted(t *Text) *Text {
	s := shellSplitter{text: t, s: t.Decoded, ordinary: shellSigns + " \t"}
	if words := s.only(); len(words) > 0 {
		return words[0]
	}
	return t
}

// shellSigns are those that mean something to a shell alone.
const shellSigns = "\n\r;&|()#${<"

// only are the words of what is a single command.
func (s *shellSplitter) only() []*Text {
	for s.at < len(s.s) {
		s.next()
	}
	s.endWord()
	return s.words
}

type shellSplitter struct {
	text     *Text
	s        string
	at       int
	ordinary string // signs that mean nothing here
	commands [][]*Text
	words    []*Text

	open    bool // a word has begun, perhaps an empty one in quotes
	decoded []byte
	pieces  []piece
	// heredocs are the words that end the texts which begin on the next line.
	heredocs []string
}

// shellKeywords stand before a command.
var shellKeywords = map[string]bool{"if": true, "then": true, "else": true, "elif": true, "do": true, "while": true, "until": true, "{": true, "!": true}

func (s *shellSplitter) next() {
	c := s.s[s.at]
	if strings.IndexByte(s.ordinary, c) >= 0 {
		s.take(1)
		return
	}
	switch c {
	case ' ', '\t':
		s.endWord()
		s.at++
	case '\n', '\r', ';', '&', '|', '(', ')':
		s.endWord()
		s.endCommand()
		s.at++
		if isBreak(c) {
			s.skipHeredocs()
		}
	case '#':
		if s.open {
			s.take(1)
			return
		}
		s.at, _ = lineEnd(s.s, s.at)
	case '\\':
		switch {
		case s.at+1 >= len(s.s):
			s.at++
		case isBreak(s.s[s.at+1]):
			s.at += 1 + breakLength(s.s[s.at+1:])
		default:
			s.at++
			s.take(1)
		}
	case '\'':
		s.quoted('\'')
	case '"':
		s.quoted('"')
	case '$':
		s.take(s.expansion())
	case '{', '<':
		if s.heredoc() {
			return
		}
		if strings.HasPrefix(s.s[s.at:], "<<<") {
			s.take(3)
			return
		}
		// a template's expression is a part of the word, whatever is in it
		s.take(max(1, expressionEnd(s.s, s.at)-s.at))
	default:
		n := strings.IndexAny(s.s[s.at:], " \t\n\r;&|()#\\'\"${<")
		if n < 0 {
			n = len(s.s) - s.at
		}
		s.take(n)
	}
}

// heredoc notes a text that follows the line: <<WORD, <<-WORD, <<'WORD'.
func (s *shellSplitter) heredoc() bool {
	rest, ok := strings.CutPrefix(s.s[s.at:], "<<")
	if !ok || strings.HasPrefix(rest, "<") {
		return false
	}
	rest = strings.TrimLeft(strings.TrimPrefix(rest, "-"), " \t")
	end := strings.IndexAny(rest, " \t\n\r;&|()<>")
	if end < 0 {
		end = len(rest)
	}
	word := strings.Trim(rest[:end], "'\"\\")
	if word == "" {
		return false
	}
	s.endWord()
	s.heredocs = append(s.heredocs, word)
	s.at = len(s.s) - len(rest) + end
	return true
}

// skipHeredocs goes behind the texts that begin here.
func (s *shellSplitter) skipHeredocs() {
	for len(s.heredocs) > 0 && s.at < len(s.s) {
		end, next := lineEnd(s.s, s.at)
		if strings.TrimLeft(s.s[s.at:end], "\t") == s.heredocs[0] {
			s.heredocs = s.heredocs[1:]
		}
		s.at = next
	}
}

// take adds bytes of the source to the word.
func (s *shellSplitter) take(n int) {
	s.open = true
	from, to := s.at, min(s.at+n, len(s.s))
	at := len(s.decoded)
	s.decoded = append(s.decoded, s.s[from:to]...)
	if k := len(s.pieces); k > 0 && s.pieces[k-1].to == from {
		s.pieces[k-1].end, s.pieces[k-1].to = len(s.decoded), to
	} else if to > from {
		s.pieces = append(s.pieces, piece{at, len(s.decoded), from, to})
	}
	s.at = to
}

// expansion is the length of "$name", "${...}" or "$(...)", which are left as they are.
func (s *shellSplitter) expansion() int {
	closing := byte(0)
	if s.at+1 < len(s.s) {
		switch s.s[s.at+1] {
		case '{':
			closing = '}'
		case '(':
			closing = ')'
		}
	}
	if closing == 0 {
		return 1
	}
	depth := 0
	for i := s.at + 1; i < len(s.s); i++ {
		switch s.s[i] {
		case s.s[s.at+1]:
			depth++
		case closing:
			if depth--; depth == 0 {
				return i + 1 - s.at
			}
		}
	}
	return len(s.s) - s.at
}

func (s *shellSplitter) quoted(quote byte) {
	s.open = true
	s.at++
	for s.at < len(s.s) && s.s[s.at] != quote {
		switch c := s.s[s.at]; {
		case c == '\\' && quote == '"' && s.at+1 < len(s.s) && isBreak(s.s[s.at+1]):
			s.at += 1 + breakLength(s.s[s.at+1:])
		case c == '\\' && quote == '"' && s.at+1 < len(s.s) && strings.IndexByte("\\\"$`", s.s[s.at+1]) >= 0:
			s.at++
			s.take(1)
		case c == '{' || c == '<':
			s.take(max(1, expressionEnd(s.s, s.at)-s.at))
		default:
			s.take(1)
		}
	}
	s.at++
}

func (s *shellSplitter) endWord() {
	if !s.open {
		return
	}
	w := &Text{Document: s.text.Document, Decoded: string(s.decoded), parent: s.text, pieces: s.pieces, template: s.text.template}
	if len(w.pieces) == 0 {
		at := min(s.at, len(s.s))
		w.pieces = []piece{{0, 0, at, at}}
	}
	if !(len(s.words) == 0 && shellKeywords[w.Decoded]) {
		s.words = append(s.words, w)
	}
	s.open, s.decoded, s.pieces = false, nil, nil
}

func (s *shellSplitter) endCommand() {
	if len(s.words) > 0 {
		s.commands = append(s.commands, s.words)
	}
	s.words = nil
}
