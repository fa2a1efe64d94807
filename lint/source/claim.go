package source

import (
	"bytes"
	"path"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// nameClass is what a file's name says about it.
type nameClass int

const (
	otherName       nameClass = iota
	yamlName                  // some .yaml file
	configName                // config.yaml: Flink's, and that of many other programs
	flinkConfigName           // flink-config.yaml and the like: Flink's, in either dialect
	flinkConfName             // flink-conf-prod.yaml and the like
	flinkConfExact            // flink-conf.yaml
)

// setAside are the suffixes of copies and templates of a file.
var setAside = []string{
	".template", ".tmpl", ".tpl", ".j2", ".jinja", ".jinja2", ".erb", ".ftl", ".mustache", ".gotmpl", ".in",
	".bak", ".bk", ".backup", ".old", ".orig", ".original", ".default", ".dist", ".example", ".sample", ".save", ".rpmnew", ".rpmsave", "~",
}

// yamlStem is the name of a YAML file without its suffix, in lower case. Copies and templates (.bak, .j2, ...) are named
// like what they are of.
func yamlStem(file string) (stem string, ok bool) {
	name := strings.ToLower(path.Base(strings.ReplaceAll(file, "\\", "/")))
	if !strings.Contains(name, ".y") {
		return name, false
	}
	for again := true; again; {
		again = false
		for _, s := range setAside {
			if rest, ok := strings.CutSuffix(name, s); ok && rest != "" {
				name, again = rest, true
			}
		}
	}
	if stem, ok = strings.CutSuffix(name, ".yaml"); !ok {
		stem, ok = strings.CutSuffix(name, ".yml")
	}
	return stem, ok
}

// classify reads a file's name.
func classify(file string) nameClass {
	stem, ok := yamlStem(file)
	switch {
	case !ok:
		return otherName
	case stem == "flink-conf":
		return flinkConfExact
	case stem == "config":
		return configName
	case strings.Contains(stem, "flink-config"), strings.Contains(stem, "flink_config"):
		return flinkConfigName
	case strings.Contains(stem, "flink-conf"), strings.Contains(stem, "flink_conf"):
		return flinkConfName
	}
	return yamlName
}

// claimFlinkConf takes flink-conf.yaml, and other names that hold plain "key: value" lines with options of Flink.
func claimFlinkConf(file string, content []byte, _ func(string) bool) Claim {
	class := classify(file)
	if content == nil {
		return mayClaim(class != otherName && class != configName)
	}
	switch class {
	case flinkConfExact:
		if looksForeign(content) {
			return NoClaim
		}
		return FullClaim
	case flinkConfName:
		o := outlineOf(content)
		return fullClaim(!o.foreign && (o.nestedKnown == 0 || o.nestedKnown < o.flatKnown))
	case flinkConfigName:
		o := outlineOf(content)
		return fullClaim(!o.foreign && !o.yamlOnly)
	case yamlName:
		if !mentions(content, flinkWords[:2]) || looksForeign(content) {
			return NoClaim
		}
		o := outlineOf(content)
		return fullClaim(o.isFlinks() && !o.yamlOnly)
	}
	return NoClaim
}

// claimConfigYAML takes config.yaml where it shows that it is Flink's, and other names that hold options of Flink
// in a way that only YAML reads.
func claimConfigYAML(file string, content []byte, neighbour func(string) bool) Claim {
	class := classify(file)
	if content == nil {
		return mayClaim(class != otherName && class != flinkConfExact)
	}
	switch class {
	case configName:
		if besideFlink(neighbour) || bytes.Contains(content, []byte(entrypointError)) {
			return fullClaim(!looksForeign(content))
		}
		return fullClaim(mentions(content, flinkWords) && !looksForeign(content) && showsFlink(content))
	case flinkConfigName, flinkConfName:
		return fullClaim(!looksForeign(content)) // what flink-conf does not claim
	case yamlName:
		if !mentions(content, flinkWords[:2]) || looksForeign(content) {
			return NoClaim
		}
		return fullClaim(outlineOf(content).isFlinks())
	}
	return NoClaim
}

func mayClaim(yes bool) Claim {
	if yes {
		return MayClaim
	}
	return NoClaim
}

func fullClaim(yes bool) Claim {
	if yes {
		return FullClaim
	}
	return NoClaim
}

// besideFlink reports whether the files of Flink's conf folder are there.
func besideFlink(neighbour func(string) bool) bool {
	if neighbour == nil {
		return false
	}
	for _, name := range []string{"log4j-console.properties", "log4j-cli.properties", "logback-console.xml", "flink-conf.yaml"} {
		if neighbour(name) {
			return true
		}
	}
	return neighbour("masters") && neighbour("workers")
}

// flinkWords are what a config.yaml has to contain to be worth a closer look: each strong key contains one of them. A
// file of any other name has to contain one of the first two.
var flinkWords = [][]byte{
	[]byte("taskmanager"), []byte("jobmanager"), []byte("checkpoint"), []byte("savepoint"), []byte("state"),
	[]byte("parallelism"), []byte("high-availability"), []byte("restart-strategy"),
}

func mentions(content []byte, words [][]byte) bool {
	for _, w := range words {
		if bytes.Contains(content, w) {
			return true
		}
	}
	return false
}

// strongKeys start the keys that hardly any other program uses.
var strongKeys = []string{
	"taskmanager.", "jobmanager.", "state.backend", "state.checkpoint", "state.savepoint", "execution.checkpointing.",
	"parallelism.default", "high-availability", "restart-strategy",
}

// outline is what a look at the lines of a file shows, without parsing it.
type outline struct {
	foreign     bool // the top level is another program's
	yamlOnly    bool // something that flink-conf.yaml cannot say: blocks, quotes, lists, documents
	flatKnown   int  // options of Flink, written as one key
	nestedKnown int  // those written as blocks
	strongKnown int  // those of either that are unmistakable
	entries     int  // entries with a value
}

// isFlinks reports whether a file of any name is a Flink configuration: half of it has to be options of Flink.
func (o outline) isFlinks() bool {
	return !o.foreign && o.strongKnown > 0 && 2*(o.flatKnown+o.nestedKnown) >= o.entries
}

// showsFlink reports whether there is one unmistakable option of Flink.
func showsFlink(content []byte) bool {
	found := false
	outlineKeys(content, func(key string, _, _ bool) bool {
		found = isStrong(key) && isKnown(key)
		return !found
	}, nil)
	return found
}

// outlineHead is how much of a file is looked at.
const outlineHead = 64 << 10

// outlineOf counts what tells the dialects apart.
func outlineOf(content []byte) outline {
	o := outline{foreign: looksForeign(content)}
	outlineKeys(content, func(key string, nested, yamlOnly bool) bool {
		o.entries++
		o.yamlOnly = o.yamlOnly || nested || yamlOnly
		switch {
		case !isKnown(key):
			return true
		case nested:
			o.nestedKnown++
		default:
			o.flatKnown++
		}
		if isStrong(key) {
			o.strongKnown++
		}
		return true
	}, func() { o.yamlOnly = true })
	return o
}

// outlineKeys finds entries by their indentation, and calls entry with the whole key of each until it returns false; and
// other for lines that only YAML knows. It need not be exact: it only decides which dialect reads the file.
func outlineKeys(content []byte, entry func(key string, nested, yamlOnly bool) bool, other func()) {
	type level struct {
		indent int
		key    string
	}
	var levels []level
	s := string(withoutMark(content[:min(len(content), outlineHead)]))
	for start := 0; start < len(s); {
		end, next := lineEnd(s, start)
		raw := s[start:end]
		start = next
		line := strings.TrimLeft(raw, " \t")
		if line == "" || line[0] == '#' || line[0] == '{' {
			continue
		}
		indent := len(raw) - len(line)
		if line[0] == '-' || line[0] == '%' || line[0] == '.' {
			if other != nil {
				other()
			}
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		for len(levels) > 0 && levels[len(levels)-1].indent >= indent {
			levels = levels[:len(levels)-1]
		}
		key = strings.Trim(strings.TrimRight(key, " \t"), `"'`)
		value = strings.TrimSpace(value)
		if len(levels) > 0 {
			key = levels[len(levels)-1].key + "." + key
		}
		if value == "" || value[0] == '#' || value[0] == '&' {
			levels = append(levels, level{indent, key})
			continue
		}
		if !entry(key, len(levels) > 0, line[0] == '"' || line[0] == '\'' || strings.IndexByte(`"'[{|>&*!`, value[0]) >= 0) {
			return
		}
	}
}

func isKnown(key string) bool {
	if _, ok := flink.Lookup(key); ok {
		return true
	}
	_, ok := flink.MapEntry(key)
	return ok
}

func isStrong(key string) bool {
	for _, p := range strongKeys {
		if strings.HasPrefix(key, p) {
			return true
		}
	}
	return false
}

// looksForeign reports whether the top level is that of a Kubernetes resource or of a Compose file.
func looksForeign(content []byte) bool {
	return hasTopLevel(content, "apiVersion:") && hasTopLevel(content, "kind:") || hasTopLevel(content, "services:")
}

func hasTopLevel(content []byte, key string) bool {
	content = withoutMark(content)
	for {
		i := bytes.Index(content, []byte(key))
		if i < 0 {
			return false
		}
		if i == 0 || isBreak(content[i-1]) {
			return true
		}
		content = content[i+len(key):]
	}
}
