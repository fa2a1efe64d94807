package report

import "strings"

// The names of the parts that are none of Flink's.
const (
	dotNetHeap   = "dotnetHeap"
	dotNetNative = "dotnetNative"
	unasked      = "free"
)

// pictureOfContainer puts all that runs in a container into words and shares.
func pictureOfContainer(m *Memory, c *Container) Picture {
	ok := true
	whole := max(c.Limit, c.Used)
	p := Picture{Title: ".NET", OK: &ok, Totals: []PictureRow{}, Parts: []PictureRow{}, Problems: []PictureProblem{}, Unknown: []string{}, Limit: 100}
	if c.Process != nil {
		p.Role = c.Process.Role.String()
		p.Title = p.Role + " and .NET"
	}
	rows, above := c.rows()
	writeSizes(rows)
	for i, r := range rows {
		width := r.component.Size
		if n := i - above; n >= 0 && n < len(c.Parts) {
			width -= c.Parts[n].Shared
		}
		row := PictureRow{
			string(r.component.Name), r.label, int64(r.component.Size), strings.TrimSpace(r.size), strings.TrimSpace(r.share),
			percent(width, whole), r.origin, []string{},
		}
		if c.Process != nil && row.Name != "" {
			component, _ := c.Process.Component(r.component.Name)
			row.Keys = append(row.Keys, component.Keys...)
		}
		switch {
		case i < above:
			p.Totals = append(p.Totals, row)
			continue
		case r.fill != nil && *r.fill == dotNetHeapFill:
			row.Name = dotNetHeap
			if m.DotNet.Where != "" {
				row.Keys = append(row.Keys, m.DotNet.Source)
			}
		case r.fill != nil && *r.fill == dotNetNativeFill:
			row.Name = dotNetNative
		case row.Name == "" && c.Left() < 0: // what is missing: no part of the bar, but what goes over its end
			continue
		case row.Name == "":
			row.Name = unasked
		}
		p.Parts = append(p.Parts, row)
	}
	if left := c.Left(); c.Limit > 0 && left < 0 {
		p.Limit, p.Over = percent(c.Limit, whole), (-left).String()
	}
	p.Note = m.DotNet.notes()
	return p
}

// picturesOfDotNet are those of the runtime where it is in no picture of a process.
func picturesOfDotNet(m *Memory) []Picture {
	containers := m.Containers()
	var all []Picture
	for i := range containers {
		if containers[i].Process == nil {
			all = append(all, pictureOfContainer(m, &containers[i]))
		}
	}
	if len(containers) > 0 {
		return all
	}
	p := Picture{Title: ".NET", Totals: []PictureRow{}, Parts: []PictureRow{}, Problems: []PictureProblem{}, Unknown: append([]string{}, m.DotNet.Unknown...), Limit: 100}
	text, _ := m.DotNet.words()
	if starts := m.DotNet.Starts(); m.DotNet.Known() || !starts {
		p.OK = &starts
	}
	if !m.DotNet.Starts() {
		p.Problems = append(p.Problems, PictureProblem{Code: string(m.DotNet.Refusal), Message: text, Keys: []string{}})
		text = ""
	}
	p.Note = strings.TrimSpace(text + " " + m.DotNet.notes())
	return []Picture{p}
}

// notes are what stands below the picture of the runtime.
func (m *DotNetMemory) notes() string {
	var notes []string
	if m.ServerGC {
		notes = append(notes, "Server GC.")
	}
	if len(m.IgnoredNames) > 0 {
		notes = append(notes, "Without effect: "+strings.Join(m.IgnoredNames, ", ")+".")
	}
	return strings.Join(notes, " ")
}
