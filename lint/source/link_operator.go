package source

import (
	"slices"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// besideFlink brings the .NET runtime of an operator's main container together with each process of Flink in there: one
// cluster for each of them whose container's limit can be computed. Any other cluster stays what it is.
func (l *linker) besideFlink(c *Cluster) []*Cluster {
	main := l.made[c.Workload.Main]
	if main == nil {
		return []*Cluster{c}
	}
	var all []*Cluster
	for _, p := range main.Processes() {
		limit := p.requestedLimit()
		if limit == nil || !slices.Contains(c.Workload.Roles, p.Role) {
			continue
		}
		own := l.workload(c.Workload)
		own.Version, own.Evidence, own.Candidates = main.Version, main.Evidence, main.Candidates
		own.DotNet.Beside, own.DotNet.Limit, own.DotNet.Host.Limit = p, limit, int64(limit.Size)
		all = append(all, own)
	}
	if len(all) == 0 {
		return []*Cluster{c}
	}
	return all
}

// requestedLimit is the memory limit that Flink gives the container of a process itself: the whole MiB of its total, times
// the limit factor. It stands where the factor is written, or else the total. Nil where one of the two is not known.
// See KubernetesUtils.getResourceRequirements in Flink.
func (p *Process) requestedLimit() *MemoryLimit {
	m := p.Memory()
	total, ok := m.Component(flink.TotalProcess)
	if !ok || !m.OK() || p.Options[LimitFactorKey(p.Role)].State == Unknown {
		return nil
	}
	factors, err := flink.KubernetesLimits(p.Role, p.Config(), p.Cluster.Version)
	if err != nil {
		return nil
	}
	limit := &MemoryLimit{Size: flink.Size(float64(total.Size/flink.MiB)*factors.Memory) * flink.MiB, Role: &p.Role, State: Known}
	keys := slices.Clone(total.Keys)
	if o, ok := flink.Lookup(LimitFactorKey(p.Role)); ok && o.WorksIn(p.Cluster.Version) {
		keys = append(keys, o.Key)
	}
	for _, key := range keys {
		if o, ok := p.Options[key]; ok && !o.Place.IsZero() {
			limit.Place = o.Place
		}
	}
	if limit.Place.IsZero() {
		limit.Place = p.Cluster.Anchor
	}
	return limit
}
