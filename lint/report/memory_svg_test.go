package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

type svgRect struct {
	Class string  `xml:"class,attr"`
	X     float64 `xml:"x,attr"`
	Y     float64 `xml:"y,attr"`
	Width float64 `xml:"width,attr"`
	Title string  `xml:"title"`
}

type svgDrawing struct {
	Title string    `xml:"title"`
	Style string    `xml:"style"`
	Rects []svgRect `xml:"rect"`
	Lines []struct {
		X1    float64 `xml:"x1,attr"`
		Class string  `xml:"class,attr"`
	} `xml:"line"`
	Texts []struct {
		Y    float64 `xml:"y,attr"`
		Text string  `xml:",chardata"`
	} `xml:"text"`
	Height float64 `xml:"height,attr"`
}

func picturedIn(t *testing.T, all []Memory) svgDrawing {
	t.Helper()
	var b strings.Builder
	if err := MemorySVG(&b, all); err != nil {
		t.Fatal(err)
	}
	return parseSVG(t, b.String())
}

func parseSVG(t *testing.T, text string) svgDrawing {
	t.Helper()
	var d svgDrawing
	decoder := xml.NewDecoder(strings.NewReader(text))
	if err := decoder.Decode(&d); err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	if _, err := decoder.Token(); err != nil && err != io.EOF {
		t.Errorf("behind the drawing: %v", err)
	}
	return d
}

// bars are the pieces of bars: what has a title, but the red over a bar that does not fit.
func (d *svgDrawing) bars() []svgRect {
	var bars []svgRect
	for _, r := range d.Rects {
		if r.Title != "" {
			bars = append(bars, r)
		}
	}
	return bars
}

func (d *svgDrawing) says(text string) bool {
	var all strings.Builder
	for _, t := range d.Texts {
		all.WriteString(t.Text + "\n")
	}
	return strings.Contains(all.String(), text)
}

