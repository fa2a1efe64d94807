package source

import (
	"errors"
	"math/big"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// fieldSyntax writes a size into a field of a resource, which is no option and keeps its name.
type fieldSyntax struct {
	beside *Option // of flinkConfiguration, which further options go to; nil without one
}

func (fieldSyntax) value(d *Document, o Option, value string) (string, bool) {
	return flowSyntax{}.value(d, o, value)
}

func (fieldSyntax) key(string, string) (string, bool) { return "", false }

func (fieldSyntax) lines(*Document, Option) (Span, bool) { return Span{}, false }

func (fieldSyntax) insert(*Document, insertion) []Edit { return nil }

// leadTo makes further options go to a flinkConfiguration: beside its last one for the process, or else its last one.
func (p *Part) leadTo(configuration *Part) {
	if configuration == nil || len(configuration.Options) == 0 {
		return
	}
	beside := configuration.Options[len(configuration.Options)-1]
	for _, o := range configuration.Options {
		if strings.HasPrefix(o.Key, p.Role.Prefix()) {
			beside = o
		}
	}
	for i := range p.Options {
		if _, ok := p.Options[i].syntax.(fieldSyntax); ok {
			p.Options[i].syntax = fieldSyntax{&beside}
		}
	}
}

// processSizeKey is the option of a process's total memory.
func processSizeKey(role flink.Role) string { return role.Prefix() + "process.size" }

// LimitFactorKey is the option of what a native Kubernetes container may use, as a multiple of its request.
func LimitFactorKey(role flink.Role) string {
	if role == flink.JobManager {
		return "kubernetes.jobmanager.memory.limit-factor"
	}
	return "kubernetes.taskmanager.memory.limit-factor"
}

// amount is an amount of memory in a resource.
type amount struct {
	key, value *node
	text       string
	state      State
}

// amountOf is an entry of a map that is an amount; nil where it is missing or no text.
func (r *resource) amountOf(m *node, field string) *amount {
	key, value := m.entry(field)
	if _, ok := value.text(); !ok {
		return nil
	}
	a := &amount{key: key, value: value}
	a.text, a.state = r.value(value)
	return a
}

// resourceSizes are the options that the operator makes of jobManager or taskManager: of their resources, which newer
// operators have, and without these of resource. Nil where they say nothing.
func (r *resource) resourceSizes(w *Workload, role flink.Role, manager *node) *Part {
	part := &Part{Document: r.doc, Name: r.name, Namespace: r.namespace, Layer: LayerResource, Role: &role, Text: r.text}
	note := func(code NoteCode, a *amount, detail string) {
		w.Notes = append(w.Notes, Note{Code: code, Place: r.entryPlace(a.key, a.value), Detail: detail, Role: &role})
	}
	resource, resources := manager.get("resource"), manager.get("resources")
	old := r.amountOf(resource, "memory")
	request, limit := r.amountOf(resources.get("requests"), "memory"), r.amountOf(resources.get("limits"), "memory")
	counts := request
	if counts == nil {
		counts = limit
	}
	replaced := hasEntries(resources.get("requests")) || hasEntries(resources.get("limits"))
	if old != nil {
		r.checkAmount(old, note)
		if t, ok := old.value.resolved().typeOf(); ok && t != textType && old.state == Known {
			note(NoteResourceMemory, old, "not-text")
		}
		if replaced && counts == nil {
			note(NoteResourceIgnored, old, "")
		} else {
			part.Options = append(part.Options, r.sizeOption(role, old, true))
		}
	}
	for _, a := range []*amount{request, limit} {
		if a != nil && r.checkAmount(a, note) == 0 && a.state == Known {
			if size, err := parseOperatorMemory(a.text); err == nil && size == 0 {
				note(NoteResourceMemory, a, "zero")
			}
		}
	}
	if counts != nil {
		part.Options = append(part.Options, r.sizeOption(role, counts, request == nil || limit == nil))
	}
	if request != nil && limit != nil {
		r.limitFactor(part, role, request, limit, note)
	}
	if misplaced := r.amountOf(manager, "memory"); misplaced != nil && old == nil && counts == nil {
		note(NoteMemoryMisplaced, misplaced, "")
	}
	if len(part.Options) == 0 {
		return nil
	}
	return part
}

func hasEntries(m *node) bool {
	m = resolve(m)
	return m != nil && m.kind == mapNode && len(m.children) > 0
}

// checkAmount notes an amount that the operator refuses, and returns how many notes that made.
func (r *resource) checkAmount(a *amount, note func(NoteCode, *amount, string)) int {
	_, err := parseOperatorMemory(a.text)
	var refused *operatorMemoryError
	if a.state != Known || !errors.As(err, &refused) {
		return 0
	}
	note(NoteResourceMemory, a, string(refused.Fault))
	return 1
}

// sizeOption is the Total Process Memory that an amount becomes. Where the operator refuses the amount, Flink refuses
// the text that it would become, too, as it refuses the amount itself. Writable is true where another amount, in Flink's
// spelling, may be written there.
func (r *resource) sizeOption(role flink.Role, a *amount, writable bool) Option {
	o := Option{
		Key: processSizeKey(role), Value: a.text, State: a.state, Layer: LayerResource,
		Place: r.entryPlace(a.key, a.value), shared: isShared(a.value),
	}
	if _, err := flink.ParseSize(a.text); err != nil && a.state == Known {
		if size, err := parseOperatorMemory(a.text); err == nil {
			o.Value = size.Config() // such as 2Gi, which Flink itself does not know
		}
	}
	if writable {
		o.syntax = fieldSyntax{}
		o.Exact = a.state == Known && r.exact(a.key, a.value)
	}
	return o
}

// limitFactor adds the factor that the operator makes of a request and a limit, both read as Kubernetes reads them. It
// takes amounts that only Flink can read as sizes of a request or a limit alone.
func (r *resource) limitFactor(part *Part, role flink.Role, request, limit *amount, note func(NoteCode, *amount, string)) {
	o := Option{Key: LimitFactorKey(role), Layer: LayerResource, Place: r.entryPlace(limit.key, limit.value)}
	if request.state != Known || limit.state != Known {
		o.Value, o.State = limit.text, Unknown
		part.Options = append(part.Options, o)
		return
	}
	requested, err := parseOperatorMemory(request.text)
	limited, err2 := parseOperatorMemory(limit.text)
	if err != nil || err2 != nil {
		return // noted already
	}
	if requested > limited {
		note(NoteRequestAboveLimit, request, request.text+" is above its limit of "+limit.text)
		return
	}
	from, ok := quantity(request.text)
	if !ok {
		note(NoteResourceMemory, request, string(memoryUnit))
		return
	}
	to, ok := quantity(limit.text)
	if !ok {
		note(NoteResourceMemory, limit, string(memoryUnit))
		return
	}
	if from.Sign() > 0 {
		o.Value = javaDouble(float(to) / float(from))
		part.Options = append(part.Options, o)
	}
}

func float(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}
