package source

// Spot is an option that stands at some place of a document.
type Spot struct {
	Part    *Part
	Option  Option
	OnValue bool // on its value, or else on its key
	Span    Span // of the key or of the value
}

// At is the option whose key or value the offset lies in, of all texts that are written for the cluster. It is false where
// none is.
func (c *Cluster) At(path string, offset int) (Spot, bool) {
	for _, p := range c.Written() {
		for _, o := range p.Options {
			at := o.Place
			if at.Document == nil || at.Document.Path != path {
				continue
			}
			switch {
			case at.Value.Len() > 0 && at.Value.Contains(offset):
				return Spot{p, o, true, at.Value}, true
			case at.Key.Len() > 0 && at.Key.Contains(offset):
				return Spot{p, o, false, at.Key}, true
			}
		}
	}
	return Spot{}, false
}

// Uses are the processes of the cluster that the option is in effect for.
func (c *Cluster) Uses(o Option) []*Process {
	var users []*Process
	for _, p := range c.Processes() {
		if effective, ok := p.Options[o.Key]; ok && effective.Place == o.Place {
			users = append(users, p)
		}
	}
	return users
}
