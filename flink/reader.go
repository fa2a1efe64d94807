package flink

// optionReader reads the options of one configuration as Flink's Configuration.get does in one version: the option
// itself, then its fallback keys, then the default of the catalogue.
type optionReader struct {
	conf    Config
	version Version
}

// setting is a value and where it comes from.
type setting struct {
	key  string // as the configuration spells it; for a default, the option's own key
	text string // "" where the option has neither a value nor a default
	set  bool   // written in the configuration, not a default
}

// exists reports whether the version has the option, not only its key as a fallback.
func (r optionReader) exists(key string) bool {
	o, ok := Lookup(key)
	if !ok || o.Introduced.IsZero() {
		return false
	}
	v := lookupVersion(r.version)
	return !v.Before(o.Introduced) && !o.Last.Before(v)
}

// setting finds the option's value or default. The error is that the value cannot be known.
func (r optionReader) setting(key string) (setting, *OptionError) {
	o, known := Lookup(key)
	if r.conf.Has(key) {
		return r.written(key)
	}
	if !known {
		return setting{key: key}, nil
	}
	for _, fallback := range o.FallbackKeys(r.version) {
		if r.conf.Has(fallback) {
			return r.written(fallback)
		}
	}
	d, _ := o.DefaultIn(r.version)
	return setting{key: key, text: d.Text}, nil
}

func (r optionReader) written(key string) (setting, *OptionError) {
	if r.conf.Unknown[key] {
		return setting{}, &OptionError{Key: key, Fault: ValueUnknown}
	}
	return setting{key: key, text: r.conf.Values[key], set: true}, nil
}

// refuse is an error about the value.
func (s setting) refuse(fault OptionFault) *OptionError {
	e := &OptionError{Key: s.key, Fault: fault}
	if s.set {
		e.Value = s.text
	}
	return e
}

func (s setting) unreadable(cause error) *OptionError {
	e := s.refuse(ValueUnreadable)
	e.Cause = cause
	return e
}

func (s setting) beyond(fault OptionFault, limit float64) *OptionError {
	e := s.refuse(fault)
	e.Limit = limit
	return e
}

// read finds a value and parses it; an option without value and default gives the zero value.
func read[T any](r optionReader, key string, parse func(string) (T, error)) (value T, from setting, err *OptionError) {
	from, err = r.setting(key)
	if err != nil || from.text == "" && !from.set {
		return value, from, err
	}
	value, cause := parse(from.text)
	if cause != nil {
		return value, from, from.unreadable(cause)
	}
	return value, from, nil
}

func (r optionReader) size(key string) (Size, setting, *OptionError) { return read(r, key, ParseSize) }

func (r optionReader) integer(key string) (int32, setting, *OptionError) {
	return read(r, key, parseInt)
}

func (r optionReader) boolean(key string) (bool, setting, *OptionError) {
	return read(r, key, parseBool)
}

func (r optionReader) double(key string) (float64, setting, *OptionError) {
	return read(r, key, func(text string) (float64, error) { return readDouble(text, r.conf.Standard) })
}

func (r optionReader) duration(key string) (duration, setting, *OptionError) {
	return read(r, key, func(text string) (duration, error) { return parseDuration(text, r.version) })
}

// check reports whether Flink can read the option's value, for options whose value nothing here depends on: one that
// cannot be known passes.
func (r optionReader) check(key string) *OptionError {
	o, ok := Lookup(key)
	if !ok || !r.exists(key) {
		return nil
	}
	from, err := r.setting(key)
	if err != nil || !from.set {
		return nil
	}
	if cause := o.Check(from.text, r.version, r.conf.Standard); cause != nil {
		return from.unreadable(cause)
	}
	return nil
}
