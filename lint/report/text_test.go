package report

import (
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

func document(path, text string) *source.Document {
	return &source.Document{Path: path, Bytes: []byte(text), Lines: source.NewLines([]byte(text))}
}

// spanOf is where a text stands in a document.
func spanOf(d *source.Document, text string) source.Span {
	i := strings.Index(string(d.Bytes), text)
	return source.Span{Start: i, End: i + len(text)}
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("x", 100)
	tests := []struct {
		name, text string
		marks      []string // the first is the primary one; "text|label"
		width      int
		want       string
	}{
		{"plain", "a: b\n", []string{"b|here"}, 0, `
    1 | a: b
      |    ^ here
`},
		{"wide characters", "日本: 値\n", []string{"値|"}, 0, `
    1 | 日本: 値
      |       ^^
`},
		{"combining characters and emoji", "ke\u0301y👩‍👩‍👧: v\n", []string{"v|"}, 0, `
    1 | ke` + "\u0301" + `y👩‍👩‍👧: v
      |        ^
`},
		{"tabs", "\ta:\tb\n", []string{"b|"}, 0, `
    1 |     a:  b
      |         ^
`},
		{"CRLF and mark", "\ufeffa: b\r\nc: d\r\n", []string{"d|", "a|first"}, 0, `
    1 | a: b
      | - first
    2 | c: d
      |    ^
`},
		{"CR", "a: b\rc: d\r", []string{"d|"}, 0, `
    2 | c: d
      |    ^
`},
		{"gap", "a: 1\nb: 2\nc: 3\n", []string{"3|", "1|one"}, 0, `
    1 | a: 1
      |    - one
  ...
    3 | c: 3
      |    ^
`},
		{"two on a line", "a: 1 2\n", []string{"2|two", "1|one"}, 0, `
    1 | a: 1 2
      |    - one
      |      ^ two
`},
		{"empty span at the end", "a:\n", []string{"|value is missing"}, 0, `
    1 | a:
      | ^ value is missing
`},
		{"several lines", "a: |\n  b\n  c\n", []string{"|\n  b\n  c|"}, 0, `
    1 | a: |
      |    ^
`},
		{"control characters", "a: \x1b[31m\u202e\x00\xff\n", []string{"\x1b[31m|"}, 0, `
    1 | a: ␛[31m�␀�
      |    ^^^^^
`},
		{"large line numbers", strings.Repeat("\n", 12344) + "a: b\n", []string{"b|"}, 0, `
  12345 | a: b
        |    ^
`},
		{"cut at the end", "key: " + long, []string{"key|"}, 40, `
    1 | key: xxxxxxxxxxxxxxxxxxxxxxxxxx…
      | ^^^
`},
		{"cut at both ends", long + " value " + long, []string{"value|"}, 40, `
    1 | …xxxxxx value xxxxxxxxxxxxxxxxx…
      |         ^^^^^
`},
		{"cut at the start", long + ": value", []string{"value|"}, 40, `
    1 | …xxxxxxxxxxxxxxxxxxxxxxxx: value
      |                            ^^^^^
`},
		{"longer than the room", "k: " + long, []string{long + "|much"}, 40, `
    1 | k: xxxxxxxxxxxxxxxxxxxxxxxxxxxx…
      |    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ much
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := document("x", test.text)
			var marks []mark
			for i, m := range test.marks {
				cut := strings.LastIndexByte(m, '|')
				marks = append(marks, mark{spanOf(doc, m[:cut]), m[cut+1:], i == 0})
			}
			var b strings.Builder
			p := &printer{w: &b}
			p.excerpt(doc, marks, Style{Width: test.width})
			if got := "\n" + b.String(); got != test.want {
				t.Errorf("got:%s\nwant:%s", got, test.want)
			}
			for line := range strings.SplitSeq(b.String(), "\n") {
				if strings.HasSuffix(line, " ") {
					t.Errorf("%q ends with a space", line)
				}
			}
		})
	}
}

func TestText(t *testing.T) {
	conf := document("conf/flink-conf.yaml", "taskmanager.memory.process.size: 8g\n# comment\ntaskmanager.memory.flink.size: 4g\n")
	other := document("conf/other.yaml", "a: b\n")
	rule := &lint.Rule{ID: "jvm-overhead-out-of-range", Severity: lint.Error}
	finding := lint.Finding{
		Rule: rule, Severity: lint.Error, Place: source.Place{Document: conf}, Span: spanOf(conf, "8g"), Label: "Total Process Memory",
		Message: "JVM overhead of 3.75 GiB is above its maximum of 1 GiB",
		Sum:     "8 GiB (process.size) - 4 GiB (flink.size) - 256 MiB (JVM metaspace, default) = 3.75 GiB,\nbut Flink allows 192 MiB to 1 GiB",
		Help:    "remove one of the totals",
		Related: []lint.Related{
			{Place: source.Place{Document: conf}, Span: spanOf(conf, "4g"), Message: "Total Flink Memory"},
			{Place: source.Place{Document: other}, Span: spanOf(other, "b"), Message: "set here too"},
		},
		Fixes: []lint.Fix{{Title: "remove taskmanager.memory.flink.size", Safety: lint.Unsafe}},
	}
	second := lint.Finding{Rule: rule, Severity: lint.Warning, Place: source.Place{Document: other}, Span: spanOf(other, "a"), Message: "Second\x1b[2J"}
	result := &lint.Result{Findings: []lint.Finding{finding, second}, Files: 3}
	var b strings.Builder
	if err := Text(&b, result, Style{}); err != nil {
		t.Fatal(err)
	}
	const want = `conf/flink-conf.yaml:1:34: error: JVM overhead of 3.75 GiB is above its maximum of 1 GiB [jvm-overhead-out-of-range]
    1 | taskmanager.memory.process.size: 8g
      |                                  ^^ Total Process Memory
  ...
    3 | taskmanager.memory.flink.size: 4g
      |                                -- Total Flink Memory
   conf/other.yaml:1:4: note: set here too
   8 GiB (process.size) - 4 GiB (flink.size) - 256 MiB (JVM metaspace, default) = 3.75 GiB,
   but Flink allows 192 MiB to 1 GiB
   remove one of the totals
   fix: remove taskmanager.memory.flink.size
   why: flinkmem-lint rules jvm-overhead-out-of-range

conf/other.yaml:1:1: warning: Second␛[2J [jvm-overhead-out-of-range]
    1 | a: b
      | ^

1 error, 1 warning in 3 files
`
	if b.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", b.String(), want)
	}

	var colored strings.Builder
	if err := Text(&colored, result, Style{Color: true}); err != nil {
		t.Fatal(err)
	}
	if plain := withoutColors(colored.String()); plain != want {
		t.Errorf("with colours the text is another one:\n%s", plain)
	}
}

// withoutColors removes the escape sequences of colours.
func withoutColors(s string) string {
	var b strings.Builder
	for s != "" {
		before, rest, found := strings.Cut(s, "\x1b[")
		b.WriteString(before)
		if !found {
			break
		}
		_, s, _ = strings.Cut(rest, "m")
	}
	return b.String()
}

func TestJSON(t *testing.T) {
	doc := document("conf/flink-conf.yaml", "\ufeffä: 8g\r\n# <&>\r\nb: 4g\r\n")
	role := flink.TaskManager
	finding := lint.Finding{
		Rule: &lint.Rule{ID: "x-y"}, Severity: lint.Warning, Place: source.Place{Document: doc}, Span: spanOf(doc, "8g"),
		Message: "Too <big>", Sum: "8 g - 4 g = 4 g\n   4 g - 5 g = -1 g", Help: "remove it", Version: flink.MustVersion("1.20"), Role: &role,
		Related: []lint.Related{{Place: source.Place{Document: doc}, Span: spanOf(doc, "4g"), Message: "other"}, {Message: "nowhere"}},
		Fixes:   []lint.Fix{{Title: "halve it", Safety: lint.Safe, Edits: []source.Edit{{Document: doc, Span: spanOf(doc, "8g"), NewText: "4g"}}}},
	}
	var b strings.Builder
	if err := JSON(&b, &lint.Result{Findings: []lint.Finding{finding}, Files: 1}, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	const want = `{
  "schema": 1,
  "version": "1.2.3",
  "findings": [
    {
      "rule": "x-y",
      "severity": "warning",
      "message": "Too <big>. 8 g - 4 g = 4 g; 4 g - 5 g = -1 g. Remove it",
      "file": "conf/flink-conf.yaml",
      "flinkVersion": "1.20",
      "role": "taskmanager",
      "start": {
        "line": 1,
        "column": 4,
        "offset": 7
      },
      "end": {
        "line": 1,
        "column": 6,
        "offset": 9
      },
      "related": [
        {
          "message": "other",
          "file": "conf/flink-conf.yaml",
          "start": {
            "line": 3,
            "column": 4,
            "offset": 21
          },
          "end": {
            "line": 3,
            "column": 6,
            "offset": 23
          }
        }
      ],
      "fixes": [
        {
          "title": "halve it",
          "safety": "safe",
          "edits": [
            {
              "file": "conf/flink-conf.yaml",
              "start": {
                "line": 1,
                "column": 4,
                "offset": 7
              },
              "end": {
                "line": 1,
                "column": 6,
                "offset": 9
              },
              "newText": "4g"
            }
          ]
        }
      ]
    }
  ],
  "summary": {
    "files": 1,
    "errors": 0,
    "warnings": 1,
    "infos": 0,
    "ignored": 0,
    "baselined": 0
  }
}
`
	if b.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", b.String(), want)
	}
	b.Reset()
	if err := JSON(&b, &lint.Result{}, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"findings": [],`) {
		t.Errorf("no findings are written as %s", b.String())
	}
}
