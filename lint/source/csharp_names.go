package source

import (
	"slices"
	"strings"
)

// csharpFile is a file of C# as far as it can be told without a parser: its brackets, what is done under a condition only,
// and which names stand for a value that never changes.
type csharpFile struct {
	*csharpTokens
	doc *Document
	// match is the other bracket of each bracket, -1 where there is none.
	match []int32
	// statements and expressions are where the one ends that a token stands in.
	statements, expressions []int32
	// region is the innermost piece of code around a token that may not be reached: an index of regions, of which the
	// first is the whole file.
	region  []int32
	regions []Span
	// constants are the declarations of names with a value, by name.
	constants map[string][]*csharpConstant
	// shadowed are names that are also those of parameters and the like, changed those that get another value.
	shadowed, changed map[string]bool

	names  map[string]int // how often each word stands in the file; nil until somebody asks
	budget int            // bytes that names may still put into texts
	steps  int            // looks at tokens, for the test that there are not too many of them
}

// csharpConstant is a name that is declared with a value.
type csharpConstant struct {
	owner  string // the type that it is a member of, "" for a local variable
	at     int    // the token of the name
	scope  Span   // tokens in which the name counts
	value  Span   // tokens
	fixed  bool   // const, readonly, or a property without a setter
	result *csharpValue
	state  csharpProgress
}

type csharpProgress byte

const (
	csharpUnread csharpProgress = iota
	csharpReading
	csharpRead
)

func readCSharpFile(d *Document) *csharpFile {
	f := &csharpFile{
		csharpTokens: tokenizeCSharp(string(d.Bytes)), doc: d, budget: maxFilled,
		constants: map[string][]*csharpConstant{}, shadowed: map[string]bool{}, changed: map[string]bool{},
	}
	f.matchBrackets()
	f.findEnds()
	f.findRegions()
	f.findNames()
	return f
}

// word is the text of a token that is a name or a keyword, "" for any other one.
func (f *csharpFile) word(i int) string {
	f.steps++
	if i < 0 || i >= len(f.tokens) || f.tokens[i].kind != csharpWord {
		return ""
	}
	return strings.TrimPrefix(f.text[f.tokens[i].start:f.tokens[i].end], "@")
}

// kind is the kind of a token, csharpEnd outside of the file.
func (f *csharpFile) kind(i int) csharpKind {
	f.steps++
	if i < 0 || i >= len(f.tokens) {
		return csharpEnd
	}
	return f.tokens[i].kind
}

// closing is the token of the bracket that ends the one given, the end of the file where none does.
func (f *csharpFile) closing(i int) int {
	if i < len(f.match) && f.match[i] > int32(i) {
		return int(f.match[i])
	}
	return len(f.tokens)
}

// bytes is what tokens cover.
func (f *csharpFile) bytes(tokens Span) Span {
	if tokens.Len() == 0 {
		return Span{}
	}
	return Span{int(f.tokens[tokens.Start].start), int(f.tokens[tokens.End-1].end)}
}

// csharpKeywords are those that may stand before a name without being its type.
var csharpKeywords = []string{
	"return", "await", "throw", "new", "in", "is", "as", "else", "case", "yield", "goto", "not", "and", "or", "when", "where", "select", "orderby",
	"by", "on", "equals", "from", "let", "typeof", "sizeof", "do", "using", "namespace", "class", "struct", "interface", "enum", "record", "get", "set", "params",
}

// findNames finds the declarations of names with a value, and what makes a name one of which nothing is known.
func (f *csharpFile) findNames() {
	type block struct {
		open  int
		owner string // of a type's body
	}
	blocks := []block{{open: -1}}
	owner := ""
	for i := range f.tokens {
		switch f.tokens[i].kind {
		case '{', '(', '[':
			if f.match[i] < 0 {
				continue
			}
			b := block{open: i}
			if f.tokens[i].kind == '{' {
				b.owner, owner = owner, ""
			}
			blocks = append(blocks, b)
		case '}', ')', ']':
			if f.match[i] >= 0 && len(blocks) > 1 {
				for len(blocks) > 1 && blocks[len(blocks)-1].open >= int(f.match[i]) {
					blocks = blocks[:len(blocks)-1]
				}
			}
		case ';':
			owner = ""
		case csharpArrow:
			f.shadowParameters(i)
		case csharpWord:
			name := f.word(i)
			switch f.text[f.tokens[i].start:f.tokens[i].end] {
			case "class", "struct", "interface", "record":
				if owner = f.word(i + 1); owner == "struct" || owner == "class" { // record struct X
					owner = f.word(i + 2)
				}
				continue
			case "var":
				if f.kind(i+1) == '(' { // var (a, b) = ...
					f.shadowAll(i+1, f.closing(i+1))
				}
				continue
			}
			inner := blocks[len(blocks)-1]
			scope := Span{0, len(f.tokens)}
			if inner.open >= 0 {
				scope = Span{inner.open, f.closing(inner.open)}
			}
			f.name(i, name, scope, inner.open < 0 || f.tokens[inner.open].kind == '{', inner.owner)
		}
	}
}

