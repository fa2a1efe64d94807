package source

import "strings"

// resource is one Kubernetes object of a document.
type resource struct {
	doc *Document
	// text is what the object was parsed from: the file, or a text inside it, [Text.withoutExpressions]. Where that hides
	// some, node holds letters in their place; text.written and embed still give them.
	text            *Text
	node            *node
	group           string // of the apiVersion, "" for the core group
	kind            string
	name, namespace string
	nameNode        *node // nil without a name
	// partial is true for a patch or a template, of which an absence says nothing.
	partial bool
}

// resourceReader reads the resources of one group into the document's workloads and parts.
type resourceReader struct {
	group string
	kinds []string
	read  func(*resource)
}

// resourceReaders are all kinds of resources that say something about Flink's memory.
var resourceReaders = []resourceReader{
	{"", []string{"ConfigMap"}, readConfigMap},
	{"", []string{"Pod", "PodTemplate", "ReplicationController"}, readWorkloadResource},
	{"apps", []string{"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"}, readWorkloadResource},
	{"extensions", []string{"Deployment", "DaemonSet", "ReplicaSet"}, readWorkloadResource},
	{"batch", []string{"Job", "CronJob"}, readWorkloadResource},
	{"flink.apache.org", []string{"FlinkDeployment", "FlinkApplication"}, readFlinkDeployment},
	{"flink.apache.org", []string{"FlinkBlueGreenDeployment"}, readBlueGreenDeployment},
	{"flink.apache.org", []string{"FlinkSessionJob"}, readSessionJob},
	{"platform.confluent.io", []string{"FlinkApplication"}, readFlinkDeployment},
	{"cmf.confluent.io", []string{"FlinkApplication"}, readFlinkDeployment},
	{"flinkoperator.k8s.io", []string{"FlinkCluster"}, readFlinkCluster},
	{"flink.k8s.io", []string{"FlinkApplication"}, readLyftApplication},
}

// newResource describes the object at a node; nil where it is none.
func newResource(text *Text, n *node) *resource {
	apiVersion, _ := n.get("apiVersion").text()
	kind, ok := n.get("kind").text()
	if !ok {
		return nil
	}
	r := &resource{doc: text.Document, text: text, node: n.resolved(), kind: kind}
	if group, _, ok := strings.Cut(apiVersion, "/"); ok {
		r.group = group
	}
	if r.name, ok = n.get("metadata", "name").text(); ok {
		r.nameNode = n.get("metadata", "name")
	} else if r.name, ok = n.get("metadata", "generateName").text(); ok {
		r.nameNode = n.get("metadata", "generateName")
	}
	r.namespace, _ = n.get("metadata", "namespace").text()
	return r
}

// readResource reads an object, and reports whether it is of a kind that has a reader.
func readResource(r *resource) bool {
	for _, reader := range resourceReaders {
		if reader.group != r.group {
			continue
		}
		for _, kind := range reader.kinds {
			if kind == r.kind {
				reader.read(r)
				return true
			}
		}
	}
	return false
}

// place is the place of a node, as the entry and, for a scalar, the value.
func (r *resource) place(n *node) Place {
	if n == nil {
		return Place{Document: r.doc}
	}
	if n.kind != scalarNode {
		return r.text.place(Span{}, Span{}, n.span)
	}
	return r.text.place(Span{}, n.span, n.span)
}

// entryPlace is the place of an entry of a map.
func (r *resource) entryPlace(key, value *node) Place {
	if value.span.Start < key.span.Start { // an alias, or a merged map: the value stands further up
		return r.text.place(key.span, value.span, key.span)
	}
	return r.text.place(key.span, value.span, Span{key.start, max(key.span.End, value.span.End)})
}

// value is the text of a scalar and how much is known of it; "" for anything else.
func (r *resource) value(n *node) (string, State) {
	text, ok := n.text()
	if !ok {
		return "", Known
	}
	n = n.resolved()
	if written := r.text.written(n.span); stateOf(r.doc.Path, written) == Unknown {
		return written, Unknown
	}
	if strings.Contains(text, "${") { // for envsubst, or another program that comes before Kubernetes
		return text, Unknown
	}
	return text, stateOf(r.doc.Path, text)
}

// anchor is where something about the whole resource is reported: its name, its kind without one.
func (r *resource) anchor() Place {
	if r.nameNode != nil {
		return r.place(r.nameNode)
	}
	return r.place(r.node.get("kind"))
}

// workload is a new workload of the document, with the resource's name and anchor.
func (r *resource) workload() *Workload {
	w := &Workload{Document: r.doc, Name: r.name, Anchor: r.anchor(), Partial: r.partial}
	r.doc.Workloads = append(r.doc.Workloads, w)
	return w
}
