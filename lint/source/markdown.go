package source

import (
	"bytes"
	"strings"
)

// Markdown is the dialect of documents: their fenced blocks with Flink's options. Each block is a fragment: of what it does
// not say, nothing follows, and the document may well show a mistake on purpose.
const Markdown Kind = "markdown"

// claimMarkdown takes documents with a fenced block that holds an option of Flink.
func claimMarkdown(file string, content []byte, _ func(string) bool) Claim {
	if !hasSuffixFold(file, ".md") && !hasSuffixFold(file, ".markdown") && !hasSuffixFold(file, ".mdx") {
		return NoClaim
	}
	if content == nil {
		return MayClaim
	}
	if !mentions(content, optionWords) || !bytes.Contains(content, []byte("```")) && !bytes.Contains(content, []byte("~~~")) {
		return NoClaim
	}
	found := false
	eachFence(string(content), func(f fence) bool {
		found = f.mayHoldOptions()
		return !found
	})
	return fullClaim(found)
}

func hasSuffixFold(s, suffix string) bool {
	return len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}

func readMarkdown(d *Document) {
	eachFence(string(d.Bytes), func(f fence) bool {
		if f.mayHoldOptions() {
			readFence(d, f)
		}
		return true
	})
}

// readFence reads a block as what its content shows: resources of Kubernetes, services of Compose, or options.
func readFence(d *Document, f fence) {
	text := &Text{Document: d}
	if text.Decoded, text.pieces = f.text(); len(text.pieces) == 0 {
		return
	}
	if looksForeign([]byte(text.Decoded)) {
		readExamples(text)
		return
	}
	part := &Part{Document: d, Fragment: true}
	readSnippet(text, part)
	// a document's blocks hold whatever it is about: logs, commands, other programs' files
	kept := part.Options[:0]
	for _, o := range part.Options {
		if !meansFlink(o.Key) {
			continue
		}
		if isPlaceholder(o.Value) {
			o.State, o.Exact = Unknown, false
		}
		kept = append(kept, o)
	}
	if part.Options = kept; len(kept) > 0 {
		d.Parts = append(d.Parts, part)
	}
}

// readExamples reads Kubernetes resources, or services of Compose, of a block. Nobody runs them as they stand there.
func readExamples(text *Text) {
	d := text.Document
	parts, workloads := len(d.Parts), len(d.Workloads)
	if hasTopLevel([]byte(text.Decoded), "services:") {
		p := &composeProject{base: d}
		d.Workloads = append(d.Workloads, p.workloadsOf(parseComposeText(text, ""))...)
	} else {
		m := &manifest{doc: d, template: isHelm(text.Decoded)}
		m.text(text)
		m.resolveEnvironment()
	}
	for _, p := range d.Parts[parts:] {
		p.Fragment, p.Problems = true, nil
	}
	for _, w := range d.Workloads[workloads:] {
		w.Partial, w.Complete = true, false
		for _, p := range w.Parts {
			p.Fragment, p.Problems = true, nil
		}
	}
	d.References = nil // the files that an example names are not beside the document
}

// isPlaceholder reports whether a value stands for one that the document's reader is to fill in.
func isPlaceholder(value string) bool {
	if value == "" {
		return true
	}
	if first, last := value[0], value[len(value)-1]; first == '<' && last == '>' || first == '[' && last == ']' || first == '$' {
		return true
	}
	if strings.Contains(value, "...") || strings.Contains(value, "\u2026") {
		return true
	}
	lower := strings.ToLower(value)
	return strings.HasPrefix(lower, "your") || strings.Trim(lower, "x") == "" || strings.Trim(lower, "?") == ""
}

// fenceLanguages are the languages of blocks that may hold options.
var fenceLanguages = []string{"", "yaml", "yml", "properties", "conf", "config", "ini", "text", "txt", "plaintext", "plain", "flink-conf"}

// mayHoldOptions reports whether a closer look at the block is worth while: it names the options of a process.
func (f *fence) mayHoldOptions() bool {
	known := false
	for _, l := range fenceLanguages {
		known = known || l == f.language
	}
	if !known {
		return false
	}
	lines := f.source[f.within.Start:f.within.End]
	for _, w := range optionWords {
		if strings.Contains(lines, string(w)) {
			return true
		}
	}
	return false
}

// optionWords are what a block contains that sets options of a process, flat or nested.
var optionWords = [][]byte{[]byte("taskmanager."), []byte("jobmanager."), []byte("taskmanager:"), []byte("jobmanager:")}
