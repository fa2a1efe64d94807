package source

import (
	"strconv"
	"strings"
)

// yamlSyntax writes options into YAML.
type yamlSyntax struct{ in *yamlBlock }

func (yamlSyntax) value(d *Document, o Option, value string) (string, bool) {
	written, behind := d.slice(o.Place.Value), o.Place.Value.End
	if (written[0] == '|' || written[0] == '>') && d.Lines.Line(o.Place.Key.Start) != d.Lines.Line(o.Place.Value.Start) {
		return "", false // a block's header may stand further to the left than a value
	}
	if o.Layer == LayerConfiguration && plainType(written) == textType && !isText(value) && written[0] != '"' && written[0] != '\'' {
		written = `"` // the operator takes nothing but texts for sure
	}
	text, ok := writeScalar(written, value)
	if ok && strings.IndexByte(`"'`, text[0]) >= 0 && text[0] != d.Bytes[o.Place.Value.Start] && behind < len(d.Bytes) && d.Bytes[behind] == '\t' {
		return "", false // only a plain text may have a tab behind it
	}
	return text, ok
}

// isText reports whether a plain scalar of this text is one for all readers, YAML 1.1's among them.
func isText(s string) bool { return plainType(s) == textType && jsonText(&node{value: s}) == s }

// writeScalar keeps the quotes that are there, and adds some where the text would be read as something else without.
func writeScalar(written, value string) (string, bool) {
	if strings.ContainsAny(value, "\r\n") || !printable(value) {
		return "", false
	}
	switch written[0] {
	case '"':
		return strconv.Quote(value), isASCII(value)
	case '\'':
		return quoteSingle(value), true
	}
	text, ok := render(plainType(value), value)
	if !ok || text != value || plainType(value) == nullType || !plainInList(value) {
		return quoteSingle(value), true
	}
	return value, true
}

func (yamlSyntax) key(written, key string) (string, bool) {
	if written != "" && (written[0] == '"' || written[0] == '\'') {
		return writeScalar(written, key)
	}
	for i := 0; i < len(key); i++ {
		if !isKeyByte(key[i]) {
			return "", false
		}
	}
	return key, plainType(key) == textType
}

func quoteSingle(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
