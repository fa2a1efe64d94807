package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// A manifest, a Compose file or a chart's values that are no YAML reach no Flink: the program that reads them refuses the
// file. That is worth saying where the text shows that it is about Flink, and where nothing fills the text in before that
// program reads it.

// The programs that read what Flink's options are embedded in.
const (
	byKubectl   = "kubectl"
	byKustomize = "kustomize"
	byCompose   = "docker compose"
	byHelm      = "Helm"
)

// maxDiagnosed is how large a text may be for a search for the line at fault; of a larger one, the YAML library's own
// line is told.
const maxDiagnosed = 64 << 10

// noteUnreadable makes a part without options of a text that nothing could be read from, with the problem for which the
// program refuses it. It says nothing where the program might read the text after all.
func (d *Document) noteUnreadable(t *Text, program string) {
	s := t.Decoded
	if !utf8.ValidString(s) || filledIn(d.Path, s, program) || !showsFlinkIn(s, d.Kind) || !refusesAsWritten(s) {
		return
	}
	part := &Part{Document: d, Text: t}
	r := &yamlReader{text: t, part: part, src: s, lines: t.lines()}
	r.diagnose()
	first := part.LoadError()
	if first == nil || r.nearPlaceholder(first.Place) {
		return
	}
	for i := range part.Problems {
		if p := &part.Problems[i]; p.Place.Entry.Start < first.Place.Entry.Start {
			first = p
		}
	}
	first.By = program
	part.Problems = []Problem{*first}
	d.Parts = append(d.Parts, part)
}

// refusesAsWritten reports whether the YAML library refuses the first document of the text, which is all that kubectl
// and Helm look at. They read a text in brackets otherwise: kubectl as JSON, and both nothing behind its end.
func refusesAsWritten(s string) bool {
	if !yamlRefuses(s) {
		return false
	}
	content := skipComments(s)
	switch {
	case content == "", strings.HasPrefix(content, "---") && startsDocument(content[:lineLength(content)]):
		return false
	case content[0] == '{':
		_, err := jsonFault(s)
		return err != nil
	}
	return strings.IndexByte(`["'`, content[0]) < 0
}

// skipComments is the text from its first line on that is neither blank, nor a comment, nor a bare marker.
func skipComments(s string) string {
	s = strings.TrimPrefix(s, string(byteOrderMark))
	for s != "" {
		n := lineLength(s)
		line := strings.TrimSpace(s[:n])
		if line != "" && line[0] != '#' && !(startsDocument(line) && onlyComment(line[len("---"):])) {
			return strings.TrimLeft(s, " \t\r\n")
		}
		_, next := lineEnd(s, 0)
		s = s[next:]
	}
	return ""
}

func lineLength(s string) int {
	end, _ := lineEnd(s, 0)
	return end
}

// jsonFault is the offset at which a stream of JSON values is none, and why; no error where it is one.
func jsonFault(s string) (int, error) {
	content := withoutMark([]byte(s))
	decoder := json.NewDecoder(bytes.NewReader(content))
	for {
		var value json.RawMessage
		err := decoder.Decode(&value)
		var syntax *json.SyntaxError
		switch {
		case errors.Is(err, io.EOF):
			return 0, nil
		case errors.As(err, &syntax):
			return len(s) - len(content) + max(int(syntax.Offset)-1, 0), err
		case err != nil:
			return len(strings.TrimRight(s, " \t\r\n")), err
		}
	}
}

// diagnose reports the first syntax error of the text.
func (r *yamlReader) diagnose() {
	r.checkCharacters()
	isLimit := func(p Problem) bool { return p.Code == TooLarge } // of Flink's parser, not of this one
	if r.part.Problems = slices.DeleteFunc(r.part.Problems, isLimit); len(r.part.Problems) > 0 {
		return
	}
	if hasPrefixJSON([]byte(r.src)) {
		r.diagnoseJSON()
		return
	}
	_, err := r.parse()
	if err == nil {
		return
	}
	c := &recovery{r: r, src: []byte(r.src)}
	if len(r.src) <= maxDiagnosed {
		c.first(err)
	}
	c.unexplained(err)
}

// first reports the first line at fault.
func (c *recovery) first(cause error) {
	c.split()
	if e, ok := cause.(*syntaxError); ok && e.alias == "" {
		hideAliases(c.src) // their anchors may be in other entries, without which nothing is parsed
	}
	chunks := c.chunks()
	c.several = len(chunks) > 1
	c.checkMargin(chunks)
	for _, ch := range chunks {
		if c.found == 0 && !c.parses(ch) {
			c.mend(ch, cause)
		}
	}
}

