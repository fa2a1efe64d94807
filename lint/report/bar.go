package report

import (
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// fill is how a component looks in the bar: a character of its own, so that a bar without colours can be read as well,
// and a colour.
type fill struct {
	char  string
	color string
}

var fills = map[flink.Name]fill{
	flink.FrameworkHeap:    {"+", "\x1b[30;104m"},
	flink.TaskHeap:         {"#", "\x1b[97;44m"},
	flink.FrameworkOffHeap: {":", "\x1b[30;106m"},
	flink.TaskOffHeap:      {"%", "\x1b[30;46m"},
	flink.Network:          {"~", "\x1b[30;103m"},
	flink.Managed:          {"=", "\x1b[30;42m"},
	flink.Heap:             {"#", "\x1b[97;44m"},
	flink.OffHeap:          {":", "\x1b[30;106m"},
	flink.Metaspace:        {"-", "\x1b[30;45m"},
	flink.Overhead:         {".", "\x1b[97;100m"},
}

// maxBar is the width of the bar where there is room: wide enough that one column is less than two percent.
const maxBar = 72

// bar draws the components side by side, each as wide as its share and none that exists narrower than one column.
func bar(parts []flink.Component, total flink.Size, style Style) string {
	return drawn(parts, func(i int) fill { return fills[parts[i].Name] }, total, style)
}

// drawn is a bar of parts, each in its own fill.
func drawn(parts []flink.Component, look func(int) fill, total flink.Size, style Style) string {
	width := min(maxBar, style.width()-4)
	var b strings.Builder
	edge := "|"
	if style.Color {
		edge = ""
	}
	b.WriteString(edge)
	for i, n := range columns(parts, total, width-len(parts)-1) {
		if n == 0 {
			continue
		}
		f := look(i)
		b.WriteString(style.paint(f.color, strings.Repeat(f.char, n)))
		b.WriteString(edge)
	}
	return b.String()
}

// swatch is the sign of a component in the table below the bar; a total has none.
func swatch(name flink.Name, style Style) string {
	f, ok := fills[name]
	if !ok {
		return "  "
	}
	return f.swatch(style)
}

func (f fill) swatch(style Style) string {
	if f.char == "" {
		return "  "
	}
	return style.paint(f.color, f.char+f.char)
}

// columns divides a width among the parts: one column for each that is not empty, the rest by size, what rounding
// leaves to those that lost most by it.
func columns(parts []flink.Component, total flink.Size, width int) []int {
	shares := make([]int, len(parts))
	lost := make([]float64, len(parts))
	left := width
	for i, p := range parts {
		if p.Size <= 0 || total <= 0 {
			lost[i] = -1
			continue
		}
		exact := float64(width) * float64(p.Size) / float64(total)
		shares[i] = max(1, int(exact))
		lost[i] = exact - float64(shares[i])
		left -= shares[i]
	}
	for left > 0 {
		most := 0
		for i := range lost {
			if lost[i] > lost[most] {
				most = i
			}
		}
		if lost[most] < 0 && lost[most] == -1 {
			break
		}
		shares[most]++
		lost[most]--
		left--
	}
	for left < 0 {
		most := 0
		for i := range shares {
			if shares[i] > shares[most] {
				most = i
			}
		}
		if shares[most] <= 1 {
			break
		}
		shares[most]--
		left++
	}
	return shares
}
