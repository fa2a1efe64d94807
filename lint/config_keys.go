package lint

import (
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// keyPlaces finds where each key and each value of a TOML document starts, which the TOML package does not tell. A path
// is made by [join], with the index of an array's element as a segment: override, 0, files, 1. The document must be valid.
func keyPlaces(content string) (keys, values map[string]int) {
	s := &keyScanner{text: content, keys: map[string]int{}, values: map[string]int{}, arrays: map[string]int{}}
	if strings.HasPrefix(content, "\ufeff") {
		s.at = len("\ufeff")
	}
	s.document()
	return s.keys, s.values
}

type keyScanner struct {
	text         string
	at           int
	keys, values map[string]int
	arrays       map[string]int // elements so far of each array of tables
}

func (s *keyScanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

// skip moves over spaces and, where lines is set, also over line ends, commas and comments.
func (s *keyScanner) skip(lines bool) {
	for s.at < len(s.text) {
		switch c := s.text[s.at]; {
		case c == ' ' || c == '\t':
			s.at++
		case lines && (c == '\n' || c == '\r' || c == ','):
			s.at++
		case lines && c == '#':
			s.skipLine()
		default:
			return
		}
	}
}

func (s *keyScanner) skipLine() {
	for s.at < len(s.text) && s.text[s.at] != '\n' {
		s.at++
	}
}

func (s *keyScanner) document() {
	table := ""
	for s.skip(true); s.at < len(s.text); s.skip(true) {
		if s.peek() != '[' {
			s.pair(table)
			continue
		}
		array := strings.HasPrefix(s.text[s.at:], "[[")
		for s.peek() == '[' {
			s.at++
		}
		s.skip(false)
		start := s.at
		table = s.inArrays(s.key(""), array)
		s.note(table, start, start)
		if array {
			n := s.arrays[table]
			s.arrays[table]++
			table = join(table, strconv.Itoa(n))
			s.note(table, start, start)
		}
		s.skipLine()
	}
}

// inArrays is the path of a table's header with the last element of each array of tables that it goes through: behind
// [[a]] a header [a.b] is about a.0.b.
func (s *keyScanner) inArrays(path string, array bool) string {
	done := ""
	for rest := path; rest != ""; {
		name, more, found := strings.Cut(rest, keySeparator)
		done, rest = join(done, name), more
		if n, ok := s.arrays[done]; ok && (found || !array) {
			done = join(done, strconv.Itoa(n-1))
		}
	}
	return done
}

// maxNoted is how deep keys are noted. What a configuration may hold is not as deep, and the paths of a text that is
// nothing but brackets would fill the memory.
const maxNoted = 16

func (s *keyScanner) note(path string, key, value int) {
	if strings.Count(path, keySeparator) >= maxNoted {
		return
	}
	if _, ok := s.keys[path]; !ok {
		s.keys[path], s.values[path] = key, value
	}
}

// pair reads `key = value`.
func (s *keyScanner) pair(table string) {
	start := s.at
	path := s.key(table)
	if s.peek() == '=' {
		s.at++
	}
	s.skip(false)
	s.note(path, start, s.at)
	s.value(path)
	if s.at == start {
		s.at++ // not valid TOML: go on all the same
	}
}

// key reads a dotted key and returns its path below the table.
func (s *keyScanner) key(table string) string {
	path := table
	for {
		s.skip(false)
		start := s.at
		switch c := s.peek(); c {
		case '"', '\'':
			s.quoted()
			path = join(path, unquotedKey(s.text[start:s.at]))
		default:
			for s.at < len(s.text) && !strings.ContainsRune(" \t.=]\n\r", rune(s.text[s.at])) {
				s.at++
			}
			path = join(path, s.text[start:s.at])
		}
		if s.skip(false); s.peek() == '.' {
			s.note(path, start, start) // a table that is nowhere written but here
		}
		if s.peek() != '.' {
			return path
		}
		s.at++
	}
}

// unquotedKey is what a key in quotes stands for. The two kinds of quotes that a key may have are read as values are.
func unquotedKey(written string) string {
	var document map[string]string
	if _, err := toml.Decode("k="+written, &document); err != nil {
		return strings.Trim(written, `"'`)
	}
	return document["k"]
}

func (s *keyScanner) value(path string) {
	switch s.peek() {
	case '"', '\'':
		s.quoted()
	case '[':
		s.at++
		for n := 0; ; n++ {
			if s.skip(true); s.at >= len(s.text) || s.peek() == ']' {
				break
			}
			element, start := path, s.at
			if strings.Count(path, keySeparator) < maxNoted {
				element = join(path, strconv.Itoa(n))
			}
			s.note(element, start, start)
			if s.value(element); s.at == start {
				return
			}
		}
		s.at++
	case '{':
		s.at++
		for s.skip(true); s.at < len(s.text) && s.peek() != '}'; s.skip(true) {
			s.pair(path)
		}
		s.at++
	default:
		for s.at < len(s.text) && !strings.ContainsRune(",]}#\n", rune(s.text[s.at])) {
			s.at++
		}
	}
}

// quoted moves over a text in any of TOML's four kinds of quotes.
func (s *keyScanner) quoted() {
	quote := s.text[s.at : s.at+1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(s.text[s.at:], triple) {
		quote = triple
	}
	s.at += len(quote)
	for s.at < len(s.text) {
		switch {
		case strings.HasPrefix(s.text[s.at:], quote):
			s.at += len(quote)
			return
		case quote[0] == '"' && s.text[s.at] == '\\':
			s.at++
		}
		s.at++
	}
	s.at = min(s.at, len(s.text))
}

// keySeparator is between the segments of a path; keys may have dots of their own.
const keySeparator = "\x00"

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + keySeparator + name
}
