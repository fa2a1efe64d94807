package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/flinkmem/flinkmem-lint"

// rooms names every package of the module and the packages of the module that it may import. docs/architecture.md
// says why.
var rooms = map[string][]string{
	"flink":             {},
	"dotnet":            {},
	"lint/source":       {"flink", "dotnet"},
	"lint":              {"flink", "dotnet", "lint/source"},
	"lint/report":       {"flink", "dotnet", "lint/source", "lint"},
	"rules":             {"flink", "dotnet", "lint/source", "lint"},
	"lsp":               {"flink", "dotnet", "lint/source", "lint", "lint/report", "rules"},
	"cmd/flinkmem-lint": {"flink", "dotnet", "lint/source", "lint", "lint/report", "rules", "lsp"},
	"flink/flinktest":   {"flink"},
	"dotnet/dotnettest": {"dotnet"},
}

// forTests are packages that only tests may import.
var forTests = []string{
	module + "/flink/flinktest",
	module + "/dotnet/dotnettest",
	"github.com/rogpeppe/go-internal/testscript",
	"github.com/rogpeppe/go-internal/txtar",
	"testing",
}

// inTests are further rooms that the tests of a room may import.
var inTests = map[string][]string{
	"rules": {"lint/report"}, // the expected findings are written as the user sees them
}

// outsiders says which room may import a package from elsewhere: any that is neither listed here nor in the standard
// library is a breach. A room that ends in .go is one file.
var outsiders = map[string][]string{
	"gopkg.in/yaml.v3":           {"lint/source/yaml.go"},
	"github.com/BurntSushi/toml": {"lint"},
	"github.com/rivo/uniseg":     {"lint/report"},
	"github.com/spf13/cobra":     {"cmd/flinkmem-lint"},
	"github.com/spf13/pflag":     {"cmd/flinkmem-lint"},
	"golang.org/x/term":          {"cmd/flinkmem-lint"},
	"github.com/tliron/glsp":     {"lsp"},

	"github.com/rogpeppe/go-internal/diff": {"lint/report"},
}

// forTestsOf are further packages from elsewhere that the tests of a room may import.
var forTestsOf = map[string]string{
	"gopkg.in/yaml.v3": "cmd/flinkmem-lint", // action.yml and the examples in documents
}

// closed names what a room must not import of the standard library: nothing below the command line starts programs,
// speaks to the network or logs, and what answers for Flink, .NET and the rules opens no files.
var closed = map[string][]string{
	"flink":       {"os", "os/exec", "io/fs", "path/filepath", "net", "log"},
	"dotnet":      {"os", "os/exec", "io/fs", "path/filepath", "net", "log"},
	"lint/source": {"os/exec", "net", "log"},
	"lint":        {"os/exec", "net", "log"},
	"lint/report": {"os/exec", "net", "log"},
	"rules":       {"os", "os/exec", "io/fs", "path/filepath", "net", "log"},
}

// programs names the only files of the program that may start another one: --since asks git. testdata/cli/since.txtar sees that
// nothing is started without the flag.
var programs = []string{"cmd/flinkmem-lint/since.go"}

// vague are names that say nothing about what is inside.
var vague = []string{"util", "utils", "helper", "helpers", "manager", "common", "misc"}

// goFile is one source file of the module, in whatever build it belongs to.
type goFile struct {
	room    string // the package's folder, relative to the module
	name    string
	pkg     string
	imports []string
}

// breach says what is wrong with one import, or "" where it is allowed.
func breach(f goFile, imported string) string {
	test := strings.HasSuffix(f.name, "_test.go")
	for _, p := range forTests {
		if within(imported, p) {
			if test || f.room == "flink/flinktest" || f.room == "dotnet/dotnettest" {
				return ""
			}
			return "is for tests"
		}
	}
	if inside, ok := strings.CutPrefix(imported, module+"/"); ok {
		if test && (inside == f.room || slices.Contains(inTests[f.room], inside)) || slices.Contains(rooms[f.room], inside) {
			return ""
		}
		return "is against the arrows"
	}
	if imported == "os/exec" && !test && f.room != "flink/flinktest" && f.room != "dotnet/dotnettest" && !slices.Contains(programs, f.room+"/"+f.name) {
		return "is not this room's business: only " + strings.Join(programs, ", ") + " starts programs"
	}
	if !strings.Contains(strings.Split(imported, "/")[0], ".") {
		for _, p := range closed[f.room] {
			if !test && within(imported, p) {
				return "is not this room's business"
			}
		}
		return ""
	}
	if test && forTestsOf[imported] == f.room {
		return ""
	}
	for p, allowed := range outsiders {
		if !within(imported, p) {
			continue
		}
		for _, room := range allowed {
			if room == f.room || room == f.room+"/"+f.name || test && strings.HasPrefix(room, f.room+"/") {
				return ""
			}
		}
		return "belongs to " + strings.Join(allowed, ", ") + " alone"
	}
	return "is not a dependency that docs/architecture.md allows"
}

