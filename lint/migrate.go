package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// Migration is a flink-conf.yaml turned into a config.yaml.
type Migration struct {
	Text     string
	From, To flink.Version
	Changes  []MigratedOption
	// Processes are what Flink computes before and after, JobManager first.
	Processes []MigratedProcess
	// Defaults are the memory options that are not written and have another default in To.
	Defaults []ChangedDefault
}

// MigratedOption is an option that does not stay as it was.
type MigratedOption struct {
	Line int
	Key  string
	To   []string // the keys that it became, none for a comment
	Note string
}

// MigratedProcess is the memory of a process before and after.
type MigratedProcess struct {
	Role          flink.Role
	Before, After *flink.Memory
}

// Comparable reports whether Flink computed the process's memory before. 1.10 knows only the heap of a JobManager.
func (p *MigratedProcess) Comparable() bool { return p.Before.OK() && p.Before.Modelled() }

// Equal reports whether Flink computes the same sizes before and after. It is false where it computes none.
func (p *MigratedProcess) Equal() bool {
	return p.Comparable() && p.After.OK() && len(p.Changed()) == 0
}

// Changed are the components that differ, with their sizes before and after.
func (p *MigratedProcess) Changed() []ChangedSize {
	var changed []ChangedSize
	for _, c := range p.After.Components {
		if before, ok := p.Before.Component(c.Name); ok && before.Size != c.Size {
			changed = append(changed, ChangedSize{c.Name, before.Size, c.Size})
		}
	}
	return changed
}

// ChangedSize is a component that Flink sizes otherwise than before.
type ChangedSize struct {
	Name          flink.Name
	Before, After flink.Size
}

// ChangedDefault is an option whose default differs between two versions.
type ChangedDefault struct{ Key, Before, After string }

// Migrate turns the flink-conf.yaml of a cluster into a config.yaml for another version, which has to be 1.19 or later.
// Options that the old version did not read stay without effect: as comments.
func Migrate(c *source.Cluster, to flink.Version, reading flink.Reading) (*Migration, error) {
	if len(c.Parts) != 1 || c.Parts[0].Document.Kind != source.FlinkConf {
		return nil, fmt.Errorf("%s: only a flink-conf.yaml can be migrated", c.Document.Path)
	}
	part := c.Parts[0]
	for _, p := range part.Problems {
		if p.Code == source.UTF16 {
			return nil, fmt.Errorf("%s is in %s: save it as UTF-8 first", c.Document.Path, p.Detail)
		}
	}
	m := &Migration{From: c.Version, To: to}
	t := &translator{part: part, from: c.Version, to: to, reading: reading, effective: map[string]source.Option{}}
	for _, o := range part.Options {
		t.effective[o.Key] = o
	}
	before := flink.Config{Values: make(map[string]string, len(t.effective))}
	for key, o := range t.effective {
		before.Values[key] = o.Value
	}
	t.network, t.computed = flink.Calculate(flink.TaskManager, reading, t.from, before).Component(flink.Network)
	m.Text, _ = part.ConfigYAML(func(o source.Option) source.Translation {
		translated := t.option(o)
		if len(translated.Options) != 1 || translated.Options[0] != [2]string{o.Key, o.Value} {
			change := MigratedOption{Line: part.Document.Lines.Line(o.Place.Entry.Start), Key: o.Key, Note: translated.Note}
			for _, option := range translated.Options {
				change.To = append(change.To, option[0])
			}
			m.Changes = append(m.Changes, change)
		}
		return translated
	})
	after := source.Read("config.yaml", []byte(m.Text), source.ConfigYAML)
	if e := after.Parts[0].LoadError(); e != nil {
		return nil, fmt.Errorf("%s cannot be migrated: Flink would not load the result (%s); please report it with the file", c.Document.Path, e.Code)
	}
	config := flink.Config{Values: map[string]string{}, Standard: true}
	for _, o := range after.Parts[0].Options {
		config.Values[o.Key] = o.Value
	}
	for _, role := range []flink.Role{flink.JobManager, flink.TaskManager} {
		m.Processes = append(m.Processes, MigratedProcess{
			role, flink.Calculate(role, reading, t.from, before), flink.Calculate(role, reading, to, config),
		})
	}
	m.Defaults = changedDefaults(t.from, to, config)
	return m, nil
}

// otherDefaults are options below the processes' prefixes that no component's size depends on.
var otherDefaults = []string{"segment-size", "batch-shuffle.size", "enable-jvm-direct-memory-limit", "consumer-weights"}

// changedDefaults are the sizes and fractions of both processes that are not written, and whose default changed.
func changedDefaults(from, to flink.Version, c flink.Config) []ChangedDefault {
	var changed []ChangedDefault
	for _, o := range flink.Options() {
		if !strings.HasPrefix(o.Key, flink.JobManager.Prefix()) && !strings.HasPrefix(o.Key, flink.TaskManager.Prefix()) || c.Has(o.Key) ||
			slices.ContainsFunc(otherDefaults, func(end string) bool { return strings.HasSuffix(o.Key, end) }) {
			continue
		}
		before, ok := o.DefaultIn(from)
		after, exists := o.DefaultIn(to)
		if ok && exists && before.Text != after.Text && (before.Bytes < 0 || before.Bytes != after.Bytes) {
			changed = append(changed, ChangedDefault{o.Key, before.Text, after.Text})
		}
	}
	return changed
}

