package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/dotnet/dotnettest"
)

// dotNetForms are the ways in which a .NET application gets its settings: the files of a folder, by name.
var dotNetForms = map[string]func(r *dotnettest.Recorded) map[string]string{
	"a Compose file, and the runtimeconfig.json beside it": func(r *dotnettest.Recorded) map[string]string {
		return withConfig(r, "app.runtimeconfig.json", map[string]string{"compose.yaml": composeOf(r, "    image: mcr.microsoft.com/dotnet/runtime:8.0\n", mapped)})
	},
	"a Compose file that mounts the runtimeconfig.json": func(r *dotnettest.Recorded) map[string]string {
		service := "    image: example.com/app\n    command: [dotnet, /srv/App.dll]\n    volumes:\n      - ./conf/app.json:/srv/App.runtimeconfig.json:ro\n"
		return withConfig(r, "conf/app.json", map[string]string{"compose.yaml": composeOf(r, service, listed)})
	},
	"a Compose file that builds the application": func(r *dotnettest.Recorded) map[string]string {
		files := map[string]string{
			"compose.yaml":        composeOf(r, "    build: ./src\n", listed),
			"src/Dockerfile":      "FROM mcr.microsoft.com/dotnet/aspnet:8.0\nWORKDIR /app\nCOPY App/ .\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n",
			"src/App/Main.csproj": "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><ConcurrentGarbageCollection>false</ConcurrentGarbageCollection></PropertyGroup></Project>\n",
		}
		return withConfig(r, "src/App/App.runtimeconfig.json", files)
	},
	"an environment file": func(r *dotnettest.Recorded) map[string]string {
		var env strings.Builder
		for _, name := range slices.Sorted(maps.Keys(r.Environment)) {
			fmt.Fprintf(&env, "%s='%s'\n", name, r.Environment[name])
		}
		text := composeOf(&dotnettest.Recorded{Case: dotnettest.Case{Limit: r.Limit, CPUs: r.CPUs}, Machine: r.Machine}, "    image: mcr.microsoft.com/dotnet/runtime:8.0\n    env_file: dotnet.env\n", mapped)
		return withConfig(r, "app.runtimeconfig.json", map[string]string{"compose.yaml": text, "dotnet.env": env.String()})
	},
	"a Deployment, and the runtimeconfig.json in a ConfigMap": func(r *dotnettest.Recorded) map[string]string {
		return map[string]string{"app.yaml": deploymentOf(r)}
	},
	"a Dockerfile": func(r *dotnettest.Recorded) map[string]string {
		var env strings.Builder
		for _, name := range slices.Sorted(maps.Keys(r.Environment)) {
			fmt.Fprintf(&env, "ENV %s=%s\n", name, quoted(r.Environment[name]))
		}
		text := "FROM mcr.microsoft.com/dotnet/runtime:8.0\n" + env.String() + "COPY app.runtimeconfig.json /app/\nENTRYPOINT [\"dotnet\", \"/app/app.dll\"]\n"
		files := map[string]string{"build/Dockerfile": text, "compose.yaml": composeOf(&dotnettest.Recorded{Case: dotnettest.Case{Limit: r.Limit, CPUs: r.CPUs}, Machine: r.Machine}, "    build: build\n", mapped)}
		return withConfig(r, "build/app.runtimeconfig.json", files)
	},
	"a project with options of the host": func(r *dotnettest.Recorded) map[string]string {
		files := map[string]string{
			"compose.yaml":   composeOf(r, "    build: ./src\n", listed),
			"src/Dockerfile": "FROM mcr.microsoft.com/dotnet/runtime:8.0\nCOPY . .\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n",
		}
		options, ok := optionsOf(r)
		if !ok {
			return withConfig(r, "src/App.runtimeconfig.json", files)
		}
		files["src/App.csproj"] = "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <ItemGroup>\n" + options + "  </ItemGroup>\n</Project>\n"
		return files
	},
}

