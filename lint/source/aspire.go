package source

import (
	"bytes"
	"path"
	"strings"
)

// Aspire is the dialect of app hosts in C#, which describe containers by chains of calls: AddContainer, WithEnvironment and
// so on. What such a call is given counts only where it is constant; anything else is unknown.
const Aspire Kind = "aspire"

// isCSharpName takes the files of C#, and the copies of them that are set aside.
func isCSharpName(file string) bool {
	name := strings.ToLower(path.Base(strings.ReplaceAll(file, "\\", "/")))
	if strings.HasSuffix(name, ".cs") {
		return true
	}
	stem, ok := strings.CutSuffix(name, path.Ext(name))
	if !ok || !strings.HasSuffix(stem, ".cs") {
		return false
	}
	switch path.Ext(name) {
	case ".bak", ".backup", ".old", ".orig", ".original", ".minimal", ".template", ".example", ".sample":
		return true
	}
	return false
}

var (
	// aspireStarts add something to an app host that runs in a process of its own.
	aspireStarts = [][]byte{[]byte(".AddContainer"), []byte(".AddProject"), []byte(".AddDockerfile"), []byte(".AddExecutable")}
	// aspireSettings are those of which a file has to contain one to be worth reading.
	aspireSettings = [][]byte{[]byte(propertiesKey), []byte(slotsKey), []byte("DOTNET_"), []byte("COMPlus_"), []byte("dotnet_"), []byte("Dotnet_"),
		[]byte("DotNet_"), []byte("OMPLUS_"), []byte("omplus_"), []byte("TASKMANAGER_MEMORY"), []byte("ROCKSDB_")}
)

// claimAspire takes app hosts with settings of Flink or .NET, or with a limit for the memory of a container with one of them. All
// others are not even split into tokens.
func claimAspire(file string, content []byte, _ func(string) bool) Claim {
	if !isCSharpName(file) {
		return NoClaim
	}
	if content == nil {
		return MayClaim
	}
	limited := func() bool {
		return bytes.Contains(content, []byte("WithContainerRuntimeArgs")) && (bytes.Contains(content, []byte("flink")) || bytes.Contains(content, []byte(dotNetImages))) ||
			bytes.Contains(content, []byte("/opt/flink/conf"))
	}
	return fullClaim(mentions(content, aspireStarts) && (mentions(content, aspireSettings) || limited()))
}

func readAspire(d *Document) {
	r := readAppHost(d)
	d.Workloads, d.References, d.GivenUp = r.workloads(nil), r.references, r.tooMany
}

// aspireWorkloads are the workloads of an app host with the Dockerfiles that its images are built from, which lookup gives
// by their path from the document's folder.
func aspireWorkloads(d *Document, lookup func(file string) *Document) []*Workload {
	if !bytes.Contains(d.Bytes, []byte("Dockerfile(")) {
		return d.Workloads
	}
	return readAppHost(d).workloads(lookup)
}

func readAppHost(d *Document) *aspireReader {
	r := &aspireReader{csharpFile: readCSharpFile(d), bound: map[string]aspireBinding{}}
	r.read()
	return r
}

// workloads are those of all resources.
func (r *aspireReader) workloads(lookup func(file string) *Document) []*Workload {
	var all []*Workload
	for _, resource := range r.resources {
		if w := r.workload(resource, lookup); w != nil {
			all = append(all, w)
		}
	}
	return all
}

// aspireReader follows the chains of calls in an app host.
type aspireReader struct {
	*csharpFile
	resources []*aspireResource
	// bound are the local variables that hold a resource.
	bound      map[string]aspireBinding
	references []string
	around     []int // the brackets around the token that is looked at
}

type aspireBinding struct {
	resource *aspireResource
	scope    Span // tokens
}

// aspireResource is what an app host runs: a container, a project.
type aspireResource struct {
	method  string // that added it
	at      int    // the token of the method
	name    *csharpValue
	nameAt  csharpArgument
	project string // the type of AddProject<T>, or the path that it is given

	image, tag, registry *csharpValue
	imageAt              Place
	imageUnknown         bool
	context, dockerfile  string // of AddDockerfile

	variables  map[string]*aspireVariable
	order      []string // of the variables
	entrypoint []*Text
	override   Place
	arguments  []*Text
	runtime    []aspireRuntimeArgument
	mounts     []Mount
	replicas   int
	// open is true where code that cannot be followed may change it.
	open bool
}

// aspireVariable is an environment variable of a resource.
type aspireVariable struct {
	value *csharpValue // nil where it is not known
	state State
	place Place
	call  int // the token of the dot before WithEnvironment
}

// aspireRuntimeArgument is an argument for docker run.
type aspireRuntimeArgument struct {
	value   *csharpValue // nil where it is not known
	at      Span         // bytes of the argument, without quotes
	certain bool
}

// read goes over the tokens once.
func (r *aspireReader) read() {
	for i := range r.tokens {
		switch k := r.tokens[i].kind; k {
		case '(', '[', '{':
			if r.match[i] >= 0 {
				r.around = append(r.around, i)
			}
		case ')', ']', '}':
			for n := len(r.around); n > 0 && r.match[i] >= 0 && r.around[n-1] >= int(r.match[i]); n-- {
				r.around = r.around[:n-1]
			}
		case '.':
			r.start(i)
		case csharpWord:
			r.use(i)
		}
	}
}

