package flink

import (
	"slices"
	"strings"
)

// NotInEnum is the fault of a text that is none of the values of an option of type Enum.
const NotInEnum ValueFault = "not-in-enum"

// Accepts reports why Flink cannot read the text as a value of the option, by its type in the version: a *[SizeError]
// or a *[ValueError]. It is nil for options of types that take any text, and knows nothing of bounds. Standard is as
// in [Config].
func (o *Option) Accepts(text string, v Version, standard bool) error {
	var err error
	switch o.TypeIn(v) {
	case "MemorySize":
		_, err = ParseSize(text)
	case "Integer":
		_, err = parseInt(text)
	case "Long":
		_, err = parseLong(text)
	case "Float":
		_, err = parseFraction(text, standard)
	case "Double":
		_, err = readDouble(text, standard)
	case "Boolean":
		_, err = parseBool(text)
	case "Duration":
		_, err = parseDuration(text, v)
	case "Enum":
		// The catalogue knows the values of the last version only.
		named := func(name string) bool { return strings.EqualFold(name, text) }
		if lookupVersion(v) == o.Last && len(o.Enum) > 0 && !slices.ContainsFunc(o.Enum, named) {
			err = &ValueError{Text: text, Fault: NotInEnum}
		}
	}
	return err
}

// readDouble is parseDouble, and takes the infinities of a config.yaml, which Flink prints as YAML does.
func readDouble(text string, standard bool) (float64, error) {
	if standard {
		switch text {
		case ".nan":
			text = "NaN"
		case ".inf":
			text = "Infinity"
		case "-.inf":
			text = "-Infinity"
		}
	}
	return parseDouble(text)
}
