package source

import "strings"

// skipped finds out what was meant by a line that has no ": ", and that Flink therefore skips.
func (r *confReader) skipped(l confLine) {
	s := r.text.Decoded
	conf := s[l.conf.Start:l.conf.End]
	if (r.text.template || isTemplate(r.text.Document.Path)) && onlyExpressions(conf) {
		return
	}
	p := Problem{Code: NotAnOption, Skipped: true, Place: r.text.place(Span{}, Span{}, l.conf), Detail: clip(conf)}
	listItem := conf == "-" || strings.HasPrefix(conf, "- ")
	r.closeBlocks(l.indent, listItem)
	deeper := !r.last.IsZero() && l.indent > r.lastIndent
	switch {
	case r.block && deeper:
		p.Code, p.Related = ContinuationLine, placeRef(r.last)
		r.problem(p)
		return
	case strings.HasPrefix(conf, "---") || conf == "..." || conf[0] == '%':
		p.Code = DocumentMarker
	case strings.Trim(conf, "\ufeff") == "":
		p.Code, p.Detail = ByteOrderMark, ""
	case listItem:
		p.Code = ListItem
		p.Value = strings.TrimSpace(conf[1:])
		if n := len(r.heads); n > 0 {
			p.Key, p.Related = r.heads[n-1].key, placeRef(r.heads[n-1].place)
		}
	default:
		r.guess(l, &p)
	}
	if deeper && len(r.heads) == 0 && (p.Code == NotAnOption || p.Code == MissingColon) {
		p.Code, p.Key, p.Value, p.Related = ContinuationLine, "", "", placeRef(r.last)
		p.Place.Key, p.Place.Value = Span{}, Span{}
	}
	r.problem(p)
	if p.Code == NoValue {
		key := p.Key
		if n := len(r.heads); n > 0 {
			key = r.heads[n-1].key + "." + key
			r.part.Problems[len(r.part.Problems)-1].Key = key
			r.part.Problems[len(r.part.Problems)-1].Related = placeRef(r.heads[0].place)
		}
		r.heads = append(r.heads, confHead{indent: l.indent, key: key, problem: len(r.part.Problems) - 1, place: p.Place})
		r.block, r.last = false, Place{}
	}
}

// guess looks for a key at the start of the line, and for what stands in place of the colon and the space.
func (r *confReader) guess(l confLine, p *Problem) {
	s := r.text.Decoded
	start := l.conf.Start
	if strings.HasPrefix(s[start:l.conf.End], "\ufeff") {
		start += len("\ufeff")
	}
	g, ok := guessEntry(s, Span{start, l.conf.End})
	if !ok {
		return
	}
	p.Code, p.Detail, p.Key, p.Value = g.code, g.detail, s[g.key.Start:g.key.End], s[g.value.Start:g.value.End]
	p.Place = r.text.place(g.key, g.value, l.conf)
	if p.Code == NoValue && l.hash >= 0 {
		if c := strings.TrimSpace(strings.TrimLeft(s[l.hash:l.raw.End], "#")); c != "" {
			p.Value, p.Detail = c, "comment"
		}
	}
}

// entryGuess is what a line that is no entry was probably meant to be.
type entryGuess struct {
	code       ProblemCode
	key, value Span
	detail     string
}

// guessEntry reads "key:value", "key=value", "key value" and "key:", with the key's characters at the start of the
// span and white space of any kind between. Both dialects use it.
func guessEntry(s string, sp Span) (entryGuess, bool) {
	i, quote := sp.Start, byte(0)
	if i < sp.End && (s[i] == '"' || s[i] == '\'') {
		quote = s[i]
		i++
	}
	key := Span{i, i}
	for i < sp.End && isKeyByte(s[i]) {
		i++
	}
	key.End = i
	if quote != 0 {
		if i >= sp.End || s[i] != quote {
			return entryGuess{}, false
		}
		i++
	}
	if key.Len() == 0 || !isLetter(s[key.Start]) {
		return entryGuess{}, false
	}
	sep, _ := skipSpaces(s, Span{i, sp.End})
	g := entryGuess{key: key}
	dotted := strings.IndexByte(s[key.Start:key.End], '.') > 0
	switch {
	case sep == sp.End:
		return g, false
	case s[sep] == ':' && sep+1 == sp.End:
		g.code, g.value = NoValue, Span{sp.End, sp.End}
		return g, true
	case s[sep] == ':' && (s[sep+1] != ':' && s[sep+1] != '/'):
		var first string
		sep, first = skipSpaces(s, Span{sep + 1, sp.End})
		g.code, g.detail = MissingSpace, first
	case s[sep] == '=' && (dotted || sep == i || s[sep-1] == ' '):
		sep, _ = skipSpaces(s, Span{sep + 1, sp.End})
		g.code = EqualsSign
	case sep > i && dotted:
		g.code = MissingColon
	default:
		return g, false
	}
	g.value = trimSpan(s, Span{sep, sp.End})
	if g.value.Len() == 0 {
		g.code, g.value = NoValue, Span{sp.End, sp.End}
	}
	return g, true
}

// skipSpaces skips white space of every kind, and names the first one where it is no ordinary space.
func skipSpaces(s string, sp Span) (int, string) {
	first := ""
	for i := sp.Start; i < sp.End; {
		if s[i] == ' ' || s[i] == '\t' {
			if i == sp.Start && s[i] == '\t' {
				first = "tab"
			}
			i++
			continue
		}
		if n := wideSpace(s[i:sp.End]); n > 0 {
			if i == sp.Start {
				first = "no-break space"
			}
			i += n
			continue
		}
		return i, first
	}
	return sp.End, first
}
