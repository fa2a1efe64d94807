package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// Picture is the memory of one process, ready to be drawn: every text in words, every size with its share. It is what the
// SVG is drawn from, and what an editor draws by itself.
type Picture struct {
	Title  string       `json:"title"`  // what is drawn: a process, .NET, or both in one container
	Role   string       `json:"role"`   // of the process, "" for .NET alone
	OK     *bool        `json:"ok"`     // nil where it cannot be computed
	Totals []PictureRow `json:"totals"` // the largest first
	Parts  []PictureRow `json:"parts"`  // in the order of the bar
	// Problems are why Flink refuses the process; there are no totals and parts then.
	Problems []PictureProblem `json:"problems"`
	Unknown  []string         `json:"unknown"` // options whose values are not known
	// Note is what is to be said beside the bar, or in its place.
	Note string `json:"note"`
	// Limit is where the container ends, in percent of the bar, and Over what does not fit into it, "" where all does.
	Limit float64 `json:"limit"`
	Over  string  `json:"over"`
}

// PictureRow is one component of a process, or one of its totals.
type PictureRow struct {
	Name    string   `json:"name"` // as in memory --format json
	Label   string   `json:"label"`
	Bytes   int64    `json:"bytes"`
	Size    string   `json:"size"`
	Share   string   `json:"share"`
	Percent float64  `json:"percent"` // of Total Process Memory
	Origin  string   `json:"origin"`
	Keys    []string `json:"keys"` // the options that the size comes from; for a default the one that would set it
}

// PictureProblem is a reason for which Flink refuses a process.
type PictureProblem struct {
	Code    string   `json:"code"`
	Message string   `json:"message"`
	Keys    []string `json:"keys"`
	Sum     *Demand  `json:"sum"` // nil where the problem is not about a sum
}

// Demand is a sum that does not come out: what is asked for, beside the total that it has to fit into.
type Demand struct {
	Total string `json:"total"` // what the total is called, and its size
	Key   string `json:"key"`   // the option that sets it, "" for none
	// Limit is where the total ends, in percent of the width. What lies beyond it does not fit.
	Limit float64   `json:"limit"`
	Parts []Segment `json:"parts"`
	Over  string    `json:"over"` // how much does not fit, "" where the sum is wrong in another way
}

// Segment is a piece of the bar of a sum.
type Segment struct {
	Name    string  `json:"name"` // of the component, "" for what is none
	Label   string  `json:"label"`
	Size    string  `json:"size"`
	Percent float64 `json:"percent"` // of the width
	Key     string  `json:"key"`     // the option that sets it, or would
	Bad     bool    `json:"bad"`     // it is what Flink refuses
}

// PictureOf puts the memory of a process into words and shares.
func PictureOf(m *ProcessMemory) Picture {
	p := Picture{Title: m.Role.String(), Role: m.Role.String(), Limit: 100, Totals: []PictureRow{}, Parts: []PictureRow{}, Problems: []PictureProblem{}, Unknown: []string{}}
	switch {
	case len(m.Problems) > 0:
		p.OK = new(bool)
		for i := range m.Problems {
			problem := &m.Problems[i]
			p.Problems = append(p.Problems, PictureProblem{
				string(problem.Code), m.Messages[i], append([]string{}, problem.Keys...), demandOf(problem.Root()),
			})
		}
		return p
	case len(m.Unknown) > 0:
		p.Unknown = m.Unknown
		return p
	}
	ok := true
	p.OK = &ok
	totals := m.totals()
	for i, r := range m.rows() {
		row := PictureRow{
			string(r.component.Name), r.label, int64(r.component.Size), strings.TrimSpace(r.size), strings.TrimSpace(r.share),
			percent(r.component.Size, m.Size(flink.TotalProcess)), r.origin, append([]string{}, r.component.Keys...),
		}
		if i < len(totals) {
			p.Totals = append(p.Totals, row)
		} else {
			p.Parts = append(p.Parts, row)
		}
	}
	return p
}

