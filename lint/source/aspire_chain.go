package source

import (
	"path"
	"strconv"
	"strings"
)

// apply gives a resource what a call of its chain says.
func (r *aspireReader) apply(resource *aspireResource, dot int, method string, open int) {
	certain := r.certain(dot, resource.at)
	arguments := r.arguments(open)
	switch method {
	case "WithEnvironment":
		r.environment(resource, dot, arguments, certain)
	case "WithArgs":
		resource.open = resource.open || !certain
		for _, a := range r.items(arguments) {
			resource.arguments = append(resource.arguments, r.textOf(resource, a))
		}
	case "WithEntrypoint":
		resource.open = resource.open || !certain
		if a, ok := argumentAt(arguments, 0, "entrypoint"); ok {
			t := r.textOf(resource, a)
			resource.entrypoint, resource.override = []*Text{t}, Place{Document: r.doc, Entry: r.bytes(a.tokens)}
		}
	case "WithContainerRuntimeArgs":
		for _, a := range r.items(arguments) {
			resource.runtime = append(resource.runtime, aspireRuntimeArgument{r.value(a.tokens), r.inside(a.tokens), certain})
		}
	case "WithImage":
		r.setImage(resource, arguments, 0, certain)
	case "WithImageTag":
		r.setTag(resource, arguments, 0, certain)
	case "WithImageRegistry":
		if a, ok := argumentAt(arguments, 0, "registry"); ok {
			resource.registry = r.value(a.tokens)
		}
	case "WithImageSHA256":
		resource.tag, resource.imageUnknown = nil, true
	case "WithDockerfile":
		resource.context, resource.dockerfile = r.plainArgument(arguments, 0, "contextPath"), r.plainArgument(arguments, 1, "dockerfilePath")
	case "WithBindMount":
		r.mount(resource, arguments, certain)
	case "WithReplicas":
		if a, ok := argumentAt(arguments, 0, "replicas"); ok && certain {
			if v := r.value(a.tokens); v != nil {
				resource.replicas, _ = strconv.Atoi(string(v.text))
			}
		}
	default:
		resource.open = resource.open || !isAspireMethod(method)
	}
}

// isAspireMethod reports whether a method is one of Aspire's own that says nothing of memory. Of any other nothing is known:
// it may set an environment of its own.
func isAspireMethod(name string) bool {
	for _, start := range aspireMethods {
		if strings.HasPrefix(name, start) {
			return true
		}
	}
	return false
}

// aspireMethods are the starts of the names of methods that leave environment, command and memory alone.
var aspireMethods = []string{
	"WithHttp", "WithEndpoint", "WithExternalHttp", "WithReference", "WaitFor", "WithVolume", "WithDataVolume", "WithLifetime", "WithContainerName",
	"WithHealthCheck", "WithParentRelationship", "WithChildRelationship", "WithRelationship", "WithUrl", "WithExplicitStart", "WithCommand",
	"WithIconName", "WithInitialState", "ExcludeFrom", "PublishAs", "WithManifest", "AsHttp2Service", "WithOtlpExporter", "WithContainerNetwork",
	"WithImagePullPolicy", "WithBuildArg", "WithBuildSecret", "WithMcpServer", "WithDebug", "On", "Get", "ToString", "Equals",
	"WithCertificate", "WithDeveloperCertificate", "WithRequiredCommand", "WithAnnotation", "WithEndpointProxySupport", "WithContainerFiles",
}

// items are the arguments of a call that takes any number of texts, or one list of them.
func (r *aspireReader) items(arguments []csharpArgument) []csharpArgument {
	if len(arguments) == 1 {
		if list, ok := r.list(arguments[0].tokens); ok {
			return list
		}
	}
	return arguments
}

// textOf is an argument as a text. One that is not known may be several, or change everything.
func (r *aspireReader) textOf(resource *aspireResource, a csharpArgument) *Text {
	v := r.value(a.tokens)
	if v == nil {
		resource.open = true
		v = &csharpValue{tokens: a.tokens}
		v.unknown(r.csharpFile, r.bytes(a.tokens))
	}
	return v.asText(r.csharpFile)
}