// optionsOf are the case's properties as a project has them. It is false where the SDK would write another
// runtimeconfig.json: it makes booleans and numbers of 32 bits of what looks like them, and texts of the rest.
func optionsOf(r *dotnettest.Recorded) (string, bool) {
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(r.RuntimeConfig)) {
		written := r.RuntimeConfig[name]
		text := written
		_, notNumber := strconv.ParseInt(written, 10, 32)
		isBool := written == "true" || written == "false"
		if notNumber != nil && !isBool {
			if json.Unmarshal([]byte(written), &text) != nil || strings.EqualFold(text, "true") || strings.EqualFold(text, "false") || strings.ContainsFunc(text, unicode.IsControl) {
				return "", false
			}
			if _, err := strconv.ParseInt(strings.TrimSpace(text), 10, 32); err == nil {
				return "", false
			}
		}
		b.WriteString("    <RuntimeHostConfigurationOption Include=\"" + name + "\" Value=\"")
		if err := xml.EscapeText(&b, []byte(text)); err != nil {
			panic(err)
		}
		b.WriteString("\" />\n")
	}
	return b.String(), b.Len() > 0
}

// TestRecordedDotNet writes what the real .NET runtime answered in all forms, and compares the program's answers.
func TestRecordedDotNet(t *testing.T) {
	recorded := slices.DeleteFunc(dotnettest.Read(t), func(r dotnettest.Recorded) bool { return !expressible(&r) })
	for k, form := range slices.Sorted(maps.Keys(dotNetForms)) {
		files := dotNetForms[form]
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			byFolder := map[string]*dotnettest.Recorded{}
			written := 0
			for i := range recorded {
				if (i+k)%3 != 0 { // each case in a third of the forms: the others have it as well
					continue
				}
				written++
				folder := fmt.Sprintf("%04d", i)
				for name, text := range files(&recorded[i]) {
					path := filepath.Join(dir, folder, filepath.FromSlash(name))
					if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				byFolder[folder] = &recorded[i]
			}
			compared := 0
			for _, m := range dotNetMemory(t, dir) {
				name, err := filepath.Rel(dir, filepath.FromSlash(m.File))
				if err != nil {
					t.Fatal(err)
				}
				folder, file, _ := strings.Cut(filepath.ToSlash(name), "/")
				if file != "compose.yaml" && file != "app.yaml" {
					t.Errorf("%s: %s has no container", byFolder[folder].ID, file)
					continue
				}
				compareDotNet(t, byFolder[folder], &m)
				compared++
				delete(byFolder, folder)
			}
			for _, r := range byFolder {
				t.Errorf("%s: no answer to %+v", r.ID, r.Case)
			}
			if written < 100 {
				t.Errorf("%d cases test too little", written)
			}
		})
	}
}

// expressible reports whether a case can be written in every form, and its answer does not rest on the machine.
func expressible(r *dotnettest.Recorded) bool {
	for name, value := range r.Environment {
		if strings.ContainsAny(name, " .") || strings.ContainsAny(value, "'\\$\ufeff") || strings.ContainsFunc(value, unicode.IsControl) {
			return false
		}
	}
	return r.Limit < r.Machine.Memory && r.Limit%4096 == 0 && !dotnet.Evaluate(r.Settings(), r.Host()).Doubtful
}

type dotNetAnswer struct {
	File   string
	DotNet *struct {
		OK        *bool
		HeapLimit *int64
		ServerGC  bool
	}
}

func dotNetMemory(t *testing.T, dir string) []dotNetAnswer {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := run([]string{"memory", "--format", "json", dir}, strings.NewReader(""), &stdout, &stderr); status > 1 || stderr.Len() > 0 {
		t.Fatalf("exit status %d: %s", status, &stderr)
	}
	var all []dotNetAnswer
	if err := json.Unmarshal(stdout.Bytes(), &all); err != nil {
		t.Fatalf("%v: %.200s", err, &stdout)
	}
	return all
}