// Every component is as wide as its share, in the order of the table, and the bar ends where the picture does.
func TestMemorySVG(t *testing.T) {
	all := memoryOf(t, "conf/config.yaml", picturedConfig)
	d := picturedIn(t, all)
	bars := d.bars()
	for _, process := range []*ProcessMemory{all[0].JobManager, all[0].TaskManager} {
		at := float64(svgMargin)
		for _, c := range process.parts() {
			width := float64(svgWidth-2*svgMargin) * float64(c.Size) / float64(process.Size(flink.TotalProcess))
			if width == 0 {
				continue
			}
			if len(bars) == 0 {
				t.Fatalf("%v has no %s", process.Role, c.Name)
			}
			r := bars[0]
			bars = bars[1:]
			if r.Class != string(c.Name) || !strings.HasPrefix(r.Title, c.Name.Label()+" ") || math.Abs(r.X-at) > 0.1 || math.Abs(r.Width-max(1, width-1)) > 0.1 {
				t.Errorf("%v: %s is drawn as %+v; it starts at %.1f and is %.1f wide", process.Role, c.Name, r, at, width)
			}
			at += width
		}
		if math.Abs(at-float64(svgWidth-svgMargin)) > 0.1 {
			t.Errorf("%v: the bar ends at %.1f", process.Role, at)
		}
	}
	if len(bars) != 0 {
		t.Errorf("drawn as well: %+v", bars)
	}
	for _, want := range []string{"TaskManager: conf/config.yaml, Flink 2.3 (assumed)", "task off-heap", "537.60 MiB", "31 %", "0.33 of Total Flink Memory, managed.fraction, line 5"} {
		if !d.says(want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if last := d.Texts[len(d.Texts)-1]; last.Y > d.Height {
		t.Errorf("the last line is at %v of %v", last.Y, d.Height)
	}
	if !strings.Contains(d.Style, "prefers-color-scheme: dark") {
		t.Error("it has no colours for a dark page")
	}
	for name := range fills {
		if !strings.Contains(d.Style, "."+string(name)+" ") && !strings.Contains(d.Style, "."+string(name)+",") {
			t.Errorf("%s has no colour", name)
		}
	}
}

func TestMemorySVGRefused(t *testing.T) {
	const width = float64(svgWidth - 2*svgMargin)
	// 6 GiB of managed memory do not fit into what Flink gets of 2 GiB
	d := picturedIn(t, memoryOf(t, "config.yaml", "taskmanager.memory.flink.size: 2g\ntaskmanager.memory.managed.size: 6g\n"))
	if !d.says("components-exceed-flink") || !d.says("Total Flink Memory 2 GiB") || !d.says("Flink refuses to start it:") {
		t.Errorf("the reason is missing: %+v", d.Texts)
	}
	bars := d.bars()
	asked := 0.0
	for _, r := range bars[:len(bars)-1] {
		asked += r.Width + 1
	}
	over := bars[len(bars)-1]
	if len(d.Lines) != 1 || math.Abs(asked-width) > float64(len(bars)) || over.Class != "bad" || math.Abs(over.X-d.Lines[0].X1) > 0.1 || math.Abs(over.X+over.Width-width-svgMargin) > 0.1 {
		t.Errorf("what does not fit is not red: %+v, limit %+v", bars, d.Lines)
	}
	gib, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(strings.TrimSuffix(over.Title, "too much")), " GiB"), 64)
	if err != nil || math.Abs(over.Width/width-gib/(gib+2)) > 0.01 {
		t.Errorf("%q is %.2f of the width", over.Title, over.Width/width)
	}

	// a remainder that is too large is red itself
	d = picturedIn(t, memoryOf(t, "flink-conf.yaml", "taskmanager.memory.process.size: 8g\ntaskmanager.memory.flink.size: 4g\n"))
	bars = d.bars()
	if last := bars[len(bars)-1]; last.Class != "bad" || last.Title != "JVM overhead 3.75 GiB" || math.Abs(last.Width+1-width*3.75/8) > 0.1 {
		t.Errorf("got %+v", bars)
	}

	// a value that is none has no sum to draw
	d = picturedIn(t, memoryOf(t, "flink-conf.yaml", "taskmanager.memory.process.size: 8x\n"))
	if len(d.bars()) != 0 || !d.says("size-invalid") {
		t.Errorf("got %+v", d)
	}
}

func TestMemorySVGOfOddNames(t *testing.T) {
	for _, m := range []Memory{
		{File: "a<b>&\"c\".yaml", Version: flink.MustVersion("1.20")},
		{File: "bell\x07\ufffe.yaml", Version: flink.MustVersion("1.20")},
		{File: "x.yaml", LoadError: &LoadError{Message: "it has a ]]> and \x1b[31m", Line: 3, Column: 1}},
	} {
		d := picturedIn(t, []Memory{m})
		if !strings.Contains(d.Title, strings.SplitN(m.File, "\x07", 2)[0]) {
			t.Errorf("%q: the title is %q", m.File, d.Title)
		}
	}
	if d := picturedIn(t, nil); !d.says("no Flink configuration found") {
		t.Errorf("nothing: %+v", d)
	}
}

func TestMemoryBar(t *testing.T) {
	all := memoryOf(t, "conf/config.yaml", picturedConfig)
	var b strings.Builder
	for _, r := range func() []svgRect { d := parseSVG(t, MemoryBar(&all[0], all[0].JobManager)); return d.bars() }() {
		fmt.Fprintf(&b, "%s %.0f%%\n", r.Class, 100*(r.Width+1)/460)
	}
	const want = "heap 64%\noffHeap 8%\nmetaspace 16%\noverhead 12%\n"
	if b.String() != want {
		t.Errorf("got:\n%swant:\n%s", &b, want)
	}
	refused := memoryOf(t, "flink-conf.yaml", "jobmanager.memory.process.size: 8x\n")
	if got := MemoryBar(&refused[0], refused[0].JobManager); got != "" {
		t.Errorf("a refused process: %s", got)
	}
}