// hideAliases turns the aliases of a text into plain text.
func hideAliases(src []byte) {
	for i, c := range src {
		if c != '*' || i > 0 && strings.IndexByte(" \t\r\n[{,", src[i-1]) < 0 {
			continue
		}
		name := nameLength(string(src[i+1 : min(i+1+maxAnchor, len(src))]))
		if end := i + 1 + name; name > 0 && (end == len(src) || strings.IndexByte(" \t\r\n]},", src[end]) >= 0) {
			src[i] = '_'
		}
	}
}

// maxAnchor is how long the name of an anchor may be.
const maxAnchor = 128

func (r *yamlReader) diagnoseJSON() {
	at, err := jsonFault(r.src)
	if err == nil {
		return
	}
	p := Problem{Code: BadSyntax}
	p.Detail, _, _ = strings.Cut(err.Error(), " looking for ")
	if errors.Is(err, io.ErrUnexpectedEOF) {
		if open := openBracket(r.src); open >= 0 {
			at = open
			p.Code, p.Detail = UnclosedBracket, r.src[open:open+1]
		}
	}
	_, n := utf8.DecodeRuneInString(r.src[min(at, len(r.src)):])
	p.Place = r.at(at, at+n)
	r.problem(parseStage, true, p)
}

// openBracket is the offset of the last bracket that a text in JSON leaves open, -1 without one.
func openBracket(s string) int {
	var open []int
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			for i++; i < len(s) && s[i] != '"'; i++ {
				if s[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			open = append(open, i)
		case '}', ']':
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		}
	}
	if len(open) == 0 {
		return -1
	}
	return open[len(open)-1]
}

// showsFlinkIn reports whether a text that cannot be parsed is about Flink: by an option, an image, a resource of an operator
// or the variable of the image's entrypoint, outside its comments.
func showsFlinkIn(s string, kind Kind) bool {
	if kind == HelmValues && nestsOptions([]byte(s)) {
		return true
	}
	for at := 0; at < len(s); {
		end, next := lineEnd(s, at)
		line := strings.TrimLeft(s[at:end], " \t")
		at = next
		if line != "" && line[0] != '#' && lineShowsFlink(line) {
			return true
		}
	}
	return false
}

func lineShowsFlink(line string) bool {
	if strings.Contains(line, string(LayerProperties)) || strings.Contains(line, "flink-conf.yaml") {
		return true
	}
	entry := strings.Trim(strings.TrimLeft(line, "- \t"), `",`)
	if key, value, ok := strings.Cut(entry, ":"); ok {
		value = strings.Trim(value, "\"', \t\r")
		switch strings.Trim(key, `"' `) {
		case "image":
			if isFlinkImage(value) {
				return true
			}
		case "apiVersion":
			group, _, _ := strings.Cut(value, "/")
			if strings.HasPrefix(group, "flink") {
				return true
			}
		}
	}
	for i := 0; i < len(line); i++ {
		start := i
		for i < len(line) && isKeyByte(line[i]) {
			i++
		}
		if word := line[start:i]; isStrong(word) && isKnown(word) {
			return true
		}
	}
	return false
}

// templateMarks stand in a text that another program fills in.
var templateMarks = []string{"{{", "{%", "<%", "<#", "#{", "[[", "(("}

// filledIn reports whether a program fills the text in before the one that reads it, by its name or by its expressions.
// Compose fills in ${NAME} itself, and behind the parser.
func filledIn(file, s, program string) bool {
	if isTemplate(file) || chartOf(file) != "" || strings.HasPrefix(path.Base(file), ".") {
		return true
	}
	name := strings.NewReplacer("pod-template", "", "pod_template", "", "podtemplate", "").Replace(strings.ToLower(path.Base(file)))
	for _, word := range []string{"template", "tmpl", "tpl", "jinja", ".j2"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	for _, mark := range templateMarks {
		if strings.Contains(s, mark) {
			return true
		}
	}
	return program != byCompose && strings.Contains(s, "${") || hidePlaceholders(s) != s
}

// nearPlaceholder reports whether something that a program may fill in stands in the lines of a problem, or in the one
// before: then nobody knows what is there in the end. A variable inside a value explains nothing.
func (r *yamlReader) nearPlaceholder(p Place) bool {
	lines := r.text.Document.Lines
	first, last := lines.Line(p.Entry.Start), lines.Line(max(p.Entry.Start, p.Entry.End-1))
	for n := max(first-1, 1); n <= last; n++ {
		line := lines.Text(n)
		if isMeantToFill(line) {
			return true
		}
	}
	return false
}

// isMeantToFill reports whether a line is a placeholder, or holds %SOMETHING%, <something> or an ellipsis.
func isMeantToFill(line string) bool {
	start := strings.TrimLeft(line, "- \t")
	open := strings.IndexByte(line, '<')
	return strings.HasPrefix(start, "$") || strings.HasPrefix(start, "__") || strings.Count(line, "%") > 1 ||
		open >= 0 && strings.IndexByte(line[open:], '>') > 1 || strings.Contains(line, "...") || strings.Contains(line, "\u2026")
}