// aspireAdds are the methods that add a resource.
var aspireAdds = map[string]bool{"AddContainer": true, "AddProject": true, "AddDockerfile": true, "AddExecutable": true}

// start reads the call that adds a resource, and those chained to it.
func (r *aspireReader) start(dot int) {
	method := r.word(dot + 1)
	if !aspireAdds[method] {
		return
	}
	open, typeName := r.typeArguments(dot + 2)
	if r.kind(open) != '(' {
		return
	}
	resource := &aspireResource{method: method, at: dot + 1, project: typeName, variables: map[string]*aspireVariable{}}
	arguments := r.arguments(open)
	if a, ok := argumentAt(arguments, 0, "name"); ok {
		resource.name, resource.nameAt = r.value(a.tokens), a
	}
	switch method {
	case "AddContainer":
		r.setImage(resource, arguments, 1, true)
	case "AddDockerfile":
		resource.context, resource.dockerfile = r.plainArgument(arguments, 1, "contextPath"), r.plainArgument(arguments, 2, "dockerfilePath")
	case "AddProject":
		if p := r.plainArgument(arguments, 1, "projectPath"); p != "" {
			resource.project = p
		}
	}
	r.resources = append(r.resources, resource)
	end := r.chain(resource, r.closing(open)+1)
	r.bind(resource, dot, end)
}

// plainArgument is the text of an argument, "" where it is not known.
func (r *aspireReader) plainArgument(arguments []csharpArgument, position int, name string) string {
	if a, ok := argumentAt(arguments, position, name); ok {
		if v := r.value(a.tokens); v != nil && len(v.holes) == 0 {
			return string(v.text)
		}
	}
	return ""
}

// chain applies the calls behind a resource, and returns the token behind the last one.
func (r *aspireReader) chain(resource *aspireResource, i int) int {
	for {
		dot := i
		if r.kind(dot) == '!' {
			dot++
		}
		method := r.word(dot + 1)
		open, _ := r.typeArguments(dot + 2)
		if r.kind(dot) != '.' || method == "" || r.kind(open) != '(' || aspireAdds[method] {
			return i
		}
		r.apply(resource, dot, method, open)
		i = r.closing(open) + 1
	}
}

// bind notes the variable that a new resource is assigned to. One that is put anywhere else may be changed there.
func (r *aspireReader) bind(resource *aspireResource, dot, end int) {
	first := dot - 1
	for range maxParameters {
		if r.kind(first) == ')' && r.match[first] >= 0 {
			first = int(r.match[first]) - 1
			continue
		}
		if r.kind(first) == csharpWord && r.kind(first-1) == '.' {
			first -= 2
			continue
		}
		break
	}
	if r.kind(first) != csharpWord {
		first++
	}
	ends := r.kind(end) == ';'
	switch r.kind(first - 1) {
	case ';', '{', '}', ')', ':', csharpEnd:
		resource.open = resource.open || !ends
	case csharpWord:
		resource.open = resource.open || !ends || r.word(first-1) != "else" && r.word(first-1) != "do"
	case '=':
		name := first - 2
		typed := r.kind(name-1) == csharpWord || r.kind(name-1) == '>' || r.kind(name-1) == '?'
		resource.open = resource.open || !ends || !typed && r.word(name) != "_"
		r.bound[r.word(name)] = aspireBinding{resource, r.block()}
	default:
		resource.open = true
	}
}

// block are the tokens of the innermost block around.
func (r *aspireReader) block() Span {
	for n := len(r.around) - 1; n >= 0; n-- {
		if r.tokens[r.around[n]].kind == '{' {
			return Span{r.around[n], r.closing(r.around[n])}
		}
	}
	return Span{0, len(r.tokens)}
}

// aspireNeutral are calls and statements that a resource may be given to without being changed.
var aspireNeutral = map[string]bool{
	"WaitFor": true, "WaitForCompletion": true, "WaitForStart": true, "WithReference": true, "WithParentRelationship": true,
	"WithChildRelationship": true, "WithReferenceRelationship": true, "nameof": true, "if": true, "while": true, "WriteLine": true,
}

// use reads a mention of a variable that holds a resource.
func (r *aspireReader) use(i int) {
	if r.kind(i-1) == '.' {
		return
	}
	name := r.word(i)
	b, ok := r.bound[name]
	if !ok || i < b.scope.Start || i >= b.scope.End {
		return
	}
	next := r.kind(i + 1)
	if next == '!' {
		next = r.kind(i + 2)
	}
	switch {
	case next == '.':
		end := r.chain(b.resource, i+1)
		if r.kind(i-1) == '=' && r.kind(end) == ';' && r.word(i-2) != "" { // var other = resource.WithX()
			r.bound[r.word(i-2)] = aspireBinding{b.resource, r.bindingScope(i-2, b)}
		}
	case next == '=': // it gets another value
		if r.word(i+2) != name {
			delete(r.bound, name)
		}
	default:
		n := len(r.around)
		if n == 0 || r.tokens[r.around[n-1]].kind != '(' || !aspireNeutral[r.word(r.around[n-1]-1)] {
			b.resource.open = true
		}
	}
}

// bindingScope is where the variable at a token counts that gets the resource of another one.
func (r *aspireReader) bindingScope(at int, of aspireBinding) Span {
	if old, ok := r.bound[r.word(at)]; ok && old.resource == of.resource {
		return old.scope
	}
	return r.block()
}