func compareDotNet(t *testing.T, r *dotnettest.Recorded, m *dotNetAnswer) {
	t.Helper()
	got := m.DotNet
	switch {
	case got == nil || got.OK == nil:
		t.Errorf("%s: nothing is said of %+v", r.ID, r.Case)
		return
	case *got.OK == r.Answer.Refused:
		t.Errorf("%s: ok is %v for %+v", r.ID, *got.OK, r.Case)
		return
	case r.Answer.Refused:
		return
	case got.ServerGC != r.Answer.ServerGC:
		t.Errorf("%s: serverGC is %v for %+v", r.ID, got.ServerGC, r.Case)
	}
	// without a limit, a share is one of a machine that a file does not name
	share := r.Limit == 0 && dotnet.Evaluate(r.Settings(), dotnet.Host{CPUs: r.Host().CPUs}).HeapLimit == 0
	switch want := r.Answer.Limit; {
	case want == 0 || share:
		if got.HeapLimit != nil {
			t.Errorf("%s: heapLimit is %d, not null, for %+v", r.ID, *got.HeapLimit, r.Case)
		}
	case got.HeapLimit == nil || *got.HeapLimit != want:
		t.Errorf("%s: heapLimit is %v, not %d, for %+v", r.ID, got.HeapLimit, want, r.Case)
	}
}

// withConfig adds the case's runtimeconfig.json under a name.
func withConfig(r *dotnettest.Recorded, name string, files map[string]string) map[string]string {
	if r.RuntimeConfig != nil {
		files[name] = configTextOf(r)
	}
	return files
}

func configTextOf(r *dotnettest.Recorded) string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(r.RuntimeConfig)) {
		lines = append(lines, fmt.Sprintf("      %s: %s", quoted(name), r.RuntimeConfig[name]))
	}
	return "{\n  \"runtimeOptions\": {\n    \"configProperties\": {\n" + strings.Join(lines, ",\n") + "\n    }\n  }\n}\n"
}

func mapped(name, value string) string { return name + ": " + quoted(value) }

func listed(name, value string) string { return "- " + quoted(name+"="+value) }

// quoted is a text in quotes as JSON and YAML write it.
func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func composeOf(r *dotnettest.Recorded, service string, line func(name, value string) string) string {
	text := "services:\n  dotnet-app:\n" + service
	if r.Limit > 0 {
		text += fmt.Sprintf("    mem_limit: %db\n", r.Limit)
	}
	text += fmt.Sprintf("    cpus: %d\n", r.Host().CPUs)
	if len(r.Environment) > 0 {
		text += "    environment:\n"
	}
	for _, name := range slices.Sorted(maps.Keys(r.Environment)) {
		text += "      " + line(name, r.Environment[name]) + "\n"
	}
	return text
}

func deploymentOf(r *dotnettest.Recorded) string {
	text := "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      volumes:\n        - name: settings\n          configMap: {name: settings}\n" +
		"      containers:\n        - name: app\n          image: example.com/app\n          command: [dotnet, App.dll]\n          volumeMounts:\n            - {name: settings, mountPath: /app/App.runtimeconfig.json, subPath: App.runtimeconfig.json}\n"
	text += fmt.Sprintf("          resources:\n            limits:\n              cpu: %d\n", r.Host().CPUs)
	if r.Limit > 0 {
		text += fmt.Sprintf("              memory: \"%d\"\n", r.Limit)
	}
	if len(r.Environment) > 0 {
		text += "          env:\n"
	}
	for _, name := range slices.Sorted(maps.Keys(r.Environment)) {
		text += fmt.Sprintf("            - name: %s\n              value: %s\n", quoted(name), quoted(r.Environment[name]))
	}
	if r.RuntimeConfig != nil {
		text += "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata:\n  App.runtimeconfig.json: |\n    " + strings.ReplaceAll(strings.TrimSpace(configTextOf(r)), "\n", "\n    ") + "\n"
	}
	return text
}

// TestLongProgram: of a program that is too long for an app host nothing is looked at, which is said of one that is named.
func TestLongProgram(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "Program.cs")
	text := "builder.AddContainer(\"a\", \"x\").WithEnvironment(\"DOTNET_GCHeapHardLimit\", \"512m\");\n" + strings.Repeat("a = b;\n", 80_000)
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{name: exitFailure, dir: exitOK} {
		var stdout, stderr bytes.Buffer
		if status := run([]string{"check", path}, strings.NewReader(""), &stdout, &stderr); status != want || strings.Contains(stderr.String(), "not read") != (want != exitOK) {
			t.Errorf("%s: exit status %d: %s", path, status, &stderr)
		}
	}
}
