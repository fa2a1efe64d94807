package lsp

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

const (
	quickFix = "quickfix"
	fixAll   = "source.fixAll.flinkmem-lint"
	// openPage is the command that opens a rule's page in the browser; its argument is the address.
	openPage = "flinkmem-lint.openPage"
	// automatic is the trigger of an editor that asks by itself, whenever the cursor moves. Older ones name no trigger, and ask
	// when their user does.
	automatic = 2
)

// codeActionParams are those of the protocol. Diagnostics stay as they are sent, to be handed back; protocol_3_16 would
// lose their codes.
type codeActionParams struct {
	TextDocument protocol.TextDocumentIdentifier `json:"textDocument"`
	Context      struct {
		Diagnostics []json.RawMessage `json:"diagnostics"`
		Only        []string          `json:"only"`
		TriggerKind int               `json:"triggerKind"`
	} `json:"context"`
}

// codeAction is an action with the client's own diagnostics.
type codeAction struct {
	Title       string                  `json:"title"`
	Kind        string                  `json:"kind"`
	Diagnostics []json.RawMessage       `json:"diagnostics,omitempty"`
	IsPreferred bool                    `json:"isPreferred,omitempty"`
	Edit        *protocol.WorkspaceEdit `json:"edit,omitempty"`
	Command     *protocol.Command       `json:"command,omitempty"`
}

// codeActions offers what can be done about the diagnostics that the client has at its cursor.
func (h *handling) codeActions(p *codeActionParams) (any, error) {
	actions := []codeAction{}
	if h.client.TextDocument.CodeAction.Literals == nil {
		return actions, nil
	}
	d, err := h.now.diagnoseFor(h.ctx, p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	file := d.files[p.TextDocument.URI]
	if file == nil {
		return actions, nil
	}
	if wanted(p.Context.Only, quickFix) {
		for _, sent := range p.Context.Diagnostics {
			if f := h.now.findingOf(file, sent); f != nil {
				actions = append(actions, h.actionsFor(file.uri, f, sent)...)
			}
		}
	}
	if wanted(p.Context.Only, fixAll) && (len(p.Context.Only) > 0 || p.Context.TriggerKind != automatic) {
		edit, err := h.fixAll(file)
		if err != nil {
			return nil, err
		}
		if edit != nil {
			actions = append(actions, codeAction{Title: "Fix all that is safe to fix in this file", Kind: fixAll, Edit: edit})
		}
	}
	return actions, nil
}

// wanted reports whether a kind is among those asked for; none stands for all.
func wanted(only []string, kind string) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool {
		return o == "" || o == kind || strings.HasPrefix(kind, o+".")
	})
}

// findingOf is the finding behind a diagnostic, nil for one of another program, or of another version of the text. Neovim
// 0.7 hands back columns in bytes, whatever was agreed: the line has to do where no range is the same.
func (s *snapshot) findingOf(file *fileReport, sent json.RawMessage) *found {
	var d struct {
		Range   protocol.Range  `json:"range"`
		Code    json.RawMessage `json:"code"`
		Message string          `json:"message"`
	}
	if json.Unmarshal(sent, &d) != nil {
		return nil
	}
	var near *found
	for i := range file.findings {
		f := &file.findings[i]
		if string(d.Code) != `"`+f.Rule.ID+`"` || d.Message != messageOf(f.Finding) {
			continue
		}
		switch r := s.mapper(file.uri, f.Place.Document).rangeOf(f.Span); {
		case d.Range == r:
			return f
		case near == nil && d.Range.Start.Line == r.Start.Line:
			near = f
		}
	}
	return near
}

