package source

import (
	"strings"

	"github.com/flinkmem/flinkmem-lint/dotnet"
)

// newDotNetSetting is a setting whose value is the text given, at a place with Key, Value and Entry. Text is nil where the
// value comes from somewhere else.
func newDotNetSetting(from dotnet.Layer, name string, text *Text, state State, at Place) DotNetSetting {
	s := DotNetSetting{From: from}
	s.Key, s.State, s.Place = name, state, at
	if text == nil {
		s.State = Unknown
		return s
	}
	s.Value = text.Decoded
	s.Exact = state == Known && at.Value.Len() > 0 && s.Value != "" && text.Verbatim(0, len(s.Value))
	s.syntax = dotNetSyntax{text: text, entry: at.Entry}
	return s
}

// dotNetSyntax writes names and values of environment variables that the .NET runtime reads.
type dotNetSyntax struct {
	text  *Text
	entry Span // of the variable
	// quoted is true where a value without quotes would not reach the process as it is written: in a map of YAML, where
	// 0x20000000 is the number 536870912.
	quoted bool
}

func (s dotNetSyntax) value(d *Document, o Option, value string) (string, bool) {
	written := d.slice(o.Place.Value)
	switch {
	case strings.HasPrefix(written, "|") || strings.HasPrefix(written, ">"):
		return "", false
	case written[0] == '"' || written[0] == '\'':
		return writeScalar(written, value)
	case s.quoted:
		return `"` + value + `"`, needsNoQuotes(value)
	}
	return value, needsNoQuotes(value)
}

func (dotNetSyntax) key(written, key string) (string, bool) {
	if written != "" && (written[0] == '"' || written[0] == '\'') {
		return writeScalar(written, key)
	}
	return key, needsNoQuotes(key)
}

func (s dotNetSyntax) lines(d *Document, _ Option) (Span, bool) {
	if s.entry.Len() == 0 {
		return Span{}, false
	}
	return propertySyntax{text: s.text, entry: s.entry}.variable(d)
}

func (dotNetSyntax) insert(*Document, insertion) []Edit { return nil }
