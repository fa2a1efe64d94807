package flink

// mapLegacyHeap sets the option that an old heap size stands for, unless that option is set itself
// (LegacyMemoryUtils up to 1.20; from 2.0 on the old options are ignored). The size in megabytes counts only without the
// other.
func (x *calculation) mapLegacyHeap(reading Reading, sizeKey, mbKey string, targets map[Reading]string) {
	target := targets[reading]
	if !x.works(sizeKey) || x.conf.Has(target) {
		return
	}
	key, heap, ok := x.legacyHeap(sizeKey, mbKey)
	if key == "" {
		return
	}
	x.conf = x.conf.With(target, heap.Config())
	x.aliases = map[string]string{target: key}
	if !ok {
		x.broken = target
	}
}

// heapBefore111 is the JobManager's heap in 1.10, all that Flink computed of its memory then
// (ConfigurationUtils.getJobManagerHeapMemory). Containers cut something off, which is not done here.
func (x *calculation) heapBefore111(role Role, reading Reading) (part, bool) {
	if role != JobManager || reading != Standalone || !x.works(jmHeapSize) {
		return part{}, false
	}
	p := part{Component: Component{Name: Heap, Origin: Default, Keys: []string{jmHeapSize}}}
	key, heap, ok := x.legacyHeap(jmHeapSize, jmHeapMB)
	if key != "" {
		p.Size, p.Origin, p.Keys = heap, Explicit, []string{key}
		return p, ok
	}
	size, err := ParseSize(x.options[jmHeapSize].text)
	p.Size = size
	return p, err == nil
}

// legacyHeap reads the old heap size that is set; key is "" where none is.
func (x *calculation) legacyHeap(sizeKey, mbKey string) (key string, heap Size, ok bool) {
	if x.conf.Has(sizeKey) {
		text, ok := x.text(sizeKey)
		if !ok {
			return sizeKey, 0, false
		}
		n, err := ParseSize(text)
		if err != nil {
			code := SizeInvalid
			if x.prefix == TaskManager.Prefix() && !x.version.Before(Version{Major: 1, Minor: 11}) {
				code = LegacyHeapInvalid // the TaskManager says which step failed, the JobManager and 1.10 only which option
			}
			x.fail(Problem{Code: code, Keys: []string{sizeKey}, Value: text, Cause: err})
		}
		return sizeKey, n, err == nil
	}
	if !x.conf.Has(mbKey) {
		return "", 0, false
	}
	n, _, ok := x.integer(mbKey, 0)
	if ok && n < 0 {
		x.fail(Problem{Code: LegacyHeapInvalid, Keys: []string{mbKey}, Value: x.conf.Values[mbKey], Cause: negativeSize(int64(n), "megabytes")})
		ok = false
	}
	return mbKey, Size(n) * MiB, ok
}
