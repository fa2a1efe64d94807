package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// MaxGitHubSummary is how many bytes the summary of a step may have. GitHub shows nothing of a longer one.
const MaxGitHubSummary = 1 << 20

// GitHubSummary is a result in Markdown for the summary of a job: a table of the findings, the worst first, and the memory of
// each process that has some. It has at most so many bytes as there is room for, and says what is left out.
func GitHubSummary(r *lint.Result, locate Locator, words Wording, room int) string {
	s := &summary{room: room - summaryReserve}
	if !s.add("## flinkmem-lint\n\n" + Summary(r) + "\n") {
		return ""
	}
	for _, failure := range r.Failures {
		s.add("\n**Not checked:** " + markdownCell(locate(failure.Path)+": "+failure.Err.Error()) + "\n")
	}
	s.findings(r.Findings, locate)
	s.pictures(memoriesOf(r.Findings, words), locate)
	return s.String() + "\n"
}

const (
	// summaryReserve is kept for the sentences about what is left out.
	summaryReserve = 400
	// pictureWidth is what fits into the summary's column, in characters.
	pictureWidth = 100
)

// summary grows until there is no room left.
type summary struct {
	strings.Builder
	room int
}

// add adds a text if there is room for it.
func (s *summary) add(text string) bool {
	if s.Len()+len(text) > s.room {
		return false
	}
	s.WriteString(text)
	return true
}

func (s *summary) findings(findings []lint.Finding, locate Locator) {
	if len(findings) == 0 {
		return
	}
	all, left := s.room, 0
	s.room = all * 2 / 3 // the rest is for pictures
	fits := s.add("\n| severity | place | finding | rule |\n|---|---|---|---|\n")
	for _, f := range worstFirst(findings) {
		at := placeName(f.Place.Document, f.Span, locate)
		rule := fmt.Sprintf("[%s](%s)", f.Rule.ID, RulePageURL(f.Rule))
		if !fits || left > 0 || !s.add(fmt.Sprintf("| %v | %s | %s | %s |\n", f.Severity, markdownCell(at), markdownCell(fullMessage(f)), rule)) {
			left++
		}
	}
	s.room = all
	if left > 0 {
		fmt.Fprintf(s, "\n%s not shown, because GitHub takes no longer summary.\n", plural(left, "finding"))
	}
}

func (s *summary) pictures(all []Memory, locate Locator) {
	left := 0
	for i := range all {
		m := &all[i]
		m.File = locate(m.File)
		var b strings.Builder
		b.WriteString("\n")
		MemoryText(&b, all[i:i+1], Style{Width: pictureWidth}) // a Builder does not fail
		if left > 0 || !s.add("\n"+fence("text", strings.TrimPrefix(b.String(), "\n"))) {
			left++
		}
	}
	if left > 0 {
		fmt.Fprintf(s, "\nThe memory of %s not shown, because GitHub takes no longer summary.\n", plural(left, "more place"))
	}
}

// memoriesOf are the memory of the processes that have findings, in the order of these.
func memoriesOf(findings []lint.Finding, words Wording) []Memory {
	var clusters []*source.Cluster
	roles := map[*source.Cluster]map[flink.Role]bool{}
	for i := range findings {
		f := &findings[i]
		for _, c := range f.Clusters() {
			if c.Example() {
				continue
			}
			if roles[c] == nil {
				roles[c] = map[flink.Role]bool{}
				clusters = append(clusters, c)
			}
			for _, p := range c.Shown() {
				if f.Role == nil || *f.Role == p.Role {
					roles[c][p.Role] = true
				}
			}
		}
	}
	var all []Memory
	for _, c := range clusters {
		m := MemoryOf(c, words)
		if !roles[c][flink.JobManager] {
			m.JobManager = nil
		}
		if !roles[c][flink.TaskManager] {
			m.TaskManager = nil
		}
		if m.JobManager != nil || m.TaskManager != nil {
			all = append(all, m)
		}
	}
	return slices.Clip(all)
}

var escapeCell = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "$", "&#36;", "@", "&#64;",
	"\n", " ",
)

// markdownCell is a text that may hold anything, in a cell of a table on GitHub: without formulas and mentions.
func markdownCell(text string) string { return escapeCell.Replace(visible(oneLine(text))) }
