package source

import (
	"path"
	"slices"
	"strings"
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

// builtForDotNet stands for the containers that run a Dockerfile's image, as long as nothing else is known to run one: no
// limit is known of it, and no process of Flink.
func builtForDotNet(d *Document) *Workload {
	return &Workload{
		Document: d, NoFlink: true, Image: *d.Image, DotNet: d.Image.DotNet,
		Anchor: Place{Document: d, Entry: d.Image.DotNet.Marker.Entry},
	}
}
