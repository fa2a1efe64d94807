package flink

import (
	"errors"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// NotAMap is the fault of a text that is no map.
const NotAMap ValueFault = "not-a-map"

// mapsByPrefix is the first version in which a map may be written as one option for each entry, "key.entry".
var mapsByPrefix = Version{Major: 1, Minor: 14}

// mapOption reads an option of type Map, which Flink takes in two spellings: as one text, or as one option for each
// entry, which counts only where the text is not set. from names the option, or an entry's option if any is set.
func (r optionReader) mapOption(key string) (entries map[string]string, from setting, err *OptionError) {
	from, err = r.setting(key)
	if err != nil {
		return nil, from, err
	}
	if !from.set && !r.version.Before(mapsByPrefix) {
		prefix := key + "."
		for k := range r.conf.Unknown {
			if strings.HasPrefix(k, prefix) {
				return nil, from, &OptionError{Key: k, Fault: ValueUnknown}
			}
		}
		for k, text := range r.conf.Values {
			if entry, ok := strings.CutPrefix(k, prefix); ok {
				if entries == nil {
					entries = map[string]string{}
				}
				entries[entry] = text
			}
		}
		if entries != nil {
			return entries, setting{key: key, set: true}, nil
		}
	}
	if r.conf.Standard {
		if entries, ok := yamlMap(from.text); ok {
			return entries, from, nil
		}
	}
	entries, cause := parseMap(from.text)
	if cause != nil {
		return nil, from, from.unreadable(cause)
	}
	return entries, from, nil
}

// parseMap reads the text of a map as Flink's ConfigurationUtils does: "key:value,key:value", each part may be quoted.
// The error is a *[ValueError].
func parseMap(text string) (map[string]string, error) {
	fault := &ValueError{Text: text, Fault: NotAMap}
	items, err := splitQuoted(text, ',')
	if err != nil {
		return nil, fault
	}
	entries := make(map[string]string, len(items))
	for _, item := range items {
		pair, err := splitQuoted(item, ':')
		if err != nil || len(pair) != 2 {
			return nil, fault
		}
		if _, twice := entries[pair[0]]; twice {
			return nil, fault
		}
		entries[pair[0]] = pair[1]
	}
	return entries, nil
}

var errQuoting = errors.New("a quoted part is not closed, or something stands beside it")

// splitQuoted splits as Flink's StructuredOptionsSplitter does: parts may stand in single or double quotes, in which
// a doubled quote is one; white space around parts goes; only between two delimiters is nothing an empty part.
func splitQuoted(s string, delimiter byte) ([]string, error) {
	var parts []string
	afterDelimiter, complete := false, false
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == delimiter:
			if afterDelimiter {
				parts = append(parts, "")
			}
			afterDelimiter, complete = true, false
			i++
		case c == '\'' || c == '"':
			part, end := quoted(s, i)
			if end < 0 || complete {
				return nil, errQuoting
			}
			parts = append(parts, part)
			afterDelimiter, complete = false, true
			i = end
		case leadingSpace(s[i:]) > 0:
			i += leadingSpace(s[i:])
		default:
			if complete {
				return nil, errQuoting
			}
			end := i + strings.IndexByte(s[i:]+string(delimiter), delimiter)
			parts = append(parts, strings.TrimFunc(s[i:end], javaSpace))
			afterDelimiter, complete = false, true
			i = end
		}
	}
	return parts, nil
}

// quoted reads the quoted part that starts at s[start]; end is behind its closing quote, or negative without one.
func quoted(s string, start int) (part string, end int) {
	var b strings.Builder
	for i := start + 1; i < len(s); i++ {
		if s[i] == s[start] {
			if i+1 == len(s) || s[i+1] != s[start] {
				return b.String(), i + 1
			}
			i++
		}
		b.WriteByte(s[i])
	}
	return "", -1
}

// leadingSpace is the length of the first character of s, if Java's Character.isWhitespace takes it, else 0.
func leadingSpace(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	space := r >= '\t' && r <= '\r' || r >= 0x1c && r <= ' ' ||
		r > ' ' && unicode.Is(unicode.Z, r) && r != 0xa0 && r != 0x2007 && r != 0x202f
	if !space {
		return 0
	}
	return n
}

// yamlMap reads the text of a map as the YAML parser of 1.19 on does before it falls back to [parseMap]. It knows the
// forms that people write: {key: value, ...} and lines of "key: value", with plain or quoted scalars.
func yamlMap(text string) (map[string]string, bool) {
	t := strings.TrimSpace(text)
	var items []string
	if body, ok := strings.CutPrefix(t, "{"); ok {
		if body, ok = strings.CutSuffix(body, "}"); !ok || strings.ContainsAny(body, "{}[]") {
			return nil, false
		}
		items = strings.Split(strings.TrimSuffix(strings.TrimSpace(body), ","), ",")
		if strings.TrimSpace(body) == "" {
			items = nil
		}
	} else if t == "" || strings.ContainsAny(t[:1], "[\"'&*!|>%@`#") {
		return nil, false
	} else {
		items = strings.Split(t, "\n")
	}
	entries := make(map[string]string, len(items))
	for _, item := range items {
		key, value, ok := yamlEntry(strings.TrimSpace(item), t[0] == '{')
		if _, twice := entries[key]; !ok || twice {
			return nil, false
		}
		entries[key] = value
	}
	for key, value := range entries {
		if value == "" || value == "null" || value == "~" {
			delete(entries, key)
		}
	}
	return entries, true
}

func yamlEntry(item string, flow bool) (key, value string, ok bool) {
	key, value, ok = strings.Cut(item+" ", ": ")
	if !ok && flow {
		if end := strings.LastIndexAny(item, "\"'"); end > 0 && strings.HasPrefix(item[end+1:], ":") {
			key, value, ok = item[:end+1], item[end+2:], true
		} else if item != "" { // a key without a value
			key, value, ok = item, "", true
		}
	}
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if !ok || key == "" || strings.Contains(value, ": ") || strings.HasSuffix(value, ":") {
		return "", "", false
	}
	return unquoteYAML(key), yamlInteger(value), true
}

func unquoteYAML(s string) string {
	if n := len(s); n >= 2 && (s[0] == '"' || s[0] == '\'') && s[n-1] == s[0] {
		return s[1 : n-1]
	}
	return s
}

// yamlInteger writes a hexadecimal or octal integer of YAML 1.2 in decimal, as Flink prints it, and unquotes a text.
func yamlInteger(s string) string {
	if strings.HasPrefix(s, "0x") || strings.HasPrefix(s, "0o") {
		if n, err := strconv.ParseInt(s, 0, 64); err == nil && !strings.Contains(s, "_") {
			return strconv.FormatInt(n, 10)
		}
	}
	return unquoteYAML(s)
}