// OptionKeys are the options that the picture names, each once.
func (p *Picture) OptionKeys() []string {
	keys := slices.Clone(p.Unknown)
	for _, r := range slices.Concat(p.Totals, p.Parts) {
		keys = append(keys, r.Keys...)
	}
	for _, problem := range p.Problems {
		keys = append(keys, problem.Keys...)
		if problem.Sum != nil {
			keys = append(keys, problem.Sum.Key)
			for _, s := range problem.Sum.Parts {
				keys = append(keys, s.Key)
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func percent(part, whole flink.Size) float64 {
	if whole <= 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}

// leftovers are the components that are what a sum leaves, by the problem that they are of the wrong size for.
var leftovers = map[flink.Code]flink.Name{
	flink.NetworkOutOfRange: flink.Network, flink.OverheadOutOfRange: flink.Overhead, flink.OffHeapExceedsFlink: flink.Heap,
}

// demandOf draws the sum of a problem; nil where there is none to draw.
func demandOf(p *flink.Problem) *Demand {
	s := p.Sum
	if s == nil || s.Total.Size <= 0 {
		return nil
	}
	asked := flink.Size(0)
	for _, t := range s.Parts {
		if t.Size < 0 || asked+t.Size < asked {
			return nil
		}
		asked += t.Size
	}
	whole := max(asked, s.Total.Size)
	d := &Demand{Total: s.Total.Label + " " + s.Total.Size.String(), Key: s.Total.Key, Limit: percent(s.Total.Size, whole), Parts: []Segment{}}
	for _, t := range s.Parts {
		d.Parts = append(d.Parts, Segment{string(named(t.Label)), t.Label, t.Size.String(), percent(t.Size, whole), t.Key, false})
	}
	switch {
	case s.Left < 0:
		d.Over = (-s.Left).String()
	case s.Left > 0:
		name, label := leftovers[p.Code], "what is left"
		if name != "" {
			label = name.Label()
		}
		d.Parts = append(d.Parts, Segment{string(name), label, s.Left.String(), percent(s.Left, whole), "", true})
	}
	return d
}

// named is the component of a label, "" where it is none of a bar.
func named(label string) flink.Name {
	for name := range fills {
		if name.Label() == label {
			return name
		}
	}
	return ""
}

// Pictures are those of all processes of a place.
func (m *Memory) Pictures() []Picture {
	var all []Picture
	for _, p := range m.Processes() {
		if c := m.container(p); c != nil {
			all = append(all, pictureOfContainer(m, c))
		} else {
			all = append(all, PictureOf(p))
		}
	}
	if m.DotNet != nil && m.LoadError == nil && m.Readers == nil {
		all = append(all, picturesOfDotNet(m)...)
	}
	return all
}

// Title names what a memory is of: the file, and the resource or service in it.
func (m *Memory) Title() string {
	if m.Cluster != "" {
		return m.File + " " + m.Cluster
	}
	return m.File
}

// Heading is the title with the version and how it is known.
func (m *Memory) Heading() string {
	title := m.Title()
	if m.LoadError == nil || m.LoadError.By == "" { // what a file that cannot be read says of the version is not known
		title += ", Flink " + m.Version.String() + evidenceWords(m.Evidence)
	}
	return title
}

// Note says why no process is shown, "" where one is. Refusal is true where something refuses the file.
func (m *Memory) Note() (text string, refusal bool) {
	switch {
	case m.Readers != nil:
		return fmt.Sprintf("Flink %v does not read such a file: Flink %v to %v do.", m.Version, m.Readers[0], m.Readers[len(m.Readers)-1]), false
	case m.LoadError != nil:
		refuses := ""
		if m.LoadError.By == "" {
			refuses = "Flink refuses to load this file. "
		}
		return refuses + fmt.Sprintf("%s:%d:%d: %s", m.File, m.LoadError.Line, m.LoadError.Column, m.LoadError.Message), true
	case len(m.Processes()) == 0 && m.DotNet == nil:
		return "There are no memory options of a process here.", false
	}
	return "", false
}

// Processes are the processes that something is said of, the JobManager first.
func (m *Memory) Processes() []*ProcessMemory {
	return slices.DeleteFunc([]*ProcessMemory{m.JobManager, m.TaskManager}, func(p *ProcessMemory) bool { return p == nil })
}
