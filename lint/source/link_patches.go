package source

import (
	"path"
	"slices"
)

// patches are the workloads of a kustomization's patches, by the workload that they change.
func (l *linker) patches(workloads map[*Document][]*Workload) map[*Workload][]*Workload {
	found := map[*Workload][]*Workload{}
	for _, k := range l.docs {
		if k.Kustomization == nil {
			continue
		}
		for _, file := range k.Kustomization.Patches {
			for _, patch := range workloads[l.paths[path.Join(path.Dir(k.Path), file)]] {
				if base := l.patched(patch, workloads); base != nil {
					found[base] = append(found[base], patch)
				}
			}
		}
	}
	return found
}

// patched is the workload that a patch changes: the one of the same name that is no patch itself.
func (l *linker) patched(patch *Workload, workloads map[*Document][]*Workload) *Workload {
	if !patch.Partial {
		return nil
	}
	for _, d := range l.docs {
		for _, w := range workloads[d] {
			if w != patch && !w.Partial && w.Name == patch.Name && w.Generated == patch.Generated {
				return w
			}
		}
	}
	return nil
}

// overlaid is a workload with a patch on top: what the patch says counts, the rest stays. It is shown for the patch.
func overlaid(base, patch *Workload) *Workload {
	w := *base
	w.Document, w.Anchor = patch.Document, patch.Anchor
	w.Parts = slices.Concat(base.Parts, patch.Parts)
	w.Clues = slices.Concat(patch.Clues, base.Clues)
	w.Mounts = slices.Concat(base.Mounts, patch.Mounts)
	w.Notes = slices.Concat(base.Notes, patch.Notes)
	w.TemplateMemory = slices.Concat(base.TemplateMemory, patch.TemplateMemory)
	if patch.Image.Reference != "" {
		w.Image = patch.Image
	}
	if patch.Limit != nil {
		w.Limit = patch.Limit
	}
	if patch.Properties != nil {
		w.Properties = patch.Properties
	}
	return &w
}
