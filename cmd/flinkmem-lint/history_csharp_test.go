package main

import (
	"strconv"
	"strings"
)

// appHosts are app hosts that give FLINK_PROPERTIES to a container of flink:2.0.0, in each way in which C# writes a text.
func appHosts(properties, role string) map[string]string {
	lines := strings.Split(strings.TrimSpace(properties), "\n")
	indented := func(indent string) string { return indent + strings.Join(lines, "\n"+indent) }
	var sum, items []string
	for _, l := range lines {
		sum = append(sum, strconv.Quote(l+"\n"))
		items = append(items, strconv.Quote(l))
	}
	host := func(before, value string) string {
		return "var builder = DistributedApplication.CreateBuilder(args);\n" + before +
			"var " + role + " = builder.AddContainer(\"" + role + "\", \"flink\", \"2.0.0\")\n" +
			"    .WithHttpEndpoint(port: 8081, targetPort: 8081)\n" +
			"    .WithEnvironment(\"JOB_MANAGER_RPC_ADDRESS\", \"jobmanager\")\n" +
			"    .WithEnvironment(\"FLINK_PROPERTIES\", " + value + ")\n" +
			"    .WithArgs(\"" + role + "\");\nbuilder.Build().Run();\n"
	}
	raw := "\"\"\"\n" + indented("        ") + "\n        \"\"\""
	return map[string]string{
		"plain":        host("", strconv.Quote(strings.Join(lines, "\n"))),
		"escapes":      host("", `"`+strings.ReplaceAll(strings.ReplaceAll(strings.Join(lines, `\u000a`), ".", `\x002E`), "m", `\U0000006D`)+`"`),
		"verbatim":     host("", "@\"\n"+indented("    ")+"\n\""),
		"raw":          host("", raw),
		"raw, CRLF":    strings.ReplaceAll(host("", raw), "\n", "\r\n"),
		"sum":          host("", strings.Join(sum, " +\n        ")),
		"list":         host("", "string.Join(\"\\n\",\n        ["+strings.Join(items, ",\n        ")+"])"),
		"interpolated": host("const string Role = \""+role+"\";\n", "$\"\"\"\n"+strings.ReplaceAll(indented("    "), role+".", "{Role}.")+"\n    \"\"\""),
		"constant":     host("const string Properties = "+strconv.Quote(strings.Join(lines, "\n"))+";\n", "Properties"),
	}
}
