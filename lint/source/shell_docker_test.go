package source

import (
	"slices"
	"strings"
	"testing"
)

func TestDockerRun(t *testing.T) {
	for _, test := range []struct {
		name, script string
		want         []string
	}{
		{"flags of all kinds", "docker run -dit --rm -p 8081:8081 -p8082:1 --name=tm --network n --memory 2g -e A=b --env FLINK_PROPERTIES='a: 1' -e DOTNET_x flink:1.20 taskmanager -Db=2\n",
			[]string{"tm <tm>; flink:1.20 1.20; TaskManager; limit 2 GiB <2g>; a=1; b=2"}},
		{"short forms", "sudo podman container run -m=1g --memory-reservation=512m flink:1.18 jobmanager; nerdctl create -tm3g apache/flink:2.0.1 taskmanager",
			[]string{"flink:1.18 <flink:1.18>; flink:1.18 1.18; JobManager; limit 1 GiB <1g>; limit 512 MiB <512m>", "apache/flink:2.0.1 <apache/flink:2.0.1>; apache/flink:2.0.1 2.0.1; TaskManager; limit 3 GiB <3g>"}},
		{"variables of the script", "TAG=1.20 MEM=2g\nexport FLINK_PROPERTIES=\"a: 1\nb: 2\"\ndocker run -m $MEM --env FLINK_PROPERTIES=\"${FLINK_PROPERTIES}\" \\\n  flink:${TAG} taskmanager\ndocker run -e FLINK_PROPERTIES flink:$TAG jobmanager\n",
			[]string{"flink:1.20 <flink:${TAG}>; flink:1.20 1.20; TaskManager; limit 2 GiB <$MEM>; a=1; b=2", "flink:1.20 <flink:$TAG>; flink:1.20 1.20; JobManager; a=1; b=2"}},
		{"variables that may be others", "if x; then\n  A=1g\nfi\nB=1g\nB=2g\nfor C in 1 2; do :; done\nC=3g\nD=$(y)\ndocker run -m $A flink:1.20 taskmanager\ndocker run -m $B flink:1.20 taskmanager\ndocker run -m $C flink:1.20 taskmanager\n" +
			"docker run -m ${D} flink:1.20 taskmanager\ndocker run -m ${E:-4g} -e FLINK_PROPERTIES=\"a: $1\" flink:1.20 taskmanager\n",
			[]string{"flink:1.20 <flink:1.20>; flink:1.20 1.20; TaskManager; limit ? <$A>", "flink:1.20 <flink:1.20>; flink:1.20 1.20; TaskManager; limit ? <$B>",
				"flink:1.20 <flink:1.20>; flink:1.20 1.20; TaskManager; limit ? <$C>", "flink:1.20 <flink:1.20>; flink:1.20 1.20; TaskManager; limit ? <${D}>",
				"flink:1.20 <flink:1.20>; flink:1.20 1.20; TaskManager; limit 4 GiB <${E:-4g}>; a=?"}},
		{"a variable of one command", "A=1g docker compose up\nB=1g\nB+=b\nexport C\nC=1g\ndocker run -m $A flink:1.20 taskmanager; docker run -m $B flink:1.20 taskmanager; docker run -m $C flink:1.20 taskmanager",
			[]string{"flink:1.20 <flink:1.20>; flink:1.20 1.20; TaskManager; limit ? <$A>", "flink:1.20 <flink:1.20>; flink:1.20 1.20; TaskManager; limit ? <$B>", "flink:1.20 <flink:1.20>; flink:1.20 1.20; TaskManager; limit ? <$C>"}},
		{"an image that is not known", "docker run -e FLINK_PROPERTIES='a: 1' \"$IMAGE\" taskmanager", []string{" <$IMAGE>; TaskManager; a=1"}},
		{"what nobody sees", "docker run -v $(pwd)/conf:/opt/flink/conf flink:1.20 taskmanager; docker run --env-file x flink:1.20 taskmanager; docker run -e FLINK_PROPERTIES flink:1.20 taskmanager",
			slices.Repeat([]string{"flink:1.20 <flink:1.20>; flink:1.20 1.20; TaskManager; open"}, 3)},
		{"another entrypoint", "docker run --entrypoint /opt/flink/bin/taskmanager.sh -e FLINK_PROPERTIES='a: 1' flink:1.20 start-foreground",
			[]string{"flink:1.20 <flink:1.20>; flink:1.20 1.20; TaskManager; entrypoint </opt/flink/bin/taskmanager.sh>; a=1"}},
		{"no process", "docker run flink:1.20\ndocker run flink:1.20 flink run x.jar\ndocker exec tm taskmanager\ndocker run -e FLINK_PROPERTIES='a: 1' -m\ndocker\ndocker run redis taskmanager\ndocker ps -a\n", nil},
	} {
		var got []string
		for _, w := range Read("x.sh", []byte(test.script), Shell).Workloads {
			got = append(got, workloadSummary(w))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %s\nwant %s", test.name, strings.Join(got, "\n     "), strings.Join(test.want, "\n     "))
		}
	}
}