func within(imported, tree string) bool {
	return imported == tree || strings.HasPrefix(imported, tree+"/")
}

// breaches checks the whole module.
func breaches(files []goFile) []string {
	var all []string
	mains := map[string]bool{}
	for _, f := range files {
		at := path.Join(f.room, f.name)
		if _, ok := rooms[f.room]; !ok {
			all = append(all, fmt.Sprintf("%s: the package is no room: give it a place in docs/architecture.md and here", at))
			continue
		}
		if f.pkg == "main" {
			mains[f.room] = true
		}
		base := strings.TrimSuffix(strings.TrimSuffix(f.name, ".go"), "_test")
		for _, word := range append(strings.Split(base, "_"), strings.Split(f.room, "/")...) {
			if slices.Contains(vague, word) {
				all = append(all, fmt.Sprintf("%s: %q does not say what is inside", at, word))
			}
		}
		for _, i := range f.imports {
			if why := breach(f, i); why != "" {
				all = append(all, fmt.Sprintf("%s: import of %s %s", at, i, why))
			}
		}
	}
	delete(mains, "cmd/flinkmem-lint")
	for room := range mains {
		all = append(all, fmt.Sprintf("%s: a second main package", room))
	}
	slices.Sort(all)
	return all
}

func TestArrows(t *testing.T) {
	files := moduleFiles(t)
	if len(files) == 0 {
		t.Fatal("no Go files found")
	}
	for _, b := range breaches(files) {
		t.Error(b)
	}
}

