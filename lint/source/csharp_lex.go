package source

import "strings"

// csharpKind is the kind of a token: a byte for one of punctuation, or one of these.
type csharpKind byte

const (
	csharpEnd       csharpKind = iota
	csharpWord                 // a name or a keyword
	csharpNumber               //
	csharpString               // a string of any form
	csharpBroken               // a string that does not end
	csharpCharacter            // 'x'
	csharpArrow                // =>
	csharpChange               // += and its like, ++, --
	csharpOperator             // ==, ??, && and others of several characters
)

// csharpToken is a token of C#, white space and comments left out.
type csharpToken struct {
	start, end int32
	branch     int32 // of #if: an index of csharpTokens.branches
	kind       csharpKind
}

// csharpTokens are the tokens of a file. It is no parser that made them: whatever the file holds, there are some.
type csharpTokens struct {
	text   string
	tokens []csharpToken
	// branches are the parts of the file between #if, #else and #endif that may or may not be compiled; the first is the
	// whole file.
	branches []Span
	// comments are those that start with two slashes.
	comments []Span
	// tooMany is true for a file of which nothing is looked at.
	tooMany bool
}

// maxCSharpTokens is the number of tokens above which none of a file are looked at: an app host of 10,000 lines has a third
// of that.
const maxCSharpTokens = 300_000

// tokenizeCSharp splits a file into tokens, in one pass over its bytes.
func tokenizeCSharp(text string) *csharpTokens {
	l := &csharpLexer{csharpTokens: csharpTokens{text: text, branches: []Span{{0, len(text)}}}, lineStart: true}
	if strings.HasPrefix(text, string(byteOrderMark)) {
		l.at = len(byteOrderMark)
	}
	l.tokens = make([]csharpToken, 0, min(len(text)/3, maxCSharpTokens)+16)
	for l.at < len(text) {
		if l.next(); len(l.tokens) > maxCSharpTokens {
			return &csharpTokens{text: text, branches: l.branches, comments: l.comments, tooMany: true}
		}
	}
	for range l.conditions {
		l.leave()
	}
	return &l.csharpTokens
}

type csharpLexer struct {
	csharpTokens
	at        int
	lineStart bool // nothing but white space is on the line so far
	branch    int32
	// conditions are the #if around.
	conditions []csharpCondition
}

// csharpCondition is an #if.
type csharpCondition struct {
	outer int32 // the branch around it
	taken bool  // a branch that is certainly compiled was there: the others are not
}

func (l *csharpLexer) add(kind csharpKind, end int) {
	l.tokens = append(l.tokens, csharpToken{int32(l.at), int32(end), l.branch, kind})
	l.at, l.lineStart = end, false
}

func (l *csharpLexer) next() {
	s := l.text
	switch c := s[l.at]; {
	case c == '\n' || c == '\r':
		l.at, l.lineStart = l.at+1, true
	case c == ' ' || c == '\t' || c == '\f' || c == '\v':
		l.at++
	case c == '/' && strings.HasPrefix(s[l.at:], "//"):
		end := lineStop(s, l.at)
		l.comments = append(l.comments, Span{l.at, end})
		l.at = end
	case c == '/' && strings.HasPrefix(s[l.at:], "/*"):
		l.at = blockCommentEnd(s, l.at)
	case c == '#' && l.lineStart:
		l.directive()
	case isNameStart(c) || c == '@' && l.at+1 < len(s) && isNameStart(s[l.at+1]):
		end := l.at + 1
		for end < len(s) && isNameByte(s[end]) {
			end++
		}
		l.add(csharpWord, end)
	case c >= '0' && c <= '9':
		l.add(csharpNumber, numberEnd(s, l.at))
	case c == '\'':
		l.add(csharpCharacter, characterEnd(s, l.at))
	case c == '"' || c == '$' || c == '@':
		l.quoted(c)
	default:
		l.punctuation(c)
	}
}

// quoted is a string, or a sign that starts none.
func (l *csharpLexer) quoted(c byte) {
	literal, ok := scanLiteral(l.text, l.at, 0, nil)
	switch {
	case !ok:
		l.add(csharpKind(c), l.at+1)
	case literal.closed:
		l.add(csharpString, literal.end)
	default:
		l.add(csharpBroken, max(literal.end, l.at+1))
	}
}

// csharpOperators are those of several characters, the longer ones first.
var csharpOperators = []struct {
	text string
	kind csharpKind
}{
	{"??=", csharpChange}, {"=>", csharpArrow}, {"+=", csharpChange}, {"-=", csharpChange}, {"++", csharpChange}, {"--", csharpChange},
	{"==", csharpOperator}, {"!=", csharpOperator}, {"<=", csharpOperator}, {">=", csharpOperator}, {"??", csharpOperator},
	{"&&", csharpOperator}, {"||", csharpOperator}, {"?.", '.'}, {"::", '.'},
}

