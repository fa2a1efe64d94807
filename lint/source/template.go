package source

import (
	"path"
	"strings"
)

// templateSuffixes are those of files that a program fills in before Flink reads them.
var templateSuffixes = []string{".template", ".tmpl", ".tpl", ".j2", ".jinja", ".jinja2", ".erb", ".ftl", ".mustache", ".gotmpl", ".in"}

// isTemplate reports whether the file's name says that it is a template.
func isTemplate(file string) bool {
	name := strings.ToLower(path.Base(file))
	for _, s := range templateSuffixes {
		if strings.HasSuffix(name, s) {
			return true
		}
	}
	return false
}

// stateOf says whether a value can be taken as it is written. Only a file that is a template by its name may hold
// ${...} expressions: in any other, Flink reads them as text.
func stateOf(file, value string) State {
	special := false
	for i := 0; i < len(value) && !special; i++ {
		c := value[i]
		special = c == '{' || c == '<' || c == '$' || c == '@'
	}
	if !special {
		return Known
	}
	if start, _ := expression(value); start >= 0 {
		return Unknown
	}
	if isTemplate(file) && (strings.Contains(value, "${") || strings.Contains(value, "$(") || strings.Contains(value, "@")) {
		return Unknown
	}
	return Known
}

// expressions are the brackets of template languages that no option has in its value.
var expressions = [][2]string{{"{{", "}}"}, {"<%", "%>"}, {"{%", "%}"}, {"<#", ">"}}

// expression is where the first template expression of a text starts and ends; -1 without one.
func expression(s string) (start, end int) {
	start = -1
	for _, e := range expressions {
		i := strings.Index(s, e[0])
		if i < 0 || start >= 0 && start < i {
			continue
		}
		if n := strings.Index(s[i:], e[1]); n >= 0 {
			start, end = i, i+n+len(e[1])
		}
	}
	return start, end
}

// onlyExpressions reports whether a line consists of template expressions: a condition, a loop, an include.
func onlyExpressions(line string) bool {
	found := false
	for {
		line = strings.TrimLeft(line, " \t")
		start, end := expression(line)
		if start != 0 {
			return found && line == ""
		}
		found, line = true, line[end:]
	}
}

// hideExpressions puts letters in place of the template expressions of a text in YAML, byte by byte, and spaces in
// place of the lines that consist of them.
func hideExpressions(s string) string {
	b := []byte(s)
	for at := 0; at < len(s); {
		end, next := lineEnd(s, at)
		fill := byte('x')
		if onlyExpressions(s[at:end]) {
			fill = ' '
		}
		for from := at; from < end; {
			start, stop := expression(s[from:end])
			if start < 0 {
				break
			}
			for i := from + start; i < from+stop; i++ {
				b[i] = fill
			}
			from += stop
		}
		at = next
	}
	return string(b)
}
