package source

import "strings"

// propertiesKey is the environment variable that the image's entrypoint turns into options.
const propertiesKey = "FLINK_PROPERTIES"

// slotsKey is the environment variable that the image's entrypoint turns into the number of slots.
const slotsKey = "TASK_MANAGER_NUMBER_OF_TASK_SLOTS"

// noJemallocKey is the environment variable that chooses the allocator of a process.
const noJemallocKey = "DISABLE_JEMALLOC"

// readConfigMap makes a part of each entry that is a configuration of Flink.
func readConfigMap(r *resource) {
	data := r.node.get("data").resolvedMap()
	if data == nil {
		return
	}
	r.environmentOf(data)
	has := func(name string) bool {
		_, v := data.entry(name)
		return v != nil
	}
	for i := 0; i+1 < len(data.children); i += 2 {
		key, ok := data.children[i].text()
		value := data.children[i+1].resolved()
		if kind := notText(value); kind != "" {
			r.doc.notText = append(r.doc.notText, configMapNote{r.name, Note{Code: NoteDataNotText, Place: r.entryPlace(data.children[i], value), Detail: kind}})
		}
		if _, isText := value.text(); !ok || !isText {
			continue
		}
		if _, is := runtimeConfigOf(key); is {
			part := readRuntimeConfig(embed(r.text, value), key)
			part.Name, part.ConfigMap, part.Namespace, part.FileName = r.name, r.name, r.namespace, key
			r.doc.DotNet = append(r.doc.DotNet, part)
			continue
		}
		if kind := configurationKind(key, value.value, has); kind != "" {
			r.configuration(key, value, kind)
		}
	}
}

// configMapNote is a note about the ConfigMap of a name.
type configMapNote struct {
	configMap string
	Note
}

func (n *node) resolvedMap() *node {
	if n = resolve(n); n == nil || n.kind != mapNode {
		return nil
	}
	return n
}

// configurationKind is the dialect of a file in a ConfigMap, "" for one that is not Flink's. It is FLINK_PROPERTIES for
// the text of that variable.
func configurationKind(name, text string, neighbour func(string) bool) Kind {
	if name == propertiesKey {
		return propertiesKey
	}
	content := []byte(text)
	switch {
	case claimFlinkConf(name, content, neighbour) == FullClaim:
		return FlinkConf
	case claimConfigYAML(name, content, neighbour) == FullClaim:
		return ConfigYAML
	case classify(name) != otherName || !mentions(content, flinkWords[:2]):
		return ""
	}
	switch o := outlineOf(content); {
	case !o.isFlinks():
		return ""
	case o.yamlOnly:
		return ConfigYAML
	}
	return FlinkConf
}

// configuration reads an entry of a ConfigMap.
func (r *resource) configuration(key string, value *node, kind Kind) {
	part := configurationPart(embed(r.text, value), kind)
	part.ConfigMap, part.Namespace, part.FileName = r.name, r.namespace, key
	part.Name, part.Fragment = r.name, r.partial
	finishPart(part, r.text, value)
	r.doc.Parts = append(r.doc.Parts, part)
}

// configurationPart reads an embedded configuration. FLINK_PROPERTIES is left to who knows the version that reads it.
func configurationPart(t *Text, kind Kind) *Part {
	part := &Part{Document: t.Document, Text: t, Layer: LayerFile}
	switch kind {
	case FlinkConf:
		part.Readers = flinkConfReaders()
		readConfLines(t, part)
	case ConfigYAML:
		part.Standard, part.Readers = true, configYAMLReaders()
		readYAMLOptions(t, part)
	default:
		part.Layer = LayerProperties
	}
	return part
}

// finishPart adapts what the readers of plain files make of a text that stands in a manifest.
func finishPart(part *Part, parent *Text, value *node) {
	confineEdits(part, parent, value)
	for i := range part.Options {
		o := &part.Options[i]
		o.shared = o.shared || value.shared
		if strings.Contains(o.Value, "${") {
			o.State, o.Exact = Unknown, false // filled in before the manifest is applied: no size looks like that
		}
	}
	if part.Text.template {
		finishTemplate(part, parent, value)
	}
}
