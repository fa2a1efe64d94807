package source

// variableSyntax writes the value of an environment variable that is an option's, under a name of its own.
type variableSyntax struct{}

func (variableSyntax) value(d *Document, o Option, value string) (string, bool) {
	written := d.slice(o.Place.Value)
	if written[0] == '"' || written[0] == '\'' {
		return writeScalar(written, value)
	}
	return value, needsNoQuotes(value) && written[0] != '|' && written[0] != '>'
}

func (variableSyntax) key(string, string) (string, bool) { return "", false }

func (variableSyntax) lines(*Document, Option) (Span, bool) { return Span{}, false }

func (variableSyntax) insert(*Document, insertion) []Edit { return nil }

// slotsOption is the option that the entrypoint makes of TASK_MANAGER_NUMBER_OF_TASK_SLOTS. Text is where the value is
// written, nil where that is somewhere else.
func slotsOption(text *Text, value string, state State, at Place) *Option {
	o := &Option{Key: "taskmanager.numberOfTaskSlots", Value: value, State: state, Layer: LayerProperties, Place: at, syntax: variableSyntax{}}
	o.Exact = state == Known && text != nil && value != "" && value == text.Decoded && text.Verbatim(0, len(value)) && at.Value.Len() > 0
	return o
}
