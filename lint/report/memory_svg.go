package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// The layout of the SVG, in its own units, which are pixels where nothing scales it.
const (
	svgWidth  = 940
	svgMargin = 16
	svgBar    = 34  // height of a bar
	svgLine   = 20  // from one line of text to the next
	svgSize   = 300 // right end of the column of sizes
	svgShare  = 352 // of shares
	svgOrigin = 372 // left end of the column of origins
	svgChar   = 7   // width of a letter, rather too wide than too narrow: the font is the reader's
)

// svgStyle suits a light and a dark page: the fills are the same on both, and dark text can be read on all of them.
const svgStyle = `
text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328; }
.head { font-weight: 600; font-size: 15px; }
.dim { fill: #59636e; }
.refused { fill: #c9252d; }
.inside { fill: #14181d; font-size: 12px; }
.room { fill: none; stroke: #59636e; }
.limit { stroke: #c9252d; stroke-width: 2; }
.frameworkHeap { fill: #a8cbf7; }
.taskHeap, .heap { fill: #6ca6ee; }
.frameworkOffHeap, .offHeap { fill: #9adbd6; }
.taskOffHeap { fill: #55bdb6; }
.network { fill: #f0c350; }
.managed { fill: #80c784; }
.metaspace { fill: #c8a5e3; }
.overhead { fill: #b6bbc4; }
.dotnetHeap { fill: #f0a3c4; }
.dotnetNative { fill: #e3c3d2; }
.other { fill: #d5d9df; }
.free { fill: none; }
.bad { fill: #f2777c; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.dim { fill: #9aa4af; }
.refused { fill: #ff8a8f; }
.inside { fill: #14181d; }
.room { stroke: #9aa4af; }
.limit { stroke: #ff8a8f; }
}
`

// MemorySVG draws the memory of all places: each process as a bar of its components and a table of them. What Flink
// refuses is red, with the reason.
func MemorySVG(w io.Writer, all []Memory) error {
	d := &drawing{}
	var names []string
	for i := range all {
		m := &all[i]
		heading := visible(m.Heading())
		if note, refusal := m.Note(); note != "" {
			d.heading(heading)
			class := "dim"
			if refusal {
				class = "refused"
			}
			d.paragraph(note, class)
			names = append(names, heading)
		}
		for _, picture := range m.Pictures() {
			of := heading
			if picture.Role == "" { // .NET has no version of Flink
				of = visible(m.Title())
			}
			d.heading(picture.Title + ": " + of)
			d.process(picture)
			names = append(names, picture.Title+" of "+of)
		}
	}
	if len(all) == 0 {
		d.paragraph("no Flink configuration found", "dim")
	}
	p := &printer{w: w}
	height := d.y + svgMargin
	p.print(fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="title">`,
		svgWidth, height, svgWidth, height), "\n<title id=\"title\">", escape("Memory: "+strings.Join(names, "; ")), "</title>\n<style>", svgStyle, "</style>\n",
		d.b.String(), "</svg>\n")
	return p.err
}

// MemoryBar is the bar of a process alone, as an SVG without text, to stand beside its table; "" where there is none. In a container
// with .NET in it, which all is, the bar is that of both.
func MemoryBar(all *Memory, m *ProcessMemory) string {
	picture := PictureOf(m)
	if c := all.container(m); c != nil {
		picture = pictureOfContainer(all, c)
	}
	if len(picture.Parts) == 0 || len(picture.Totals) == 0 {
		return ""
	}
	const width, height = 460, 14
	d := &drawing{}
	d.bar(0, width, height, segmentsOf(picture.Parts), false)
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"><style>%s</style>%s</svg>`, width, height, svgStyle, d.b.String())
}

// drawing grows from the top to the bottom.
type drawing struct {
	b strings.Builder
	y int // where the next thing goes
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(visible(text))) // a builder takes everything
	return b.String()
}

func (d *drawing) text(x, y int, class, anchor, text string) {
	if anchor != "" {
		anchor = ` text-anchor="` + anchor + `"`
	}
	fmt.Fprintf(&d.b, `<text x="%d" y="%d" class="%s"%s>%s</text>`+"\n", x, y, class, anchor, escape(text))
}

func (d *drawing) heading(text string) {
	if d.y > 0 {
		d.y += svgLine
	}
	for i, line := range wrap(text, 100) {
		d.y += svgLine
		if i == 0 {
			d.y += 4
		}
		d.text(svgMargin, d.y, "head", "", line)
	}
	d.y += 4
}

func (d *drawing) paragraph(text, class string) {
	if text == "" {
		return
	}
	for _, line := range wrap(text, (svgWidth-2*svgMargin)/svgChar) {
		d.y += svgLine
		d.text(svgMargin+svgChar*(len(line)-len(strings.TrimLeft(line, " "))), d.y, class, "", line)
	}
}

