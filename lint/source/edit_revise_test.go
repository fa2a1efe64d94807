package source

import "testing"

// TestRevise makes several changes of one file at once.
func TestRevise(t *testing.T) {
	const text = "taskmanager:\n  memory:\n    network:\n      min: 1g # least\n      max: 512m\n    process:\n      size: 4g\n"
	d := Read("config.yaml", []byte(text), ConfigYAML)
	option := func(key string) Option {
		for _, o := range d.Parts[0].Options {
			if o.Key == "taskmanager.memory."+key {
				return o
			}
		}
		t.Fatalf("no %s", key)
		return Option{}
	}
	tests := []struct {
		name      string
		revisions []Revision
		want      string // "" where they cannot be made
	}{
		{"both of a block", []Revision{{Option: option("network.min"), Delete: true}, {Option: option("network.max"), Delete: true}},
			"taskmanager:\n  memory:\n    process:\n      size: 4g\n"},
		{"a value, a further option and an end", []Revision{
			{Option: option("network.min"), Delete: true},
			{Option: option("network.max"), Insert: "taskmanager.memory.network.fraction", Value: "0.2"},
			{Option: option("process.size"), Value: "5g"},
		}, "taskmanager:\n  memory:\n    network:\n      max: 512m\n      fraction: 0.2\n    process:\n      size: 5g\n"},
		{"one that is there", []Revision{
			{Option: option("network.max"), Insert: "taskmanager.memory.network.min", Value: "1m"}, {Option: option("process.size"), Value: "5g"},
		}, ""},
	}
	for _, tt := range tests {
		e, ok := d.Revise(tt.revisions)
		if !ok {
			if tt.want != "" {
				t.Errorf("%s: cannot be made", tt.name)
			}
			continue
		}
		got, err := d.Apply([]Edit{e})
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: %v\n%s", tt.name, err, got)
		}
	}
}
