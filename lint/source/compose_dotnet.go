package source

import (
	"fmt"
	"math"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// dotNet is what a service shows of .NET in its container, nil where nothing does.
func (p *composeProject) dotNet(s *composeService, w *Workload, env *composeEnvironment) *DotNetContainer {
	entries := make([]environmentEntry, 0, len(env.variables))
	for name, v := range env.variables {
		e := environmentEntry{name: name, text: v.text, state: v.state, place: v.place, decoded: v.number, quoted: v.mapped}
		if len(v.uncertain) > 0 && e.state == Known {
			e.state = Assumed
		}
		entries = append(entries, e)
	}
	w.Variables = variablesOf(entries)
	var words []*Text
	for _, field := range []string{"entrypoint", "command"} {
		_, n, file := s.last(field)
		texts, _ := p.words(n, file)
		words = append(words, texts...)
	}
	c := dotNetContainer(entries, &w.Image, words)
	if c == nil {
		return nil
	}
	c.CPUs = p.cpus(s)
	c.Folders = append(c.Folders, ".")
	for _, folder := range c.Folders {
		for _, file := range dotNetFiles(folder) {
			p.refer(file)
		}
	}
	w.DotNetMounts = p.dotNetMounts(s, c)
	if c.Config != "" {
		p.refer(path.Base(c.Config))
	}
	return c
}

// dotNetMounts are the files that the service mounts with settings of .NET in them.
func (p *composeProject) dotNetMounts(s *composeService, c *DotNetContainer) []Mount {
	var mounts []Mount
	add := func(m Mount, ok bool) {
		if !ok || m.Path == "" {
			return
		}
		mounts = append(mounts, m)
		if _, is := runtimeConfigOf(m.Target); is {
			p.refer(m.Path)
		} else if path.Ext(m.Path) == "" {
			p.refer(path.Join(m.Path, "*.runtimeconfig.json"))
		}
	}
	for _, l := range s.layers {
		for _, item := range l.node.get("volumes").items() {
			add(p.volume(l.file, item))
		}
		for _, item := range l.node.get("configs").items() {
			m, ok := p.config(l.file, item)
			add(m, ok)
			if part := p.inline(l.file, item, m.Target); part != nil {
				c.Inline = append(c.Inline, part)
			}
		}
	}
	return mounts
}

// inline is a runtimeconfig.json that stands in the Compose file itself, as the content of a config; nil for any other
// entry.
func (p *composeProject) inline(f *composeFile, n *node, target string) *DotNetPart {
	name := p.scalar(f, n)
	if n.kind == mapNode {
		name = p.scalar(f, n.get("source"))
	}
	if _, is := runtimeConfigOf(target); !is || name == "" {
		return nil
	}
	for i := len(p.files) - 1; i >= 0; i-- {
		if content := p.files[i].root.get("configs", name, "content"); content != nil && content.kind == scalarNode {
			return readRuntimeConfig(p.filled(p.files[i], content).Text, target)
		}
	}
	return nil
}

// cpus is the limit of processors, rounded up; 0 where there is none, or none that is known.
func (p *composeProject) cpus(s *composeService) int {
	for _, at := range [][]string{{"deploy", "resources", "limits", "cpus"}, {"cpus"}} {
		_, n, file := s.last(at...)
		if _, ok := n.text(); !ok {
			continue
		}
		if f, err := strconv.ParseFloat(strings.TrimSpace(p.scalar(file, n)), 64); err == nil && f > 0 && f < maxCPUs {
			return int(math.Ceil(f))
		}
	}
	return 0
}

// composeFloat are the numbers with a fraction or an exponent that Compose's YAML parser takes for such.
var composeFloat = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)

// rewrittenNumber is what Compose makes of a value without quotes where YAML reads it as a number: it writes the number
// again, in decimal digits. 0x20000000 becomes 536870912. Nil where the value stays what it is.
func rewrittenNumber(n *node) *string {
	text, ok := goNumber(n)
	if !ok || text == resolve(n).value {
		return nil
	}
	return &text
}

// goNumber is a scalar that YAML for Go takes for a number, written again. It is false for any other one.
func goNumber(n *node) (text string, ok bool) {
	if n = resolve(n); n == nil || n.kind != scalarNode || n.style != plainStyle || n.tag != "" {
		return "", false
	}
	plain := strings.ReplaceAll(n.value, "_", "")
	if plain == "" || !strings.ContainsRune("+-.0123456789", rune(plain[0])) {
		return "", false
	}
	if i, err := strconv.ParseInt(plain, 0, 64); err == nil {
		return strconv.FormatInt(i, 10), true
	} else if u, err := strconv.ParseUint(plain, 0, 64); err == nil {
		return strconv.FormatUint(u, 10), true
	} else if f, err := strconv.ParseFloat(plain, 64); err == nil && composeFloat.MatchString(plain) {
		return fmt.Sprint(f), true
	}
	return "", false
}