func (d *drawing) process(p Picture) {
	switch {
	case len(p.Problems) > 0:
		if p.Role != "" {
			d.paragraph("Flink refuses to start it:", "refused")
		}
		for _, problem := range p.Problems {
			d.paragraph(problem.Message, "refused")
			if problem.Sum != nil {
				d.demand(problem.Sum)
			}
		}
		d.paragraph(p.Note, "dim")
		return
	case p.OK == nil && p.Note != "":
		d.paragraph(p.Note, "dim")
		return
	case p.OK == nil:
		d.paragraph("It cannot be computed here: the value of "+strings.Join(p.Unknown, ", ")+" is not known.", "dim")
		return
	}
	d.table(p.Totals)
	if len(p.Totals) > 0 || p.Role == "" && len(p.Parts) > 0 {
		d.y += 10
		d.bar(svgMargin, svgWidth-2*svgMargin, svgBar, segmentsOf(p.Parts), true)
		if p.Over != "" {
			d.beyond(p.Limit, p.Over)
		}
		d.y += svgBar + 6
	}
	d.table(p.Parts)
	if p.Over != "" {
		d.paragraph(p.Over+" is missing: together they need more than the container may use", "refused")
	}
	d.paragraph(p.Note, "dim")
}

// beyond marks in red what lies beyond the limit, in percent of the bar.
func (d *drawing) beyond(limit float64, over string) {
	width := svgWidth - 2*svgMargin
	at := float64(svgMargin) + float64(width)*limit/100
	fmt.Fprintf(&d.b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" class="bad" fill-opacity="0.75"><title>%s too much</title></rect>`+"\n",
		at, d.y, float64(svgMargin+width)-at, svgBar, escape(over))
	d.end(at)
}

// end is the line at which a total ends.
func (d *drawing) end(at float64) {
	fmt.Fprintf(&d.b, `<line x1="%.1f" x2="%.1f" y1="%d" y2="%d" class="limit"/>`+"\n", at, at, d.y-4, d.y+svgBar+4)
}

func segmentsOf(rows []PictureRow) []Segment {
	segments := make([]Segment, len(rows))
	for i, r := range rows {
		segments[i] = Segment{Name: r.Name, Label: r.Label, Size: r.Size, Percent: r.Percent}
	}
	return segments
}

// demand draws a sum that does not come out: what is asked for, and where the total ends.
func (d *drawing) demand(s *Demand) {
	d.y += 10
	width := svgWidth - 2*svgMargin
	d.bar(svgMargin, width, svgBar, s.Parts, true)
	limit := float64(svgMargin) + float64(width)*s.Limit/100
	if s.Over != "" {
		d.beyond(s.Limit, s.Over)
	} else {
		d.end(limit)
	}
	d.y += svgBar + svgLine
	d.text(int(limit), d.y, "refused", "end", s.Total)
	if s.Over != "" {
		d.y += svgLine
		d.text(svgWidth-svgMargin, d.y, "refused", "end", s.Over+" too much")
	}
	for _, part := range s.Parts {
		d.y += svgLine
		d.swatch(part)
		d.text(svgMargin+24, d.y, "", "", part.Label)
		d.text(svgSize, d.y, "", "end", part.Size)
		if part.Key != "" {
			d.text(svgOrigin, d.y, "dim", "", part.Key)
		}
	}
	d.y += 6
}

// bar draws segments side by side. A component that has anything can be seen.
func (d *drawing) bar(x, width, height int, segments []Segment, texts bool) {
	fmt.Fprintf(&d.b, `<rect x="%d" y="%d" width="%d" height="%d" class="room"/>`+"\n", x, d.y, width, height)
	at := float64(x)
	for _, s := range segments {
		w := float64(width) * s.Percent / 100
		if w <= 0 {
			continue
		}
		fmt.Fprintf(&d.b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" class="%s"><title>%s %s</title></rect>`+"\n",
			at, d.y, max(1, w-1), height, s.class(), escape(s.Label), escape(s.Size))
		if label := s.Label; texts && float64(svgChar*(len(label)+1)) < w {
			class := "inside"
			if s.Name == unasked { // nothing is filled there
				class = "dim"
			}
			d.text(int(at)+5, d.y+height/2+4, class, "", label)
		}
		at += w
	}
}

// class is how a segment is filled.
func (s Segment) class() string {
	switch {
	case s.Bad:
		return "bad"
	case s.Name == "":
		return "other"
	}
	return s.Name
}

func (d *drawing) swatch(s Segment) {
	fmt.Fprintf(&d.b, `<rect x="%d" y="%d" width="14" height="14" class="%s"/>`+"\n", svgMargin, d.y-11, s.class())
}

func (d *drawing) table(rows []PictureRow) {
	for _, r := range rows {
		d.y += svgLine
		if _, filled := fills[flink.Name(r.Name)]; filled || r.Name == dotNetHeap || r.Name == dotNetNative {
			d.swatch(Segment{Name: r.Name})
		}
		d.text(svgMargin+24, d.y, "", "", r.Label)
		d.text(svgSize, d.y, "", "end", r.Size)
		d.text(svgShare, d.y, "", "end", r.Share)
		for i, line := range wrap(r.Origin, (svgWidth-svgMargin-svgOrigin)/svgChar) {
			if i > 0 {
				d.y += svgLine
			}
			d.text(svgOrigin, d.y, "dim", "", line)
		}
	}
}
