package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	"github.com/flinkmem/flinkmem-lint/rules"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// What the editor underlines is what the command line reports: the same rules at the same characters, as severe, in the same
// words and in the same order, whatever a client counts columns in.

func TestEditorShowsWhatCheckReportsOfTheDemo(t *testing.T) {
	root, err := filepath.Abs("../testdata/demo")
	if err != nil {
		t.Fatal(err)
	}
	if n := compareAll(t, root, ""); n == 0 {
		t.Error("nothing to compare")
	}
}

func TestEditorShowsWhatCheckReportsOfTheRulesCases(t *testing.T) {
	cases, err := filepath.Glob("../testdata/rules/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases (%v)", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var files []string
			for _, f := range archive.Files {
				if !strings.HasPrefix(f.Name, "want") {
					files = append(files, f.Name, string(f.Data))
				}
			}
			root := folder(t, files...)
			versions := []string{""}
			if m := flinkLine.FindSubmatch(archive.Comment); m != nil {
				versions = strings.Split(string(m[1]), ", ")
			}
			for _, version := range versions {
				compareFolder(t, root, version, encodings...)
			}
			compareEach(t, root, versions[0], utf16Units)
		})
	}
}

var flinkLine = regexp.MustCompile(`(?m)^flink: (.*)$`)

// Characters of every width, byte order marks and all line ends before what is found.
func TestEditorShowsWhatCheckReportsOfOddTexts(t *testing.T) {
	const compose = "services:\n  tm:\n    image: flink:1.20\n    command: taskmanager -Dx=ä😀 -Dtaskmanager.memory.process.size=1x -Dy=😀 -Dtaskmanager.memory.flink.size=2x\n"
	const flow = "{ä😀: \"é😀\", taskmanager.memory.process.size: 1x, \"😀\": 2, taskmanager.memory.flink.size: 2x} # 😀\n"
	root := folder(t,
		"a/docker-compose.yml", compose, "b/docker-compose.yml", "\ufeff"+strings.ReplaceAll(compose, "\n", "\r\n"), "c/docker-compose.yml", strings.ReplaceAll(compose, "\n", "\r"),
		"d/config.yaml", flow, "e/config.yaml", "\ufeff"+flow, "f/config.yaml", "\ufeff# \u2028😀\u0085\r\n\r"+flow, "g/config.yaml", "taskmanager.memory.process.size: 1x # \xff\n",
		"h/flink-conf.yaml", "\ufefftaskmanager.memory.process.size: 1x\n", "i/flink-conf.yaml", "# 😀\rtaskmanager.memory.process.size: 1x\r\n\r\ntaskmanager.memory.flink.size: 😀\u2028\n",
		"j/flink-conf.yaml", "# \xf0\x9f\x98\ntaskmanager.memory.process.size: \xff1x\n", "k/flink-conf.yaml", "\ufefftaskmanager.memory.process.size: 1x",
	)
	if n := compareAll(t, root, ""); n < 40 {
		t.Errorf("only %d findings compared", n)
	}
}

// TestEditorShowsWhatCheckReportsOfACorpus does the same over files from elsewhere.
func TestEditorShowsWhatCheckReportsOfACorpus(t *testing.T) {
	root := os.Getenv("FLINKMEM_CORPUS")
	if root == "" {
		t.Skip("set FLINKMEM_CORPUS to a folder of configuration files, such as those of other projects")
	}
	n := compareAll(t, root, "")
	if t.Logf("%d findings compared", n); n == 0 {
		t.Errorf("%s has no findings to compare", root)
	}
}

var encodings = []encoding{utf8Units, utf16Units, utf32Units}

// compareAll compares a folder, and each of its files alone, and returns how many findings the command line reports.
func compareAll(t *testing.T, root, version string) int {
	return compareFolder(t, root, version, encodings...) + compareEach(t, root, version, encodings...)
}

