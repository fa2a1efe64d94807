package source

import (
	"slices"
	"strconv"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// readWorkloadResource makes a workload of each container of a resource that can be Flink's.
func readWorkloadResource(r *resource) {
	template := r.node.get("spec", "template")
	switch r.kind {
	case "Pod":
		template = r.node
	case "PodTemplate":
		template = r.node.get("template")
	case "CronJob":
		template = r.node.get("spec", "jobTemplate", "spec", "template")
	}
	p := &pod{resource: r, spec: template.get("spec").resolvedMap()}
	if p.spec == nil {
		return
	}
	for _, labels := range []*node{template.get("metadata", "labels"), r.node.get("metadata", "labels")} {
		for _, name := range []string{"component", "app.kubernetes.io/component", "role", "app"} {
			if text, ok := labels.get(name).text(); ok {
				p.hints = append(p.hints, text)
			}
		}
	}
	var found []*Workload
	var names []string
	for _, c := range p.spec.get("containers").items() {
		if w := p.container(c); w != nil {
			name, _ := c.get("name").text()
			found, names = append(found, w), append(names, name)
		}
	}
	for i, w := range found {
		if len(found) > 1 && names[i] != "" {
			w.Name += "/" + names[i]
		}
		for _, part := range w.Parts {
			part.Name = w.Name
		}
	}
	r.doc.Workloads = append(r.doc.Workloads, found...)
}

// pod is what the containers of a resource have in common.
type pod struct {
	*resource
	spec  *node
	hints []string // labels that may tell the role
}

// container is the workload of a container, nil where it runs no process of a cluster.
func (p *pod) container(n *node) *Workload {
	if n.kind != mapNode {
		return nil
	}
	w := &Workload{Document: p.doc, Name: p.name, Anchor: p.anchor(), Partial: p.partial}
	imageKey, image := n.entry("image")
	reference := ""
	if image == nil {
		w.Partial = true // a patch: no container runs without an image
	} else {
		reference, _ = p.scalar(image)
		w.Image = p.image(imageKey, image)
	}
	env := p.environment(n)
	env.apply(w)
	w.Mounts = p.mounts(n)
	line := p.command(n, w, env)
	w.DotNet = p.dotNet(n, w, env)
	limits := n.get("resources", "limits")
	w.Limit, w.Request = p.memory(limits), p.memory(n.get("resources", "requests"))
	if line.Client {
		for _, part := range w.Parts { // flink run and the like: options of whatever it starts
			part.Name, part.Fragment = p.name, true
			p.doc.Parts = append(p.doc.Parts, part)
		}
		w.Parts = nil
		return onlyDotNet(w)
	}
	w.Roles = line.Roles
	concerned := isFlinkImage(reference) || w.Properties != nil || mountsConfiguration(w.Mounts)
	if len(w.Roles) == 0 && concerned {
		w.Roles = p.guessRoles(n, env, reference)
	}
	if len(w.Roles) == 0 && w.Properties == nil && !mountsConfiguration(w.Mounts) {
		return onlyDotNet(w) // such as a job of the user's that an image called flink-something runs
	}
	w.Complete = w.Image.Official && !w.Partial && len(line.Roles) > 0
	p.user(n, w)
	return w
}

// image reads the reference of the container's image. What is behind an expression counts as not known.
func (p *pod) image(key, n *node) Image {
	reference, state := p.scalar(n)
	place := p.entryPlace(key, n)
	if state != Unknown {
		return imageOf(reference, place)
	}
	known := hideVariables(hideExpressions(reference))
	image := imageOf(known, place)
	image.Latest = false
	image.Reference = ""
	return image
}

// hideVariables puts a letter in place of each ${...}.
func hideVariables(s string) string {
	for {
		i := strings.Index(s, "${")
		if i < 0 {
			return s
		}
		n := strings.IndexByte(s[i:], '}')
		if n < 0 {
			return s[:i] + "x"
		}
		s = s[:i] + "x" + s[i+n+1:]
	}
}

// isFlinkImage reports whether an image's name says that Flink is in it. The operator is another program.
func isFlinkImage(reference string) bool {
	image := Image{Reference: reference}
	return image.mentionsFlink() && !strings.Contains(strings.ToLower(reference), "operator")
}

// command reads the container's command and arguments.
func (p *pod) command(n *node, w *Workload, env *environment) commandLine {
	texts := func(list *node) []*Text {
		var args []*Text
		for _, item := range list.items() {
			if item.kind == scalarNode {
				args = append(args, env.expand(embed(p.text, item)))
			}
		}
		return args
	}
	key, command := n.entry("command")
	entrypoint, args := texts(command), texts(n.get("args"))
	line := parseCommandLine(entrypoint, args)
	w.Entrypoint = line.Entrypoint || slices.ContainsFunc(slices.Concat(entrypoint, args), func(t *Text) bool {
		return stateOf(p.doc.Path, t.Decoded) == Unknown // it may well be called there
	})
	if !w.Entrypoint && !line.Scripted {
		w.Override = p.entryPlace(key, command)
	}
	if part := line.part(p.doc, ""); part != nil {
		w.Parts = append(w.Parts, part)
	}
	return line
}

// guessRoles tells the process from what is not the command: variables of other images, labels and names.
func (p *pod) guessRoles(n *node, env *environment, reference string) []flink.Role {
	for _, name := range []string{"FLINK_MODE", "ROLE"} {
		switch env.text(name) {
		case "jobmanager":
			return []flink.Role{flink.JobManager}
		case "taskmanager":
			return []flink.Role{flink.TaskManager}
		case "master":
			if strings.Contains(reference, "statefun") {
				return []flink.Role{flink.JobManager}
			}
		case "worker":
			if strings.Contains(reference, "statefun") {
				return []flink.Role{flink.TaskManager}
			}
		}
	}
	name, _ := n.get("name").text()
	for _, hint := range slices.Concat(p.hints, []string{name, p.name}) {
		if role, ok := roleInName(hint); ok {
			return []flink.Role{role}
		}
	}
	return nil
}

// roleInName is the process that a name or label names.
func roleInName(s string) (flink.Role, bool) {
	s = strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(s), "-", ""), "_", "")
	job, task := strings.Contains(s, "jobmanager"), strings.Contains(s, "taskmanager")
	if job {
		return flink.JobManager, !task
	}
	return flink.TaskManager, task
}

// memory is the amount of memory in a block of limits or requests, nil without one.
func (p *pod) memory(block *node) *MemoryLimit {
	key, n := block.entry("memory")
	text, state := p.scalar(n)
	if text == "" {
		return nil
	}
	limit := &MemoryLimit{State: state, Place: p.entryPlace(key, n)}
	if state == Unknown {
		return limit
	}
	size, ok := ParseQuantity(text)
	if !ok {
		limit.State = Unknown
	}
	limit.Size = size
	return limit
}

// flinkUser is the number of the user flink in the official images.
const flinkUser = "9999"

// user notes as whom the container runs.
func (p *pod) user(n *node, w *Workload) {
	for _, at := range []*node{p.spec, n} {
		id, state := p.scalar(at.get("securityContext", "runAsUser"))
		if _, err := strconv.Atoi(id); err != nil || state != Known {
			continue
		}
		switch id {
		case flinkUser:
			id = "flink"
		case "0":
			id = "root"
		}
		w.Image.User = id
	}
}
