package source

import (
	"slices"
	"strings"
)

// finishTemplate takes out of a part what the conditions and loops of its template leave open: an option inside one may
// not be there, and of several with one key nobody knows which is.
func finishTemplate(part *Part, parent *Text, value *node) {
	var conditional []Span
	for _, s := range conditionalSpans(parent.written(value.span)) {
		conditional = append(conditional, parent.Span(value.span.Start+s.Start, value.span.Start+s.End))
	}
	last := make(map[string]int, len(part.Options))
	for i, o := range part.Options {
		last[o.Key] = i
	}
	times := map[string]int{}
	options := part.Options[:0]
	for i, o := range part.Options {
		times[o.Key]++
		if stateOf(part.Document.Path, o.Key) == Unknown || last[o.Key] != i {
			continue
		}
		at := o.Place.Entry.Start
		switch {
		case times[o.Key] > 1:
			o.State, o.shared = Unknown, true // an edit would change one branch of several
		case o.State == Known && slices.ContainsFunc(conditional, func(s Span) bool { return s.Start <= at && at < s.End }):
			o.State = Assumed
		}
		options = append(options, o)
	}
	part.Options = options
	// a key may get its value from a hidden line
	part.Problems = slices.DeleteFunc(part.Problems, func(p Problem) bool {
		return p.Fatal || p.Code == NoValue || p.Code == NestedBlock || p.Code == NestedEntry
	})
}

// conditionalSpans are the parts of a template that its conditions and loops enclose.
func conditionalSpans(s string) []Span {
	var spans []Span
	depth, from := 0, 0
	for at := 0; ; {
		start, end := expression(s[at:])
		if start < 0 {
			break
		}
		start, end = at+start, at+end
		word := strings.TrimLeft(s[start:end], "{%<#/- \t\r\n~")
		switch closes := strings.HasPrefix(s[start:], "</#"); {
		case closes, strings.HasPrefix(word, "end"):
			if depth--; depth == 0 {
				spans = append(spans, Span{from, start})
			}
			depth = max(depth, 0)
		case opensBlock(word):
			if depth++; depth == 1 {
				from = end
			}
		}
		at = end
	}
	if depth > 0 {
		spans = append(spans, Span{from, len(s)})
	}
	return spans
}

// blockWords start the conditions and loops of template languages.
var blockWords = []string{"if", "with", "range", "for", "unless", "list", "each", "define", "block"}

func opensBlock(word string) bool {
	n := 0
	for n < len(word) && isLetter(word[n]) {
		n++
	}
	return slices.Contains(blockWords, word[:n])
}