func TestArrowsAreEnforced(t *testing.T) {
	tests := []struct {
		name     string
		file     goFile
		imported string
		want     string // part of the breach; "" for an allowed import
	}{
		{"source may ask flink", goFile{room: "lint/source", name: "link.go"}, module + "/flink", ""},
		{"flink knows no files", goFile{room: "flink", name: "size.go"}, module + "/lint/source", "against the arrows"},
		{"flink opens no files", goFile{room: "flink", name: "catalogue.go"}, "os", "not this room's business"},
		{"flink starts no programs", goFile{room: "flink", name: "catalogue.go"}, "os/exec", "not this room's business"},
		{"the server starts no programs", goFile{room: "lsp", name: "hover.go"}, "os/exec", "not this room's business"},
		{"nor does the command line", goFile{room: "cmd/flinkmem-lint", name: "check.go"}, "os/exec", "since.go starts programs"},
		{"but --since asks git", goFile{room: "cmd/flinkmem-lint", name: "since.go"}, "os/exec", ""},
		{"flink's tests may", goFile{room: "flink", name: "oracle_test.go"}, "os/exec", ""},
		{"flink knows no .NET", goFile{room: "flink", name: "size.go"}, module + "/dotnet", "against the arrows"},
		{".NET knows no Flink", goFile{room: "dotnet", name: "gc.go"}, module + "/flink", "against the arrows"},
		{"source knows no rules", goFile{room: "lint/source", name: "read.go"}, module + "/rules", "against the arrows"},
		{"source knows no engine", goFile{room: "lint/source", name: "read.go"}, module + "/lint", "against the arrows"},
		{"the engine knows no rule", goFile{room: "lint", name: "run.go"}, module + "/rules", "against the arrows"},
		{"the engine knows no output", goFile{room: "lint", name: "run.go"}, module + "/lint/report", "against the arrows"},
		{"rules know no output", goFile{room: "rules", name: "network.go"}, module + "/lint/report", "against the arrows"},
		{"but their tests show it", goFile{room: "rules", name: "rules_test.go"}, module + "/lint/report", ""},
		{"reports know no rule", goFile{room: "lint/report", name: "sarif.go"}, module + "/rules", "against the arrows"},
		{"the server knows no command line", goFile{room: "lsp", name: "hover.go"}, module + "/cmd/flinkmem-lint", "against the arrows"},
		{"the command line knows them all", goFile{room: "cmd/flinkmem-lint", name: "check.go"}, module + "/rules", ""},
		{"an engine test keeps the arrows", goFile{room: "lint", name: "run_test.go"}, module + "/rules", "against the arrows"},
		{"recorded answers are for tests", goFile{room: "lint", name: "run.go"}, module + "/flink/flinktest", "for tests"},
		{"tests read recorded answers", goFile{room: "lint/source", name: "read_test.go"}, module + "/flink/flinktest", ""},
		{"yaml.v3 has one file", goFile{room: "lint/source", name: "yaml.go"}, "gopkg.in/yaml.v3", ""},
		{"and no second one", goFile{room: "lint/source", name: "configyaml.go"}, "gopkg.in/yaml.v3", "lint/source/yaml.go alone"},
		{"though tests read actions", goFile{room: "cmd/flinkmem-lint", name: "action_test.go"}, "gopkg.in/yaml.v3", ""},
		{"and programs do not", goFile{room: "cmd/flinkmem-lint", name: "check.go"}, "gopkg.in/yaml.v3", "lint/source/yaml.go alone"},
		{"but may be measured against", goFile{room: "lint/source", name: "bench_test.go"}, "gopkg.in/yaml.v3", ""},
		{"rules parse no YAML", goFile{room: "rules", name: "syntax.go"}, "gopkg.in/yaml.v3", "lint/source/yaml.go alone"},
		{"TOML is the engine's", goFile{room: "lint", name: "config.go"}, "github.com/BurntSushi/toml", ""},
		{"and nobody else's", goFile{room: "rules", name: "network.go"}, "github.com/BurntSushi/toml", "lint alone"},
		{"the protocol is the server's", goFile{room: "lsp", name: "server.go"}, "github.com/tliron/glsp/server", ""},
		{"and nobody else's", goFile{room: "lint", name: "run.go"}, "github.com/tliron/glsp", "lsp alone"},
		{"no other dependency", goFile{room: "lint", name: "run.go"}, "github.com/pkg/errors", "not a dependency"},
		{"no near miss", goFile{room: "lint/source", name: "yaml.go"}, "gopkg.in/yaml.v3extra", "not a dependency"},
		{"testscript is for tests", goFile{room: "cmd/flinkmem-lint", name: "main.go"}, "github.com/rogpeppe/go-internal/testscript", "for tests"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.file.imports = []string{tt.imported}
			got := strings.Join(breaches([]goFile{tt.file}), "\n")
			if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
				t.Errorf("%s/%s imports %s: got %q, want %q", tt.file.room, tt.file.name, tt.imported, got, tt.want)
			}
		})
	}
	for _, tt := range []struct {
		name string
		file goFile
		want string
	}{
		{"an unknown room", goFile{room: "internal/strings", name: "strings.go"}, "no room"},
		{"a second program", goFile{room: "lsp", name: "main.go", pkg: "main"}, "second main package"},
		{"a drawer for everything", goFile{room: "lint", name: "path_utils.go"}, `"utils" does not say`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(breaches([]goFile{tt.file}), "\n"); !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// moduleFiles reads the imports of every Go file of the module: those of other systems and build tags too.
func moduleFiles(t *testing.T) []goFile {
	t.Helper()
	list := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,CgoFiles,IgnoredGoFiles,TestGoFiles,XTestGoFiles", module+"/...")
	list.Stderr = new(bytes.Buffer)
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, list.Stderr)
	}
	var files []goFile
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath, Dir                                              string
			GoFiles, CgoFiles, IgnoredGoFiles, TestGoFiles, XTestGoFiles []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		// so that a cached result of this test does not outlive a new file
		if _, err := os.ReadDir(p.Dir); err != nil {
			t.Fatal(err)
		}
		room := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		for _, name := range slices.Concat(p.GoFiles, p.CgoFiles, p.IgnoredGoFiles, p.TestGoFiles, p.XTestGoFiles) {
			parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			f := goFile{room: room, name: name, pkg: parsed.Name.Name}
			for _, i := range parsed.Imports {
				imported, err := strconv.Unquote(i.Path.Value)
				if err != nil {
					t.Fatal(err)
				}
				f.imports = append(f.imports, imported)
			}
			files = append(files, f)
		}
	}
	return files
}
