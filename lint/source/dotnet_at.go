package source

// DotNetSpot is a setting of .NET that stands at some place of a document.
type DotNetSpot struct {
	Index   int // in the runtime's Settings
	OnValue bool
	Span    Span // of the name or of the value
}

// At is the setting whose name or value the offset of a document lies in. It is false where none is.
func (r *DotNetRuntime) At(path string, offset int) (DotNetSpot, bool) {
	for i, s := range r.Settings {
		at := s.Place
		switch {
		case at.Document == nil || at.Document.Path != path:
		case at.Value.Len() > 0 && at.Value.Contains(offset):
			return DotNetSpot{i, true, at.Value}, true
		case at.Key.Len() > 0 && at.Key.Contains(offset):
			return DotNetSpot{i, false, at.Key}, true
		}
	}
	return DotNetSpot{}, false
}