func (h *handling) actionsFor(uri string, f *found, sent json.RawMessage) []codeAction {
	var actions []codeAction
	about := []json.RawMessage{sent}
	preferred := false
	for _, fix := range f.AllFixes() {
		edit := h.now.workspaceEdit(f.run, fix.Edits)
		if edit == nil {
			continue
		}
		a := codeAction{Title: title(fix.Title), Kind: quickFix, Diagnostics: about, Edit: edit}
		if fix.Safety == lint.Safe && !preferred {
			a.IsPreferred, preferred = true, true
		}
		actions = append(actions, a)
	}
	if edit, ok := lint.IgnoreHere(f.Finding); ok {
		actions = append(actions, codeAction{
			Title: "Ignore " + f.Rule.ID + " here", Kind: quickFix, Diagnostics: about, Edit: h.now.workspaceEdit(f.run, []source.Edit{edit}),
		})
	}
	if h.client.Window.ShowDocument.Support {
		what := "Why: open the page of " + f.Rule.ID
		actions = append(actions, codeAction{
			Title: what, Kind: quickFix, Diagnostics: about,
			Command: &protocol.Command{Title: what, Command: openPage, Arguments: []any{report.RulePageURL(f.Rule)}},
		})
	}
	return actions
}

// title is a text as the name of an action.
func title(text string) string {
	return strings.ToUpper(text[:min(1, len(text))]) + text[min(1, len(text)):]
}

// workspaceEdit is edits as the client takes them; nil for none.
func (s *snapshot) workspaceEdit(run *run, edits []source.Edit) *protocol.WorkspaceEdit {
	changes := map[string][]protocol.TextEdit{}
	var uris []string
	for _, e := range edits {
		uri := run.uriOfAny(e.Document)
		if changes[uri] == nil {
			uris = append(uris, uri)
		}
		changes[uri] = append(changes[uri], protocol.TextEdit{Range: s.mapper(uri, e.Document).rangeOf(e.Span), NewText: e.NewText})
	}
	if len(changes) == 0 {
		return nil
	}
	if !s.server.client.Workspace.WorkspaceEdit.DocumentChanges {
		return &protocol.WorkspaceEdit{Changes: changes}
	}
	w := &protocol.WorkspaceEdit{}
	for _, uri := range uris {
		document := protocol.OptionalVersionedTextDocumentIdentifier{TextDocumentIdentifier: protocol.TextDocumentIdentifier{URI: uri}}
		if b := s.open[uri]; b != nil {
			document.Version = &b.version
		}
		each := make([]any, len(changes[uri]))
		for i, e := range changes[uri] {
			each[i] = e
		}
		w.DocumentChanges = append(w.DocumentChanges, protocol.TextDocumentEdit{TextDocument: document, Edits: each})
	}
	return w
}

// fixAll is the edit that makes all safe fixes of a file; nil where there are none.
func (h *handling) fixAll(file *fileReport) (*protocol.WorkspaceEdit, error) {
	n := slices.IndexFunc(file.findings, func(f found) bool {
		return slices.ContainsFunc(f.Fixes, func(fix lint.Fix) bool { return fix.Safety == lint.Safe })
	})
	if n < 0 || file.findings[n].run.alone != nil {
		return nil, nil
	}
	run := file.findings[n].run
	name := run.absolute(file.findings[n].Place.Document.Path)
	fixed, err := lint.FixOne(h.ctx, run.options, filepath.Clean(name))
	if err != nil {
		return nil, err
	}
	for _, changed := range fixed.Files {
		document := &source.Document{Path: changed.Path, Bytes: changed.Before, Lines: source.NewLines(changed.Before)}
		return h.now.workspaceEdit(run, []source.Edit{difference(document, changed.After)}), nil
	}
	return nil, nil
}

// difference is the one edit that turns a document into other bytes: whole lines, from the first that differs to the last.
func difference(d *source.Document, after []byte) source.Edit {
	before := d.Bytes
	start := 0
	for start < min(len(before), len(after)) && before[start] == after[start] {
		start++
	}
	start = d.Lines.Span(d.Lines.Line(start)).Start
	end, afterEnd := len(before), len(after)
	for end > start && afterEnd > start && before[end-1] == after[afterEnd-1] {
		end, afterEnd = end-1, afterEnd-1
	}
	// on to the end of the line, which both have
	for end < len(before) && end > 0 && before[end-1] != '\n' {
		end, afterEnd = end+1, afterEnd+1
	}
	return source.Edit{Document: d, Span: source.Span{Start: start, End: end}, NewText: string(after[start:afterEnd])}
}