// compareFolder opens a folder and all of its files.
func compareFolder(t *testing.T, root, version string, units ...encoding) (n int) {
	t.Helper()
	want := checked(t, lint.Options{Dir: root}, version)
	names := filesOf(t, root)
	for _, u := range units {
		c := startWith(t, u, version, root)
		for _, name := range names {
			c.open(name, editorText(t, name))
		}
		n += c.compare(u, names, want, fmt.Sprintf("%s, flink %q", u, version))
		c.end()
	}
	return n
}

// compareEach opens one file after the other, with no folder.
func compareEach(t *testing.T, root, version string, units ...encoding) (n int) {
	t.Helper()
	for _, u := range units {
		c := startWith(t, u, version)
		for _, name := range filesOf(t, root) {
			want := checked(t, lint.Options{Dir: filepath.Dir(name), Paths: []string{name}}, version)
			uri := c.open(name, editorText(t, name))
			n += c.compare(u, []string{name}, want, fmt.Sprintf("%s alone, %s, flink %q", name, u, version))
			c.close(uri)
			delete(c.text, uri)
			c.lint()
		}
		c.end()
	}
	return n
}

// filesOf are the files of a folder that can be opened as text.
func filesOf(t *testing.T, root string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && entry.Name() != lint.BaselineName {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// editorText is a file as an editor shows it: without a byte order mark, and with a sign for what is no character.
func editorText(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string([]rune(strings.TrimPrefix(string(content), "\ufeff")))
}

// textAt is a document as the client has it.
func (c *client) textAt(uri string) string {
	if text, open := c.text[uri]; open {
		return text
	}
	return editorText(c.t, nameOf(uri))
}

// startWith starts a session whose client pushes nothing but what the test is about.
func startWith(t *testing.T, units encoding, version string, roots ...string) *client {
	t.Helper()
	c := start(t)
	folders := []protocol.WorkspaceFolder{}
	for _, root := range roots {
		folders = append(folders, protocol.WorkspaceFolder{URI: uriOf(root), Name: filepath.Base(root)})
	}
	c.request("initialize", map[string]any{
		"processId": nil, "workspaceFolders": folders, "initializationOptions": map[string]any{"flinkVersion": version},
		"capabilities": json.RawMessage(strings.Replace(capabilities, `"utf-16"`, `"`+string(units)+`"`, 1)),
	}, nil)
	c.notify("initialized", map[string]any{})
	return c
}

// end ends a session in an orderly way.
func (c *client) end() {
	c.t.Helper()
	c.request("shutdown", nil, nil)
	c.notify("exit", nil)
	c.to.Close()
}

// checked is what the command line reports: by file, in order.
func checked(t *testing.T, o lint.Options, version string) map[string][]string {
	t.Helper()
	o.Rules = rules.All
	if version != "" {
		o.FlinkVersion = flink.MustVersion(version)
	}
	result, err := lint.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return linesByFile(result, o.Dir)
}

func linesByFile(result *lint.Result, dir string) map[string][]string {
	all := map[string][]string{}
	for i := range result.Findings {
		f := &result.Findings[i]
		line := fmt.Sprintf("%s-%s %s %s %s", inCharacters(f.Place.Document, f.Span.Start), inCharacters(f.Place.Document, f.Span.End), f.Severity, f.Rule.ID,
			flat(f.Message+"\n"+f.Sum+"\n"+f.Help))
		for _, r := range f.Related {
			line += relatedLine(r, "")
		}
		for _, c := range f.Consequences {
			line += relatedLine(c.Related, "so: ")
		}
		name := filepath.FromSlash(f.Place.Document.Path)
		if !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		all[name] = append(all[name], line)
	}
	return all
}

func relatedLine(r lint.Related, prefix string) string {
	d := r.Place.Document
	if d == nil {
		return ""
	}
	at, message := inCharacters(d, r.Span.Start), flat(prefix+r.Message)
	if message == "" { // a terminal underlines it without a word
		line, _, _ := strings.Cut(at, ":")
		message = "line " + line
	}
	return fmt.Sprintf("; %s:%s %s", filepath.Base(d.Path), at, message)
}

// inCharacters is an offset as line:column, the column in characters.
func inCharacters(d *source.Document, offset int) string {
	line, column := d.Lines.Position(offset)
	return fmt.Sprintf("%d:%d", line, column)
}

// flat is a message in one line.
func flat(message string) string { return strings.Join(strings.Fields(message), " ") }

// compare lints and compares what is shown with what is reported, for the open files and all others.
func (c *client) compare(units encoding, open []string, want map[string][]string, what string) (n int) {
	c.t.Helper()
	all := c.lint()
	got := map[string][]string{}
	for uri, p := range all {
		name := nameOf(uri)
		_, isOpen := c.text[uri]
		if version := c.version[uri]; isOpen && (p.Version == nil || *p.Version != version) && slices.Contains(open, name) {
			c.t.Errorf("%s: %s: published for version %v, not %d", what, name, p.Version, version)
		}
		if lines := shownLines(p.Diagnostics, c.textAt(uri), units, c.textAt); len(lines) > 0 {
			got[name] = lines
		}
	}
	for _, name := range open {
		if _, said := all[uriOf(name)]; !said {
			c.t.Errorf("%s: nothing was published for %s", what, name)
		}
	}
	for name, lines := range want {
		n += len(lines)
		if !slices.Equal(got[name], lines) {
			c.t.Errorf("%s: %s: the editor shows\n%s\ncheck reports\n%s", what, name, strings.Join(got[name], "\n"), strings.Join(lines, "\n"))
		}
		delete(got, name)
	}
	for name, extra := range got {
		c.t.Errorf("%s: %s: the editor alone shows %q", what, name, extra)
	}
	return n
}

// shownLines are diagnostics as checked has them.
func shownLines(diagnostics []diagnostic, text string, units encoding, textAt func(uri string) string) []string {
	lines := linesOf(text)
	var all []string
	for _, d := range diagnostics {
		line := fmt.Sprintf("%s-%s %s %s %s", codePoints(lines, d.Range.Start, units), codePoints(lines, d.Range.End, units),
			[]string{"none", "error", "warning", "info"}[d.Severity], d.Code, flat(d.Message))
		for _, r := range d.RelatedInformation {
			line += fmt.Sprintf("; %s:%s %s", filepath.Base(nameOf(r.Location.URI)), codePoints(linesOf(textAt(r.Location.URI)), r.Location.Range.Start, units), flat(r.Message))
		}
		all = append(all, line)
	}
	return all
}

var lineEnd = regexp.MustCompile(`\r\n|\n|\r`)

// linesOf are the lines as the protocol counts them. It and codePoints are written anew here: a mistake of the mapper's must
// not hide itself.
func linesOf(text string) []string { return lineEnd.Split(text, -1) }

// codePoints is a position of the protocol as line:column, from 1, the column in characters.
func codePoints(lines []string, p protocol.Position, units encoding) string {
	if int(p.Line) >= len(lines) {
		return fmt.Sprintf("no line %d", p.Line)
	}
	column, left := 1, int(p.Character)
	for i, r := range lines[p.Line] {
		if left <= 0 {
			break
		}
		left -= unitsOf(r, units)
		if p.Line > 0 || i > 0 || r != '\ufeff' { // a byte order mark is no column on the command line
			column++
		}
	}
	if left != 0 {
		return fmt.Sprintf("%d: no column %d", p.Line, p.Character)
	}
	return fmt.Sprintf("%d:%d", p.Line+1, column)
}

func unitsOf(r rune, units encoding) int {
	switch {
	case units == utf8Units:
		return utf8.RuneLen(r)
	case units == utf16Units && r >= 0x10000:
		return 2
	}
	return 1
}
