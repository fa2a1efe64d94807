package main

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// pictures are the images of a terminal in README.md: what a command prints for files of testdata/demo.
var pictures = map[string][]string{
	"terminal.svg": {"check", "--color", "always", "--select", "jvm-overhead-out-of-range", "flink-1.18"},
	"memory.svg":   {"memory", "--color", "always", "feasible"},
}

// The images show what the program prints. With UPDATE_GOLDEN set (make golden) they are drawn again.
func TestPictures(t *testing.T) {
	t.Chdir("../../testdata/demo")
	for name, args := range pictures {
		var stdout, stderr bytes.Buffer
		if status := run(args, strings.NewReader(""), &stdout, &stderr); status > exitFindings {
			t.Fatalf("%v: exit status %d\n%s", args, status, &stderr)
		}
		shown := strings.NewReplacer("check --color always ", "", "--color always ", "").Replace(strings.Join(args, " "))
		drawn := terminalPicture("$ flinkmem-lint "+shown, strings.TrimSpace(stdout.String()))
		file := "../../docs/images/" + name
		if os.Getenv("UPDATE_GOLDEN") != "" {
			if err := os.WriteFile(file, []byte(drawn), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(kept) != drawn {
			t.Errorf("%s does not show what %v prints: make golden", file, args)
		}
	}
}

// Sizes of a character, in pixels.
const charWidth, lineHeight, margin = 8.4, 19, 16

// colors are those of the terminal's codes.
var colors = map[string]string{
	"30": "#1e2430", "31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "35": "#d2a8ff", "36": "#76e3ea", "97": "#ffffff",
	"42": "#3fb950", "44": "#1f6feb", "45": "#bc8cff", "46": "#39c5cf", "100": "#6e7681", "103": "#e3b341", "104": "#79c0ff", "106": "#56d4dd",
}

// terminalPicture draws what a command prints as a terminal shows it.
func terminalPicture(command, output string) string {
	lines := append([]string{"\x1b[1m" + command + "\x1b[0m", ""}, strings.Split(output, "\n")...)
	width := 0
	for _, line := range lines {
		width = max(width, utf8.RuneCountInString(escape.ReplaceAllString(line, "")))
	}
	w, h := float64(width)*charWidth+2*margin, len(lines)*lineHeight+2*margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" width="%.0f" height="%d" role="img">`+"\n", w, h, w, h)
	fmt.Fprintf(&b, "<title>%s</title>\n", html.EscapeString(command))
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="#1e2430"/>`+"\n")
	b.WriteString(`<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#d7dce5">` + "\n")
	for i, line := range lines {
		drawLine(&b, line, margin+i*lineHeight)
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// blanks keeps SVG from making one blank of several.
var blanks = strings.NewReplacer(" ", "&#160;")

var escape = regexp.MustCompile(`\x1b\[([0-9;]*)m`)

// drawLine draws one line, piece by piece of one colour. Each piece has its place and length, so that columns stay columns in
// whatever font there is.
func drawLine(b *strings.Builder, line string, top int) {
	column, style, ground := 0, "", ""
	for line != "" {
		text := line
		at := escape.FindStringSubmatchIndex(line)
		if at != nil {
			text = line[:at[0]]
		}
		if n := utf8.RuneCountInString(text); n > 0 {
			x, length := margin+float64(column)*charWidth, float64(n)*charWidth
			if ground != "" {
				fmt.Fprintf(b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", x, top, length, lineHeight, ground)
			}
			if strings.TrimSpace(text) != "" {
				fmt.Fprintf(b, `<text x="%.1f" y="%d" textLength="%.1f"%s>%s</text>`+"\n", x, top+14, length, style, blanks.Replace(html.EscapeString(text)))
			}
			column += n
		}
		if at == nil {
			return
		}
		style, ground = "", ""
		for code := range strings.SplitSeq(line[at[2]:at[3]], ";") {
			switch color := colors[code]; {
			case code == "1":
				style += ` font-weight="bold"`
			case code == "2":
				style += ` opacity="0.6"`
			case color != "" && (len(code) == 3 || code[0] == '4'):
				ground = color
			case color != "":
				style += ` fill="` + color + `"`
			}
		}
		line = line[at[1]:]
	}
}
