package source

// The problems of both dialects.
const (
	// MissingSpace is a colon that no space follows ("key:value"). Key and Value are what was meant. Detail is what
	// stands behind the colon instead: "" for the value itself, "tab", or "no-break space".
	MissingSpace ProblemCode = "missing-space"
	// MissingColon is a key and a value with only a space between them. Key and Value are what was meant.
	MissingColon ProblemCode = "missing-colon"
	// EqualsSign is an equals sign in place of the colon. Key and Value are what was meant.
	EqualsSign ProblemCode = "equals-sign"
	// NoValue is a key without a value: skipped in flink-conf.yaml, fatal in config.yaml. Detail is "comment" where a
	// comment sign cut off what was probably the value (then in Value), "null" for a written null.
	NoValue ProblemCode = "no-value"
	// NotAnOption is a line or a value that is no option, and of which nothing better is known. Detail is its start.
	NotAnOption ProblemCode = "not-an-option"
	// ByteOrderMark is U+FEFF where it becomes part of a key (flink-conf.yaml) or of the text (config.yaml, not at the
	// start of the file). Key is the key without it.
	ByteOrderMark ProblemCode = "byte-order-mark"
	// NoBreakSpace is a space that looks like one but is a part of the key or the value for Flink (U+00A0, U+3000
	// and so on). Key and Value are the texts without it, Detail names the character, such as "U+00A0".
	NoBreakSpace ProblemCode = "no-break-space"
	// InvalidUTF8 is a byte that is not UTF-8. flink-conf.yaml: Flink reads U+FFFD in its place; config.yaml: fatal.
	InvalidUTF8 ProblemCode = "invalid-utf8"
	// UTF16 is a file in UTF-16 or UTF-32; nothing of it is read here. Flink reads it as such only in config.yaml.
	UTF16 ProblemCode = "utf-16"
	// TooLarge is a text that is larger than Flink's YAML parser reads (3,145,728 code points). Fatal.
	TooLarge ProblemCode = "too-large"
)

// The problems of flink-conf.yaml (1.10 to 1.20). None is fatal: Flink skips lines and goes on.
const (
	// NoKey is a line that starts with the colon. Value is what follows.
	NoKey ProblemCode = "no-key"
	// QuotedValue is a value in quotes, which Flink keeps. Value is the text without them.
	QuotedValue ProblemCode = "quoted-value"
	// QuotedKey is a key in quotes, which Flink keeps. Key is the text without them.
	QuotedKey ProblemCode = "quoted-key"
	// CommentInQuotes is a comment sign inside quotes, which cuts the value. Value is the whole quoted text.
	CommentInQuotes ProblemCode = "comment-in-quotes"
	// CommentInValue is a comment sign right behind a character of the value, which cuts it as well. Value is what
	// stands there with it, up to the next space.
	CommentInValue ProblemCode = "comment-in-value"
	// NestedBlock is a key without a value above an indented block. Flink skips the line; Key is the written key.
	// Each entry of the block is a NestedEntry of its own.
	NestedBlock ProblemCode = "nested-block"
	// NestedEntry is an entry in an indented block: Flink reads its short key. Key is the whole key that was
	// meant, Value its value, Related the head of the outermost block.
	NestedEntry ProblemCode = "nested-entry"
	// ContinuationLine is an indented line without a key, below an entry that it was meant to continue. Related is
	// that entry.
	ContinuationLine ProblemCode = "continuation-line"
	// ListItem is a line that starts with "- ": a list for YAML; Flink skips it, or takes the dash into the key.
	// Key and Value are what stands behind the dash; Related is the key above that the list belongs to, if any.
	ListItem ProblemCode = "list-item"
	// YAMLValue is a value that means something in YAML and is plain text here. Detail is "block scalar", "list",
	// "map", "anchor", "alias", "tag" or "null"; Value is what was meant where that is one text.
	YAMLValue ProblemCode = "yaml-value"
	// DocumentMarker is a line such as "---", "..." or "%YAML 1.2": Flink skips it with a warning in its log.
	DocumentMarker ProblemCode = "document-marker"
	// CarriageReturns is a file whose lines end with CR alone, which Flink reads and many other programs do not.
	CarriageReturns ProblemCode = "carriage-returns"
	// GluedLines are two options on one line, as a missing line end makes them. Place is the first option, Related
	// the second one (a place with Key and Value); Key and Value are those of the second, Detail the first's value.
	GluedLines ProblemCode = "glued-lines"
)

