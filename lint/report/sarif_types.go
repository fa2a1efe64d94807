package report

// The shapes of SARIF 2.1.0, as far as they are used here. Lines and columns count from 1, columns in UTF-16 code units; ends
// are exclusive.
type (
	sarifMessage struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifRule struct {
		ID                   string              `json:"id"`
		Name                 string              `json:"name"`
		ShortDescription     sarifMessage        `json:"shortDescription"`
		FullDescription      sarifMessage        `json:"fullDescription"`
		Help                 sarifMessage        `json:"help"`
		HelpURI              string              `json:"helpUri"`
		DefaultConfiguration sarifConfiguration  `json:"defaultConfiguration"`
		Properties           sarifRuleProperties `json:"properties"`
	}
	sarifRuleProperties struct {
		Tags      []string `json:"tags"`
		Precision string   `json:"precision"`
		Severity  string   `json:"problem.severity"`
	}
	sarifConfiguration struct {
		Enabled    *bool          `json:"enabled,omitempty"`
		Level      string         `json:"level,omitempty"`
		Parameters map[string]any `json:"parameters,omitempty"`
	}
	sarifReference struct {
		ID    string `json:"id"`
		Index int    `json:"index"`
	}
	sarifDriver struct {
		Name            string              `json:"name"`
		FullName        string              `json:"fullName"`
		Version         string              `json:"version"`
		SemanticVersion string              `json:"semanticVersion"`
		InformationURI  string              `json:"informationUri"`
		Notifications   []sarifNotification `json:"notifications"`
		Rules           []sarifRule         `json:"rules"`
	}
	// sarifNotification describes a kind of thing that is said of the run itself.
	sarifNotification struct {
		ID                   string             `json:"id"`
		Name                 string             `json:"name"`
		ShortDescription     sarifMessage       `json:"shortDescription"`
		FullDescription      sarifMessage       `json:"fullDescription"`
		Help                 sarifMessage       `json:"help"`
		DefaultConfiguration sarifConfiguration `json:"defaultConfiguration"`
	}
	sarifNotice struct {
		Descriptor sarifReference  `json:"descriptor"`
		Level      string          `json:"level"`
		Message    sarifMessage    `json:"message"`
		Locations  []sarifLocation `json:"locations,omitempty"`
	}
	sarifOverride struct {
		Descriptor    sarifReference     `json:"descriptor"`
		Configuration sarifConfiguration `json:"configuration"`
	}
	sarifInvocation struct {
		ExecutionSuccessful bool            `json:"executionSuccessful"`
		Overrides           []sarifOverride `json:"ruleConfigurationOverrides,omitempty"`
		Notices             []sarifNotice   `json:"toolExecutionNotifications"`
		Properties          *sarifSettings  `json:"properties,omitempty"`
	}
	sarifSettings struct {
		RunSettings
		Configs   []string `json:"configurationFiles"`
		Ignored   int      `json:"ignored"`
		Baselined int      `json:"baselined"`
	}
	sarifArtifact struct {
		Location sarifArtifactLocation `json:"location"`
		Roles    []string              `json:"roles"`
	}
	sarifArtifactLocation struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
	sarifPhysicalLocation struct {
		ArtifactLocation sarifArtifactLocation `json:"artifactLocation"`
		Region           *sarifRegion          `json:"region,omitempty"`
	}
	sarifLocation struct {
		ID               int                   `json:"id,omitempty"`
		PhysicalLocation sarifPhysicalLocation `json:"physicalLocation"`
		Message          *sarifMessage         `json:"message,omitempty"`
	}
	sarifCodeFlow struct {
		ThreadFlows []sarifThreadFlow `json:"threadFlows"`
	}
	sarifThreadFlow struct {
		Locations []sarifThreadFlowLocation `json:"locations"`
	}
	sarifThreadFlowLocation struct {
		Location sarifLocation `json:"location"`
	}
	sarifFix struct {
		Description sarifMessage       `json:"description"`
		Changes     []sarifChange      `json:"artifactChanges"`
		Properties  sarifFixProperties `json:"properties"`
	}
	sarifFixProperties struct {
		Safety string `json:"safety"`
	}
	sarifChange struct {
		ArtifactLocation sarifArtifactLocation `json:"artifactLocation"`
		Replacements     []sarifReplacement    `json:"replacements"`
	}
	sarifReplacement struct {
		DeletedRegion   sarifRegion   `json:"deletedRegion"`
		InsertedContent *sarifMessage `json:"insertedContent,omitempty"`
	}
	sarifResult struct {
		RuleID           string                `json:"ruleId"`
		RuleIndex        int                   `json:"ruleIndex"`
		Level            string                `json:"level"`
		Message          sarifMessage          `json:"message"`
		Locations        []sarifLocation       `json:"locations"`
		Fingerprints     sarifFingerprints     `json:"partialFingerprints"`
		RelatedLocations []sarifLocation       `json:"relatedLocations,omitempty"`
		CodeFlows        []sarifCodeFlow       `json:"codeFlows,omitempty"`
		Fixes            []sarifFix            `json:"fixes,omitempty"`
		Properties       sarifResultProperties `json:"properties"`
	}
	sarifFingerprints struct {
		Own  string `json:"flinkmemLint/v1"`
		Line string `json:"primaryLocationLineHash"`
	}
	sarifResultProperties struct {
		FlinkVersion string `json:"flinkVersion"`
		Role         string `json:"role,omitempty"`
	}
)