// translator decides what becomes of options.
type translator struct {
	part      *source.Part
	from, to  flink.Version
	reading   flink.Reading
	effective map[string]source.Option
	network   flink.Component // as Flink computed it before, if it did
	computed  bool
}

func comment(format string, args ...any) source.Translation {
	return source.Translation{Note: fmt.Sprintf(format, args...)}
}

func keep(o source.Option, key string) source.Translation {
	return source.Translation{Options: [][2]string{{key, o.Value}}}
}

func (t *translator) option(o source.Option) source.Translation {
	if t.part.Overridden(o) {
		return comment("the same key further down counts")
	}
	if slices.ContainsFunc(t.part.Problems, func(p source.Problem) bool {
		return p.Code == source.NestedEntry && p.Place.Key == o.Place.Key
	}) {
		return comment("Flink read it as the key %s, which is no option", o.Key)
	}
	known, ok := flink.Lookup(o.Key)
	switch {
	case !ok:
		return keep(o, o.Key)
	case !known.WorksIn(t.from) && known.WorksIn(t.to):
		return comment("Flink %s did not read it yet; remove the sign in front to have it count", t.from)
	case !known.WorksIn(t.from):
		return comment("Flink %s did not read it any more", t.from)
	case known.WorksIn(t.to) && !t.mapped(known):
		return t.renamed(o, known)
	}
	return t.withdrawn(o, known)
}

// mapped reports whether the old version put the option in the place of another one that is not its successor by name.
func (t *translator) mapped(known *flink.Option) bool {
	return known.Migration != nil && known.Migration.Auto && len(known.ReplacedIn(t.to)) == 0
}

// stays reports whether the key is an option of its own in the new version, whatever else falls back to it.
func (t *translator) stays(known *flink.Option) bool {
	return !known.Introduced.IsZero() && !known.Last.Before(t.to) &&
		!slices.ContainsFunc(known.Deprecated, func(r flink.Range) bool { return r.Contains(t.to) })
}

// renamed is an option that both versions read, perhaps under another name.
func (t *translator) renamed(o source.Option, known *flink.Option) source.Translation {
	successors := known.ReplacedIn(t.to)
	if len(successors) == 0 || t.stays(known) {
		successors = []string{o.Key}
	} else if other, set := t.anySet(successors); set {
		return comment("Flink ignored it, because %s is set", other)
	}
	translated := keep(o, successors[0])
	for _, key := range successors[1:] {
		translated.Options = append(translated.Options, [2]string{key, o.Value})
	}
	return t.stateBackend(translated)
}

// stateBackend gives the heap state backends the name that is left of them in 2.0.
func (t *translator) stateBackend(translated source.Translation) source.Translation {
	key, name := translated.Options[0][0], translated.Options[0][1]
	if key != "state.backend.type" || t.to.Major < 2 || name != "filesystem" && name != "jobmanager" {
		return translated
	}
	translated.Note = "hashmap is what is left of the state backend " + name
	translated.Options[0][1] = "hashmap"
	storage := "execution.checkpointing.storage"
	if _, set := t.anySet([]string{storage, "state.checkpoint-storage"}); !set {
		translated.Options = append(translated.Options, [2]string{storage, name})
	}
	return translated
}

func (t *translator) anySet(keys []string) (string, bool) {
	for _, key := range keys {
		if _, set := t.effective[key]; set {
			return key, true
		}
	}
	return "", false
}

// withdrawn is an option that the new version does not read, or that stood for another one.
func (t *translator) withdrawn(o source.Option, known *flink.Option) source.Translation {
	if o.Key == "taskmanager.network.numberOfBuffers" {
		return t.buffers()
	}
	var targets []string
	if m := known.Migration; m != nil {
		switch {
		case len(m.To) > 0:
			targets = m.To
		case t.reading == flink.Container:
			targets = m.Container
		default:
			targets = m.Standalone
		}
	}
	targets = slices.DeleteFunc(slices.Clone(targets), func(key string) bool {
		target, ok := flink.Lookup(key)
		return !ok || !target.WorksIn(t.to)
	})
	if len(targets) == 0 {
		return comment("Flink %s does not read it", t.to)
	}
	if other, set := t.anySet(targets); set {
		return comment("Flink ignored it, because %s is set", other)
	}
	value := o.Value
	if size, ok := strings.CutSuffix(o.Key, ".heap.mb"); ok {
		if other, set := t.anySet([]string{size + ".heap.size"}); set {
			return comment("Flink ignored it, because %s is set", other)
		}
		value += "m"
	} else if known.Migration.Unit != "" && !flink.HasUnit(value) {
		value += known.Migration.Unit
	}
	var translated source.Translation
	for _, key := range targets {
		translated.Options = append(translated.Options, [2]string{key, value})
	}
	return translated
}

// buffers is the number of network buffers, which became a size.
func (t *translator) buffers() source.Translation {
	bounds := []string{"taskmanager.memory.network.min", "taskmanager.memory.network.max"}
	if other, set := t.anySet(append(slices.Clone(bounds), "taskmanager.memory.network.fraction", "taskmanager.network.memory.min",
		"taskmanager.network.memory.max", "taskmanager.network.memory.fraction")); set {
		return comment("Flink ignored it, because %s is set", other)
	}
	if !t.computed {
		return comment("Flink %s does not read it; set %s and %s to the buffers times their size", t.to, bounds[0], bounds[1])
	}
	return source.Translation{Options: [][2]string{{bounds[0], t.network.Size.Config()}, {bounds[1], t.network.Size.Config()}}}
}
