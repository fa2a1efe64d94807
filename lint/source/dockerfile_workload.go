package source

import (
	"path"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// copied notes the folders of the build context that a Dockerfile copies from: an application's project is in one of them.
func (f *dockerfile) copied(i instruction, s *stage) {
	if _, staged := i.flags["from"]; staged || len(i.documents) > 0 {
		return
	}
	words := commandWords(i.args)
	for _, w := range words[:max(len(words)-1, 0)] {
		from := s.variables.plain(w.Decoded)
		if from == "" || strings.Contains(from, "://") {
			continue
		}
		folder := strings.TrimPrefix(path.Clean("/"+from), "/")
		if strings.Contains(path.Base(folder), ".") || strings.ContainsAny(folder, "*?[") {
			folder = path.Dir(folder)
		}
		if folder == "" {
			folder = "."
		}
		if !strings.ContainsAny(folder, "*?[") && folder != "." && !slices.Contains(f.folders, folder) {
			f.folders = append(f.folders, folder)
		}
	}
}

// built stands for the containers that run a Dockerfile's image, as long as nothing else is known to run one: no limit is
// known of it. Nil where the image says nothing of .NET and has no FLINK_PROPERTIES.
func built(d *Document) *Workload {
	i := d.Image
	w := &Workload{Document: d, Anchor: i.Place, Reading: flink.Standalone, Image: *i, DotNet: i.DotNet}
	if w.DotNet != nil {
		w.Anchor = Place{Document: d, Entry: w.DotNet.Marker.Entry}
	}
	line := parseCommandLine(i.Entrypoint, i.Command)
	if i.Properties == nil || line.Client {
		return onlyDotNet(w)
	}
	w.runs(line)
	if w.Entrypoint = line.Entrypoint; !w.Entrypoint && !line.Scripted {
		w.Override = Place{Document: d, Entry: i.Entrypoint[0].Span(0, len(i.Entrypoint[0].Decoded))}
	}
	return w
}