// The problems of config.yaml (1.19 on), all fatal: Flink's YAML parser (snakeyaml-engine 2.6) or the code behind it
// refuses the whole file.
const (
	// TabIndentation is a tab where a token has to start. Detail is "indentation" or "separation".
	TabIndentation ProblemCode = "tab-indentation"
	// UnclosedQuote is a quoted text that does not end. Detail is the quote; Value is the text up to the line's end.
	UnclosedQuote ProblemCode = "unclosed-quote"
	// UnclosedBracket is a list or map in brackets that does not end. Detail is the opening bracket.
	UnclosedBracket ProblemCode = "unclosed-bracket"
	// WrongIndentation is a line that is indented like none of the blocks it could belong to. Detail is "block scalar"
	// for a "|" or ">" whose text is missing, or indented less than it has to be.
	WrongIndentation ProblemCode = "wrong-indentation"
	// ColonInValue is ": " inside a plain value. Key and Value are the entry as meant (the value wants quotes).
	ColonInValue ProblemCode = "colon-in-value"
	// ReservedCharacter is a plain text that starts with a character that cannot start one. Detail is the character.
	ReservedCharacter ProblemCode = "reserved-character"
	// TextAfterValue is something behind a quoted text or a bracket, such as `'a','b'`. Detail is its first character.
	TextAfterValue ProblemCode = "text-after-value"
	// StrayBracket is a closing bracket that nothing opened. Detail is the bracket.
	StrayBracket ProblemCode = "stray-bracket"
	// BadEscape is an escape sequence that YAML does not know, in double quotes. Detail is the sequence.
	BadEscape ProblemCode = "bad-escape"
	// ListInValue is "- " behind a key on the same line. Value is what follows.
	ListInValue ProblemCode = "list-in-value"
	// DuplicateKey is a key that stands twice in one map. Related is the first one.
	DuplicateKey ProblemCode = "duplicate-key"
	// KeyNotText is a key that is a number, a boolean, a list or a map. Detail is its type.
	KeyNotText ProblemCode = "key-not-text"
	// NotAMap is a file that is a list or a single text. Detail is "list" or the type of the scalar.
	NotAMap ProblemCode = "not-a-map"
	// SeveralDocuments is a second YAML document in the file. Place is the marker that starts it.
	SeveralDocuments ProblemCode = "several-documents"
	// UnknownTag is a tag that Flink's YAML parser does not know. Detail is the tag.
	UnknownTag ProblemCode = "unknown-tag"
	// BadTaggedValue is a value that does not fit its tag, such as "!!int x". Detail is the tag.
	BadTaggedValue ProblemCode = "bad-tagged-value"
	// UndefinedAlias is an alias without an anchor. Detail is its name.
	UndefinedAlias ProblemCode = "undefined-alias"
	// RecursiveAlias is an alias inside its own anchor. Detail is its name.
	RecursiveAlias ProblemCode = "recursive-alias"
	// TooManyAliases is a file with more aliases of lists and maps than Flink's YAML parser takes (50).
	TooManyAliases ProblemCode = "too-many-aliases"
	// TooDeep is a nesting that is deeper than anything that can be read.
	TooDeep ProblemCode = "too-deep"
	// SpecialCharacter is a control character or another one that YAML forbids. Detail names it, such as "U+000B".
	SpecialCharacter ProblemCode = "special-character"
	// BadDirective is a line that starts with "%" and is no directive Flink's YAML parser takes. Detail is the line.
	BadDirective ProblemCode = "bad-directive"
	// EntrypointOutput is a file that holds no configuration but the error output of the Docker image's start script.
	EntrypointOutput ProblemCode = "entrypoint-output"
	// NoConfigFile is a conf folder without the file that the version reads. Place is the mount, Detail the file's name.
	NoConfigFile ProblemCode = "no-config-file"
	// BadSyntax is a syntax error that fits no other code. Detail is the YAML parser's own words.
	BadSyntax ProblemCode = "bad-syntax"
)
