package report

import (
	"net/url"
	"testing"
)

func TestURIs(t *testing.T) {
	for _, test := range []struct{ name, want string }{
		{"conf/flink-conf.yaml", "conf/flink-conf.yaml"},
		{"a b/ü.yaml", "a%20b/%C3%BC.yaml"},
		{"😀", "%F0%9F%98%80"},
		{"100%/#1?x", "100%25/%231%3Fx"},
		{"[a]{b}|^`<>\"", "%5Ba%5D%7Bb%7D%7C%5E%60%3C%3E%22"},
		{`a\b`, "a%5Cb"},
		{"a:b/c:d", "a%3Ab/c%3Ad"},
		{"not utf-8 \xff", "not%20utf-8%20%FF"},
		{"line\nend\t", "line%0Aend%09"},
		{"~a_b-c.d!$&'()*+,;=@", "~a_b-c.d!$&'()*+,;=@"},
		{"../up", "../up"},
		{"<stdin>", "%3Cstdin%3E"},
		{"/etc/flink conf", "file:///etc/flink%20conf"},
		{"/a:b", "file:///a:b"},
		{"C:/flink/a b.yaml", "file:///C:/flink/a%20b.yaml"},
		{"c:relative", "c%3Arelative"},
		{"//server/share/x y", "file://server/share/x%20y"},
	} {
		got := uriOf(test.name)
		if got != test.want {
			t.Errorf("%q: got %s, want %s", test.name, got, test.want)
		}
		parsed, err := url.Parse(got)
		if err != nil {
			t.Errorf("%q: %v", test.name, err)
		} else if parsed.Scheme == "" && parsed.Path != test.name {
			t.Errorf("%q: it is read as %q", test.name, parsed.Path)
		}
	}
}