// name notes what a name's neighbours say of it.
func (f *csharpFile) name(i int, name string, scope Span, inBlock bool, owner string) {
	before := f.kind(i - 1)
	typed := before == csharpWord && !slices.Contains(csharpKeywords, f.word(i-1)) || before == '>' || before == ']' || before == '?'
	if word := f.word(i - 1); word == "ref" || word == "out" {
		f.changed[name] = true
		return
	}
	switch f.kind(i + 1) {
	case csharpChange:
		f.changed[name] = true
	case '=':
		switch {
		case typed && inBlock:
			f.declare(name, &csharpConstant{at: i, scope: scope, owner: owner, fixed: f.isFixed(i), value: Span{i + 2, f.expressionEnd(i + 2)}})
		case typed:
			f.shadowed[name] = true // the default of a parameter, a variable of a loop
		default:
			f.changed[name] = true
		}
	case csharpArrow:
		switch {
		case typed && owner != "":
			f.declare(name, &csharpConstant{at: i, scope: scope, owner: owner, fixed: true, value: Span{i + 2, f.expressionEnd(i + 2)}})
		default:
			f.shadowed[name] = true // the parameter of a lambda
		}
	case ',', ')', ';', csharpEnd:
		if typed {
			f.shadowed[name] = true
		}
	case csharpWord:
		if typed && f.word(i+1) == "in" {
			f.shadowed[name] = true
		}
	case '{': // a property
		if typed && owner != "" && f.word(i+2) != "" {
			f.property(i, name, scope, owner)
		}
	}
	if before == csharpChange {
		f.changed[name] = true
	}
}

// property is "T Name { get; } = value".
func (f *csharpFile) property(i int, name string, scope Span, owner string) {
	end := f.closing(i + 1)
	if f.word(i+2) == "get" && f.kind(i+3) == ';' && i+4 == end && f.kind(end+1) == '=' {
		f.declare(name, &csharpConstant{at: i, scope: scope, owner: owner, fixed: true, value: Span{end + 2, f.expressionEnd(end + 2)}})
	}
}

func (f *csharpFile) declare(name string, c *csharpConstant) {
	f.constants[name] = append(f.constants[name], c)
}

// isFixed reports whether the declaration of a name says that it keeps its value.
func (f *csharpFile) isFixed(i int) bool {
	for n := i - 1; n > i-8 && n >= 0; n-- {
		switch f.word(n) {
		case "const", "readonly":
			return true
		}
		switch f.kind(n) {
		case ';', '{', '}', ')':
			return false
		}
	}
	return false
}

// maxParameters bounds how many tokens a list of parameters is taken to have.
const maxParameters = 64

// shadowParameters notes the parameters of a lambda, "(a, b) =>".
func (f *csharpFile) shadowParameters(arrow int) {
	if f.kind(arrow-1) == ')' && f.match[arrow-1] >= 0 {
		f.shadowAll(int(f.match[arrow-1]), arrow-1)
	}
}

func (f *csharpFile) shadowAll(from, to int) {
	for i := from; i < min(to, from+maxParameters); i++ {
		if f.kind(i) == csharpWord {
			f.shadowed[f.word(i)] = true
		}
	}
}

// constant is what a name stands for at a token, nil where that cannot be told. Owner is the type before it, "" for none.
func (f *csharpFile) constant(owner, name string, at int) *csharpConstant {
	all := f.constants[name]
	if len(all) == 0 || len(all) > maxParameters || owner == "" && f.shadowed[name] {
		return nil
	}
	var best *csharpConstant
	for _, c := range all {
		switch {
		case owner != "" && c.owner != owner, owner == "" && (at < c.scope.Start || at >= c.scope.End):
			continue
		case best == nil || c.scope.Start > best.scope.Start:
			best = c
		case c.scope.Start == best.scope.Start:
			return nil // declared twice, under #if
		}
	}
	switch {
	case best == nil, !best.fixed && (f.changed[name] || best.owner != "" || at < best.at):
		return nil
	case !f.certain(best.at, at) && f.tokens[best.at].branch != 0:
		return nil
	}
	return best
}
