package flink

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed data/descriptions.txt
var descriptionsText string

// theDescriptions are parsed when the first one is asked for, as the catalogue is.
var theDescriptions = sync.OnceValue(func() map[string]string {
	all, err := parseDescriptions(descriptionsText)
	if err != nil {
		panic(fmt.Sprintf("data/descriptions.txt: %v", err))
	}
	return all
})

// parseDescriptions reads keys that start their line, each with indented lines of text below it. A line that starts
// with # is a comment.
func parseDescriptions(text string) (map[string]string, error) {
	all := map[string]string{}
	key := ""
	number := 0
	for line := range strings.Lines(text) {
		number++
		words := strings.Join(strings.Fields(line), " ")
		switch {
		case words == "" || line[0] == '#':
		case line[0] != ' ':
			if key = words; strings.Contains(key, " ") {
				return nil, fmt.Errorf("line %d: %q is no key; text is indented", number, key)
			}
			if _, twice := all[key]; twice {
				return nil, fmt.Errorf("line %d: %s is described twice", number, key)
			}
			all[key] = ""
		case key == "":
			return nil, fmt.Errorf("line %d: text without a key above it", number)
		default:
			all[key] = strings.TrimLeft(all[key]+" "+words, " ")
		}
	}
	return all, nil
}

// Describe says in a few sentences what an option is; "" where nothing is known but its name, as of most options that
// are not about memory. An entry of a map is described by its map, and an old name by the option that replaced it.
func Describe(key string) string {
	if text, ok := theDescriptions()[key]; ok {
		return text
	}
	o, ok := Lookup(key)
	if !ok {
		if o, ok = MapEntry(key); !ok {
			return ""
		}
		if text := Describe(o.Key); text != "" {
			return "An entry of " + o.Key + ". " + text
		}
		return ""
	}
	var latest *Replacement
	for i, r := range o.ReplacedBy {
		if theDescriptions()[r.Key] != "" && (latest == nil || latest.To.Before(r.To)) {
			latest = &o.ReplacedBy[i]
		}
	}
	if latest == nil {
		return ""
	}
	return "An old name of " + latest.Key + ". " + theDescriptions()[latest.Key]
}