func (l *csharpLexer) punctuation(c byte) {
	if l.at+1 < len(l.text) && strings.IndexByte("=>.:?+-&|", l.text[l.at+1]) >= 0 {
		for i := range csharpOperators {
			if strings.HasPrefix(l.text[l.at:], csharpOperators[i].text) {
				l.add(csharpOperators[i].kind, l.at+len(csharpOperators[i].text))
				return
			}
		}
	}
	l.add(csharpKind(c), l.at+1)
}

// directive reads a line of the preprocessor. What "#if false" leaves out is skipped; of any other condition nothing is
// known, so that both of its branches are read and noted as such.
func (l *csharpLexer) directive() {
	line := l.text[l.at:lineStop(l.text, l.at)]
	l.at += len(line)
	name, condition, _ := strings.Cut(strings.TrimLeft(line[1:], " \t"), " ")
	condition, _, _ = strings.Cut(condition, "//")
	condition = strings.TrimSpace(condition)
	switch strings.TrimSpace(name) {
	case "if":
		l.conditions = append(l.conditions, csharpCondition{outer: l.branch})
		l.enter(condition)
	case "elif":
		l.otherwise(condition)
	case "else":
		l.otherwise("")
	case "endif":
		if n := len(l.conditions); n > 0 {
			l.leave()
		}
	}
}

// otherwise starts the next branch of the innermost condition.
func (l *csharpLexer) otherwise(condition string) {
	n := len(l.conditions)
	if n == 0 {
		return
	}
	c := &l.conditions[n-1]
	if l.branch == c.outer && c.taken {
		l.skipBranch()
		return
	}
	if l.branch != c.outer {
		l.branches[l.branch].End = l.at
		l.branch = c.outer
		if condition == "" {
			condition = "?"
		}
	} else if condition == "" {
		condition = "true" // all the others are left out
	}
	l.enter(condition)
}

// enter starts a branch.
func (l *csharpLexer) enter(condition string) {
	c := &l.conditions[len(l.conditions)-1]
	switch condition {
	case "true":
		c.taken = true
	case "false":
		l.skipBranch()
	default:
		l.branches = append(l.branches, Span{l.at, len(l.text)})
		l.branch = int32(len(l.branches) - 1)
	}
}

// leave ends the innermost condition.
func (l *csharpLexer) leave() {
	c := l.conditions[len(l.conditions)-1]
	l.conditions = l.conditions[:len(l.conditions)-1]
	if l.branch != c.outer {
		l.branches[l.branch].End = l.at
	}
	l.branch = c.outer
}

// skipBranch goes to the directive that ends a branch which is not compiled: what is in there need not be C#.
func (l *csharpLexer) skipBranch() {
	depth := 0
	for l.at < len(l.text) {
		start := l.at
		end, next := lineEnd(l.text, start)
		line := strings.TrimLeft(l.text[start:end], " \t")
		if rest, ok := strings.CutPrefix(line, "#"); ok {
			switch rest = strings.TrimLeft(rest, " \t"); {
			case strings.HasPrefix(rest, "if"):
				depth++
			case depth == 0 && (strings.HasPrefix(rest, "el") || strings.HasPrefix(rest, "endif")):
				l.at, l.lineStart = end-len(line), true
				return
			case strings.HasPrefix(rest, "endif"):
				depth--
			}
		}
		l.at = max(next, start+1)
	}
}

// lineStop is where the line ends that an offset lies in.
func lineStop(s string, at int) int {
	for at < len(s) && !isBreak(s[at]) {
		at++
	}
	return at
}

func blockCommentEnd(s string, at int) int {
	if n := strings.Index(s[at+2:], "*/"); n >= 0 {
		return at + 2 + n + 2
	}
	return len(s)
}

// isNameStart takes every character outside of ASCII as a letter.
func isNameStart(c byte) bool { return isLetter(c) || c == '_' || c >= 0x80 }

func isNameByte(c byte) bool { return isNameStart(c) || c >= '0' && c <= '9' }

func numberEnd(s string, at int) int {
	for at < len(s) && (isNameByte(s[at]) || s[at] == '.' && at+1 < len(s) && s[at+1] >= '0' && s[at+1] <= '9') {
		at++
	}
	return at
}

// characterEnd is where a 'x' ends, on its line at the latest.
func characterEnd(s string, at int) int {
	for at++; at < len(s) && !isBreak(s[at]); at++ {
		switch {
		case s[at] == '\'':
			return at + 1
		case s[at] == '\\' && at+1 < len(s) && !isBreak(s[at+1]):
			at++
		}
	}
	return at
}
