package report

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

// What GitHub takes in one file, and refuses if there is more. Of the results it shows 5,000.
const (
	MaxSARIFResults = 25_000
	MaxSARIFBytes   = 10_000_000 // compressed with gzip
)

const (
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	// homepage is where the program comes from.
	homepage = "https://github.com/flinkmem/flinkmem-lint"
	// category tells the findings from those that other programs send to GitHub; what follows the slash would name a single run.
	category = "flinkmem-lint/"
)

// SARIFRun is what a SARIF file says besides the findings.
type SARIFRun struct {
	Version string       // the program's
	Rules   []*lint.Rule // all of them, also those without findings
	// Levels are what the call and the configuration make of them.
	Levels   []lint.RuleLevel
	Settings RunSettings
	Locate   Locator
}

// RunSettings are the parts of the call that change what is found.
type RunSettings struct {
	Kind         string `json:"kind,omitempty"`
	FlinkVersion string `json:"flinkVersion,omitempty"`
	NoIgnore     bool   `json:"noIgnore,omitempty"`
	Baseline     string `json:"baseline,omitempty"`
}

// SARIFSize is how much of a result is in a SARIF file.
type SARIFSize struct {
	LeftOut    int   // findings that are not in it, because there are too many
	Compressed int64 // bytes, with gzip; 0 for a file that is far from GitHub's limit
}

// SARIF writes a result as a SARIF 2.1.0 file with no more results than GitHub takes. What is silenced or in the baseline is not
// in it: GitHub shows suppressed results as open ones.
func SARIF(w io.Writer, r *lint.Result, run SARIFRun) (SARIFSize, error) {
	const small = 2000 // results of some KiB each
	if len(r.Findings) <= small {
		left, err := writeSARIF(w, r, run, MaxSARIFResults)
		return SARIFSize{LeftOut: left}, err
	}
	var compressed counter
	zip := gzip.NewWriter(&compressed)
	left, err := writeSARIF(io.MultiWriter(w, zip), r, run, MaxSARIFResults)
	return SARIFSize{left, int64(compressed)}, errors.Join(err, zip.Close())
}

// counter counts the bytes that are written to it.
type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

func writeSARIF(w io.Writer, r *lint.Result, run SARIFRun, most int) (leftOut int, err error) {
	p := &printer{w: w}
	s := &sarif{run: run, index: map[string]int{}, prints: newFingerprints(run.Locate)}
	for i, rule := range run.Rules {
		s.index[rule.ID] = i
	}
	leftOut = max(0, len(r.Findings)-most)
	p.print("{\n  \"$schema\": ", p.json(sarifSchema, ""), ",\n  \"version\": \"2.1.0\",\n  \"runs\": [\n    {\n")
	field := func(name string, value any) { p.print("      \"", name, "\": ", p.json(value, "      "), ",\n") }
	field("tool", map[string]sarifDriver{"driver": s.driver()})
	field("automationDetails", map[string]string{"id": category})
	field("invocations", []sarifInvocation{s.invocation(r, leftOut)})
	field("columnKind", "utf16CodeUnits")
	field("newlineSequences", []string{"\r\n", "\n", "\r"})
	field("defaultEncoding", "UTF-8")
	field("artifacts", s.artifacts(r))
	p.print("      \"results\": [")
	first := true
	for i, kept := range worst(r.Findings, most) {
		if !kept {
			continue
		}
		if !first {
			p.print(",")
		}
		first = false
		p.print("\n        ", p.json(s.result(&r.Findings[i]), "        "))
	}
	if !first {
		p.print("\n      ")
	}
	p.print("]\n    }\n  ]\n}\n")
	return leftOut, p.err
}

// worst chooses the findings to keep where there may be at most so many: the worst ones, and of the same severity the first.
func worst(findings []lint.Finding, most int) []bool {
	kept := make([]bool, len(findings))
	for severity := lint.Error; severity > lint.Off; severity-- {
		for i := range findings {
			if most > 0 && findings[i].Severity == severity {
				kept[i] = true
				most--
			}
		}
	}
	return kept
}

// sarif turns what was found into SARIF's shapes.
type sarif struct {
	run    SARIFRun
	index  map[string]int // of the rules, by id
	prints *fingerprints
}

// The kinds of things that are said of a run itself.
const (
	noticeNotRead = iota
	noticeLeftOut
)

func (s *sarif) driver() sarifDriver {
	version := semanticVersion(s.run.Version)
	d := sarifDriver{
		Name: "flinkmem-lint", FullName: "flinkmem-lint " + s.run.Version, Version: version, SemanticVersion: version, InformationURI: homepage,
		Notifications: []sarifNotification{
			noticeNotRead: {
				"file-not-read", "FileNotRead", sarifMessage{Text: "A file could not be checked."},
				sarifMessage{Text: "A file could not be read, or not be checked in full. What is said of the others holds."},
				sarifMessage{Text: "Make the file readable, or leave it out: exclude in " + lint.ConfigName + "."},
				sarifConfiguration{Level: "error"},
			},
			noticeLeftOut: {
				"results-left-out", "ResultsLeftOut", sarifMessage{Text: "There are more findings than a file may have."},
				sarifMessage{Text: "GitHub refuses a run with more results. The ones of the lowest severity are not in this file."},
				sarifMessage{Text: "Check the folders one by one, or accept what is there with --write-baseline."},
				sarifConfiguration{Level: "warning"},
			},
		},
	}
	for _, rule := range s.run.Rules {
		d.Rules = append(d.Rules, sarifRuleOf(rule))
	}
	return d
}

