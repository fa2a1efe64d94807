package source

import "strings"

// instruction is one instruction of a Dockerfile.
type instruction struct {
	name string // in upper case
	args *Text  // its lines joined, without the flags
	// flags are those in front of the arguments, such as --chown=flink.
	flags map[string]string
	// documents are the bodies of the here-documents that the arguments name.
	documents []*Text
}

// readInstructions splits a Dockerfile: a backslash (or what the escape directive says) joins lines, comments and empty
// lines between them are left out.
func readInstructions(d *Document) []instruction {
	r := &instructionReader{text: fileText(d), escape: '\\'}
	r.s = r.text.Decoded
	if strings.HasPrefix(r.s, string(byteOrderMark)) {
		r.at = len(byteOrderMark)
	}
	var all []instruction
	directives := true
	for r.at < len(r.s) {
		end, next := lineEnd(r.s, r.at)
		line := strings.TrimSpace(r.s[r.at:end])
		if line == "" || line[0] == '#' {
			name, value, ok := strings.Cut(strings.TrimLeft(line, "# \t"), "=")
			if directives && ok && strings.EqualFold(strings.TrimSpace(name), "escape") && strings.TrimSpace(value) == "`" {
				r.escape = '`'
			}
			r.at = next
			continue
		}
		directives = false
		all = append(all, r.instruction())
	}
	return all
}

type instructionReader struct {
	text   *Text
	s      string
	at     int
	escape byte
}

// instruction reads the lines of the next one.
func (r *instructionReader) instruction() instruction {
	joined := &Text{Document: r.text.Document, parent: r.text}
	var b []byte
	for first := true; r.at < len(r.s); first = false {
		start := r.at
		end, next := lineEnd(r.s, start)
		r.at = next
		content := strings.TrimRight(r.s[start:end], " \t")
		if t := strings.TrimLeft(content, " \t"); !first && (t == "" || t[0] == '#') {
			continue
		}
		stop := start + len(content)
		goesOn := stop > start && r.s[stop-1] == r.escape
		if goesOn {
			stop--
		}
		if stop > start {
			joined.pieces = append(joined.pieces, piece{len(b), len(b) + stop - start, start, stop})
			b = append(b, r.s[start:stop]...)
		}
		if !goesOn {
			break
		}
	}
	if joined.Decoded = string(b); len(b) == 0 {
		joined.pieces = []piece{{0, 0, r.at, r.at}}
	}
	i := instruction{flags: map[string]string{}}
	whole := trimSpan(joined.Decoded, Span{0, len(joined.Decoded)})
	n := strings.IndexAny(joined.Decoded[whole.Start:whole.End], " \t")
	if n < 0 {
		n = whole.Len()
	}
	i.name = strings.ToUpper(joined.Decoded[whole.Start : whole.Start+n])
	args := trimSpan(joined.Decoded, Span{whole.Start + n, whole.End})
	for strings.HasPrefix(joined.Decoded[args.Start:args.End], "--") {
		word := joined.Decoded[args.Start:args.End]
		if n = strings.IndexAny(word, " \t"); n < 0 {
			n = len(word)
		}
		name, value, _ := strings.Cut(word[2:n], "=")
		i.flags[name] = value
		args = trimSpan(joined.Decoded, Span{args.Start + n, args.End})
	}
	i.args = joined.cut(args.Start, args.End)
	if i.name == "RUN" || i.name == "COPY" || i.name == "ADD" {
		r.documents(&i)
	}
	return i
}

// documents reads the here-documents that the arguments name, which follow the instruction.
func (r *instructionReader) documents(i *instruction) {
	for rest := i.args.Decoded; ; {
		n := strings.Index(rest, "<<")
		if n < 0 {
			return
		}
		rest = strings.TrimLeft(rest[n+2:], "-")
		word := strings.TrimLeft(rest, `"'`)
		word = word[:variableLength(word)]
		if word == "" {
			continue
		}
		start, found := r.at, false
		for at := r.at; at < len(r.s) && !found; {
			end, next := lineEnd(r.s, at)
			if found = strings.TrimLeft(r.s[at:end], "\t") == word; found {
				i.documents = append(i.documents, r.text.cut(start, at))
				r.at = next
			}
			at = next
		}
		if !found {
			return
		}
	}
}