// setImage reads "image" and "image", "tag".
func (r *aspireReader) setImage(resource *aspireResource, arguments []csharpArgument, position int, certain bool) {
	a, ok := argumentAt(arguments, position, "image")
	if !ok {
		return
	}
	resource.image, resource.tag = r.value(a.tokens), nil
	resource.imageUnknown = resource.image == nil || !certain
	at := r.inside(a.tokens)
	resource.imageAt = Place{Document: r.doc, Value: at, Entry: at}
	r.setTag(resource, arguments, position+1, certain)
}

func (r *aspireReader) setTag(resource *aspireResource, arguments []csharpArgument, position int, certain bool) {
	if a, ok := argumentAt(arguments, position, "tag"); ok {
		resource.tag = r.value(a.tokens)
		resource.imageUnknown = resource.imageUnknown || resource.tag == nil || !certain
	}
}

// environment reads WithEnvironment("NAME", value), and the callback that fills in a map.
func (r *aspireReader) environment(resource *aspireResource, dot int, arguments []csharpArgument, certain bool) {
	a, ok := argumentAt(arguments, 0, "name")
	if !ok {
		return
	}
	if len(arguments) == 1 {
		r.callback(resource, a.tokens)
		return
	}
	name := r.value(a.tokens)
	b, ok := argumentAt(arguments, 1, "value")
	if name == nil || len(name.holes) > 0 || !ok {
		resource.open = true // it may be any variable
		return
	}
	r.variable(resource, string(name.text), dot, a, b, certain)
}

func (r *aspireReader) variable(resource *aspireResource, name string, dot int, a, b csharpArgument, certain bool) {
	v := &aspireVariable{value: r.value(b.tokens), call: dot}
	v.place = Place{Document: r.doc, Key: r.inside(a.tokens), Value: r.inside(b.tokens), Entry: Span{r.bytes(a.tokens).Start, r.bytes(b.tokens).End}}
	switch {
	case v.value == nil || !certain:
		v.state = Unknown
	case v.value.tokens != b.tokens: // a name, which stands for a string somewhere else
		v.place.Value = r.inside(v.value.tokens)
	}
	if resource.variables[name] == nil {
		resource.order = append(resource.order, name)
	}
	resource.variables[name] = v
}

// maxCallback bounds how many tokens of a callback are looked at.
const maxCallback = 400

// callback reads context.EnvironmentVariables["NAME"] = value in a lambda. What it sets is not known for certain, since it may
// depend on what the app host is run for.
func (r *aspireReader) callback(resource *aspireResource, tokens Span) {
	if tokens.Len() > maxCallback {
		resource.open = true
		return
	}
	for i := tokens.Start; i < tokens.End; i++ {
		if r.word(i) != "EnvironmentVariables" || r.kind(i+1) != '[' {
			continue
		}
		end := r.closing(i + 1)
		name := r.value(Span{i + 2, min(end, tokens.End)})
		if name == nil || len(name.holes) > 0 || r.kind(end+1) != '=' {
			resource.open = true
			continue
		}
		value := csharpArgument{tokens: Span{end + 2, min(r.expressionEnd(end+2), tokens.End)}}
		if value.tokens.Len() > 0 {
			r.variable(resource, string(name.text), i, csharpArgument{tokens: Span{i + 2, end}}, value, false)
		}
	}
}

// mount reads WithBindMount("source", "target", isReadOnly).
func (r *aspireReader) mount(resource *aspireResource, arguments []csharpArgument, certain bool) {
	m := Mount{Target: r.plainArgument(arguments, 1, "target"), Path: strings.ReplaceAll(r.plainArgument(arguments, 0, "source"), `\`, "/")}
	if len(arguments) < 2 {
		return
	}
	if m.Target == "" {
		resource.open = true
		return
	}
	if a, ok := argumentAt(arguments, 2, "isReadOnly"); ok {
		m.ReadOnly = r.word(a.tokens.Start) == "true"
	}
	m.Place = Place{Document: r.doc, Entry: Span{r.bytes(arguments[0].tokens).Start, r.bytes(arguments[len(arguments)-1].tokens).End}}
	m.Target = path.Clean("/" + m.Target)
	if path.IsAbs(m.Path) || strings.Contains(m.Path, ":") {
		m.Path = ""
	}
	if !isMountOfConfiguration(m) {
		return
	}
	resource.open = resource.open || !certain
	if m.Path != "" {
		m.Path = path.Clean(m.Path)
		r.references = append(r.references, m.Path)
	}
	resource.mounts = append(resource.mounts, m)
}
