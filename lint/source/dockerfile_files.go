package source

import (
	"path"
	"slices"
	"strings"
)

// copy reads COPY and ADD of files into Flink's conf folder. The copies belong to root whoever USER is, unless --chown says
// otherwise.
func (s *stage) copy(i instruction) {
	if _, staged := i.flags["from"]; staged {
		return
	}
	words := commandWords(i.args)
	if len(words) < 2 && (len(words) == 0 || len(i.documents) == 0) {
		return
	}
	last := words[len(words)-1]
	written := s.variables.plain(last.Decoded)
	if written == "" {
		return
	}
	target := path.Clean(s.absolute(written))
	owner, _, _ := strings.Cut(i.flags["chown"], ":")
	if owner = userName(s.variables.plain(owner)); owner == "" {
		owner = "root"
	}
	if len(i.documents) > 0 {
		s.document(i.documents[0], target)
		return
	}
	for _, w := range words[:len(words)-1] {
		source := s.variables.plain(w.Decoded)
		if source == "" || strings.Contains(source, "://") || strings.ContainsAny(source, "*?[") {
			continue
		}
		at := target
		folder := strings.HasSuffix(source, "/") || path.Ext(source) == ""
		if !folder && (strings.HasSuffix(written, "/") || len(words) > 2 || slices.Contains(confFolders, target)) {
			at = path.Join(target, path.Base(source))
		}
		m := Mount{
			Path: strings.TrimPrefix(path.Clean("/"+source), "/"), Target: at, Copied: true, Owner: owner,
			Place: Place{Document: w.Document, Entry: i.args.Span(0, len(i.args.Decoded))},
		}
		if m.Path != "" && isMountOfConfiguration(m) {
			s.image.Files = append(s.image.Files, m)
		}
	}
}

// configurationTarget is the name of Flink's configuration file at a path in the image, "" for any other file.
func (s *stage) configurationTarget(file string) string {
	name := path.Base(file)
	if !isConfigName(name) {
		return ""
	}
	folder := path.Dir(file)
	filled, state := s.variables.expandAll(folder, 0)
	if state != Unknown && slices.Contains(confFolders, path.Clean(s.absolute(filled))) ||
		state == Unknown && (strings.HasSuffix(folder, "/conf") && strings.Contains(folder, "FLINK_HOME") || strings.Contains(folder, "FLINK_CONF_DIR")) {
		return name
	}
	return ""
}

// document reads a configuration that the Dockerfile itself writes or appends to. The part is one of the image: alone, it
// runs no process.
func (s *stage) document(t *Text, target string) {
	name := s.configurationTarget(target)
	if name == "" {
		return
	}
	part := &Part{Document: t.Document, FileName: name, Layer: LayerImage, Fragment: true, Text: t, Standard: name == "config.yaml"}
	if part.Standard {
		part.Readers = configYAMLReaders()
		readYAMLOptions(t, part)
	} else {
		part.Readers = flinkConfReaders()
		readConfLines(t, part)
	}
	for i := range part.Options {
		o := &part.Options[i]
		if strings.IndexByte(o.Value, '$') < 0 {
			continue
		}
		value, state := s.variables.expandAll(o.Value, 0)
		o.State, o.Exact = max(o.State, state), false
		if state != Unknown {
			o.Value = value
		}
	}
	if len(part.Options) > 0 || len(part.Problems) > 0 {
		s.image.Appended = append(s.image.Appended, part)
	}
}

// run reads the lines of a shell that write options into the configuration file, or give it to another user.
func (s *stage) run(i instruction) {
	documents := i.documents
	var pending []*Text // what was printed, and went nowhere so far
	for _, words := range splitShell(i.args) {
		words = withoutWrappers(words)
		target, words := redirection(words)
		if len(words) == 0 {
			s.write(pending, target)
			pending = nil
			continue
		}
		switch name := path.Base(words[0].Decoded); name {
		case "{":
			pending = nil
			if len(words) > 1 {
				pending = printed(words[1:])
			}
			continue
		case "echo", "printf":
			pending = append(pending, printed(words)...)
		case "cat":
			pending = append(pending, documents...)
		case "tee":
			for _, w := range words[1:] {
				if !strings.HasPrefix(w.Decoded, "-") && !strings.HasPrefix(w.Decoded, "<<") {
					target = w.Decoded
				}
			}
			pending = append(pending, documents...)
		case "}":
		case "chown", "chmod":
			s.give(words)
		default:
			pending = nil
		}
		if target != "" {
			s.write(pending, target)
			pending = nil
		}
	}
}

func (s *stage) write(texts []*Text, target string) {
	if target == "" {
		return
	}
	for _, t := range texts {
		s.document(t, target)
	}
}

// redirection takes the file that a command's output goes to off its words.
func redirection(words []*Text) (target string, rest []*Text) {
	for i := 0; i < len(words); i++ {
		w := words[i].Decoded
		file := strings.TrimLeft(strings.TrimPrefix(w, "1"), ">")
		switch {
		case !strings.HasPrefix(w, ">") && !strings.HasPrefix(w, "1>"):
			rest = append(rest, words[i])
		case file == "" && i+1 < len(words):
			i++
			target = words[i].Decoded
		default:
			target = file
		}
	}
	return target, rest
}

// printed are the texts that echo and printf print.
func printed(words []*Text) []*Text {
	if len(words) < 2 {
		return nil
	}
	name, args := path.Base(words[0].Decoded), words[1:]
	if name == "printf" {
		if !strings.Contains(args[0].Decoded, "%") {
			return []*Text{unescaped(args[0])}
		}
		return args[1:]
	}
	if name != "echo" {
		return nil
	}
	for len(args) > 0 && (args[0].Decoded == "-e" || args[0].Decoded == "-n" || args[0].Decoded == "-ne" || args[0].Decoded == "-en") {
		args = args[1:]
	}
	switch len(args) {
	case 0:
		return nil
	case 1:
		return []*Text{unescaped(args[0])}
	}
	return []*Text{joined(args)}
}

// joined are words with a space between them.
func joined(words []*Text) *Text {
	first, last := words[0], words[len(words)-1]
	parent := first.parent
	if parent == nil || parent != last.parent || len(first.pieces) == 0 || len(last.pieces) == 0 {
		return first
	}
	return parent.cut(first.pieces[0].from, last.pieces[len(last.pieces)-1].to)
}

// give notes that the copied files belong to another user from here on, or that everybody may write them.
func (s *stage) give(words []*Text) {
	var args []string
	for _, w := range words[1:] {
		if !strings.HasPrefix(w.Decoded, "-") {
			args = append(args, s.variables.plain(w.Decoded))
		}
	}
	if len(args) < 2 {
		return
	}
	owner, _, _ := strings.Cut(args[0], ":")
	if words[0].Decoded == "chmod" {
		mode := args[0]
		if !strings.HasSuffix(mode, "6") && !strings.HasSuffix(mode, "7") && !strings.Contains(mode, "a+") && !strings.Contains(mode, "o+") && !strings.HasPrefix(mode, "+") {
			return
		}
		if owner = s.image.User; owner == "" {
			owner = "flink"
		}
	}
	for _, target := range args[1:] {
		at := path.Clean(s.absolute(target))
		for i := range s.image.Files {
			m := &s.image.Files[i]
			if m.Target == at || strings.HasPrefix(m.Target, at+"/") {
				m.Owner = userName(owner)
			}
		}
	}
}