var semver = regexp.MustCompile(`^v?((?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)$`)

// semanticVersion is a version as semver.org has it. That of a build without a release comes before all releases.
func semanticVersion(version string) string {
	if m := semver.FindStringSubmatch(version); m != nil {
		return m[1]
	}
	return "0.0.0-" + regexp.MustCompile(`[^0-9A-Za-z-]+`).ReplaceAllString(version, "-")
}

func sarifRuleOf(r *lint.Rule) sarifRule {
	var text, markdown strings.Builder
	Rule(&text, r, Style{})
	RuleHelp(&markdown, r)
	severity := r.Severity.String()
	if r.Severity == lint.Info {
		severity = "recommendation"
	}
	tags := []string{"flink", "memory", string(r.Doc.Dialect())}
	if r.Doc.Heuristic {
		tags = append(tags, "heuristic")
	}
	return sarifRule{
		ID: r.ID, Name: pascalCase(r.ID),
		ShortDescription: sarifMessage{Text: fullStop(r.Doc.Title)}, FullDescription: sarifMessage{Text: shortened(r.Doc.Why, maxDescription)},
		Help: sarifMessage{text.String(), markdown.String()}, HelpURI: RulePageURL(r),
		DefaultConfiguration: sarifConfiguration{Level: sarifLevel(r.Severity)},
		Properties:           sarifRuleProperties{tags, precision(r), severity},
	}
}

// pascalCase is a rule's id as some viewers want a name: GitHub takes a name only where it differs from the id.
func pascalCase(id string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(id, "-") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// precision is how often a finding of a rule is right: Flink was asked about errors, and a heuristic cannot be sure.
func precision(r *lint.Rule) string {
	switch {
	case r.Doc.Heuristic:
		return "medium"
	case r.Severity == lint.Error:
		return "very-high"
	}
	return "high"
}

func sarifLevel(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "error"
	case lint.Warning:
		return "warning"
	case lint.Info:
		return "note"
	}
	return "none"
}

// maxDescription is how long a rule's description may be for GitHub, in characters.
const maxDescription = 1024

// shortened is a text of at most so many characters: whole sentences of it, if one fits.
func shortened(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return fullStop(text)
	}
	cut := string(runes[:most])
	if end := strings.LastIndex(cut, ". "); end > 0 {
		return cut[:end+1]
	}
	return string(runes[:most-1]) + ellipsis
}

func fullStop(text string) string {
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
}

func (s *sarif) invocation(r *lint.Result, leftOut int) sarifInvocation {
	in := sarifInvocation{ExecutionSuccessful: len(r.Failures) == 0, Notices: []sarifNotice{}}
	for _, level := range s.run.Levels {
		c := sarifConfiguration{Level: sarifLevel(level.Severity)}
		if level.Severity == lint.Off {
			off := false
			c = sarifConfiguration{Enabled: &off}
		}
		for name, value := range level.Settings {
			if c.Parameters == nil {
				c.Parameters = map[string]any{}
			}
			if size, ok := value.(flink.Size); ok {
				value = size.Config()
			}
			c.Parameters[name] = value
		}
		in.Overrides = append(in.Overrides, sarifOverride{s.reference(level.Rule), c})
	}
	for _, failure := range r.Failures {
		in.Notices = append(in.Notices, sarifNotice{
			Descriptor: sarifReference{"file-not-read", noticeNotRead}, Level: "error", Message: sarifMessage{Text: fullStop(failure.Err.Error())},
			Locations: []sarifLocation{{PhysicalLocation: sarifPhysicalLocation{ArtifactLocation: s.artifact(failure.Path)}}},
		})
	}
	if leftOut > 0 {
		in.Notices = append(in.Notices, sarifNotice{
			Descriptor: sarifReference{"results-left-out", noticeLeftOut}, Level: "warning",
			Message: sarifMessage{Text: fmt.Sprintf("%s of the lowest severities left out.", plural(leftOut, "finding"))},
		})
	}
	in.Properties = &sarifSettings{RunSettings: s.run.Settings, Configs: []string{}, Ignored: r.Ignored, Baselined: r.Baselined}
	for _, name := range r.Configs {
		in.Properties.Configs = append(in.Properties.Configs, s.inside(name))
	}
	if b := s.run.Settings.Baseline; b != "" {
		in.Properties.Baseline = s.inside(b)
	}
	return in
}

// inside is the name of a file of the repository. Of one outside only its last part is said: nobody else has the folder.
func (s *sarif) inside(name string) string {
	located := s.run.Locate(name)
	if path.IsAbs(located) || hasDrive(located) {
		return path.Base(located)
	}
	return located
}

func (s *sarif) reference(r *lint.Rule) sarifReference { return sarifReference{r.ID, s.index[r.ID]} }

// artifacts are the files that were checked.
func (s *sarif) artifacts(r *lint.Result) []sarifArtifact {
	all := make([]sarifArtifact, 0, len(r.Paths))
	for _, name := range r.Paths {
		all = append(all, sarifArtifact{s.artifact(name), []string{"analysisTarget"}})
	}
	slices.SortFunc(all, func(a, b sarifArtifact) int { return strings.Compare(a.Location.URI, b.Location.URI) })
	return slices.CompactFunc(all, func(a, b sarifArtifact) bool { return a.Location == b.Location })
}

func (s *sarif) artifact(name string) sarifArtifactLocation {
	return sarifArtifactLocation{uriOf(s.run.Locate(name))}
}
