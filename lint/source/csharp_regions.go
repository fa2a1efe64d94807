package source

import "slices"

// matchBrackets pairs brackets. A curly one that closes, closes all that was left open in it.
func (f *csharpFile) matchBrackets() {
	f.match = make([]int32, len(f.tokens))
	var open []int32
	curly := 0
	for i := range f.tokens {
		f.match[i] = -1
		k := f.tokens[i].kind
		switch k {
		case '{':
			curly++
			fallthrough
		case '(', '[':
			open = append(open, int32(i))
		case ')', ']', '}':
			if k == '}' && curly > 0 {
				for f.tokens[open[len(open)-1]].kind != '{' {
					open = open[:len(open)-1]
				}
				curly--
			} else if n := len(open); n == 0 || f.tokens[open[n-1]].kind != openingOf[k] {
				continue
			}
			other := open[len(open)-1]
			open = open[:len(open)-1]
			f.match[i], f.match[other] = other, int32(i)
		}
	}
}

var openingOf = map[csharpKind]csharpKind{')': '(', ']': '[', '}': '{'}

// expressionEnd is where the expression ends that starts at a token: at a semicolon, a comma, or the bracket around it.
func (f *csharpFile) expressionEnd(i int) int { return int(f.expressions[min(i, len(f.tokens))]) }

// findEnds finds, for each token, where the statement and where the expression ends that it stands in.
func (f *csharpFile) findEnds() {
	n := len(f.tokens)
	statement, expression := make([]int32, n+1), make([]int32, n+1)
	type ends struct{ statement, expression int32 }
	around := []ends{{int32(n), int32(n)}}
	statement[n], expression[n] = int32(n), int32(n)
	for i := n - 1; i >= 0; i-- {
		top := &around[len(around)-1]
		switch k := f.tokens[i].kind; {
		case f.match[i] > int32(i): // backwards, this leaves the brackets
			around = around[:len(around)-1]
			top = &around[len(around)-1]
		case f.match[i] >= 0:
			around = append(around, ends{int32(i), int32(i)})
		case k == ';':
			*top = ends{int32(i), int32(i)}
		case k == ',':
			top.expression = int32(i)
		}
		statement[i], expression[i] = top.statement, top.expression
	}
	f.statements, f.expressions = statement, expression
}

// findRegions finds the code that may not be reached, or not at once: the bodies of conditions, loops, functions and
// lambdas.
func (f *csharpFile) findRegions() {
	n := len(f.tokens)
	f.region = make([]int32, n)
	f.regions = []Span{{0, n}}
	bodies := map[int]bool{} // braces that start one
	around := []int32{0}
	begin := func(start, end int) {
		if start < end {
			f.regions = append(f.regions, Span{start, end})
			around = append(around, int32(len(f.regions)-1))
		}
	}
	pending := -1 // a body without braces
	for i := 0; i < n; i++ {
		for len(around) > 1 && f.regions[around[len(around)-1]].End <= i {
			around = around[:len(around)-1]
		}
		if i == pending {
			begin(i, int(f.statements[i])+1)
		}
		f.region[i] = around[len(around)-1]
		body := -1
		switch f.tokens[i].kind {
		case csharpArrow:
			if f.kind(i+1) == '{' {
				bodies[i+1] = true
			} else {
				begin(i+1, f.expressionEnd(i))
			}
		case '?':
			begin(i+1, f.expressionEnd(i))
		case '{':
			if bodies[i] || f.kind(i-1) == ')' && !f.isPlainHeader(int(f.match[i-1])) {
				begin(i, f.closing(i))
			}
		case csharpWord:
			switch f.word(i) {
			case "if", "while", "for", "foreach", "switch", "catch":
				if body = i + 1; f.kind(i+1) == '(' {
					body = f.closing(i+1) + 1
				}
			case "else", "do":
				body = i + 1
			}
		}
		switch {
		case body < 0:
		case f.kind(body) == '{':
			bodies[body] = true
		case !slices.Contains(csharpHeaders, f.word(body)):
			pending = body
		}
	}
}

// csharpHeaders start statements that have a body of their own.
var csharpHeaders = []string{"if", "while", "for", "foreach", "switch", "do", "using", "lock", "try", "fixed", "unsafe", "checked"}

// isPlainHeader reports whether the bracket is that of a statement whose body is always reached.
func (f *csharpFile) isPlainHeader(open int) bool {
	switch f.word(open - 1) {
	case "using", "lock", "fixed":
		return true
	}
	return false
}

// certain reports whether a token is reached wherever another one is.
func (f *csharpFile) certain(token, with int) bool {
	in := f.regions[f.region[token]]
	branch := f.branches[f.tokens[token].branch]
	at := int(f.tokens[with].start)
	return in.Start <= with && with < in.End && branch.Start <= at && at <= branch.End
}
