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
