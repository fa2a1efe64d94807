#!/usr/bin/env python3
"""Asks the real .NET runtime: ask.py DIR < cases > answers, both one JSON object a line. DIR is where oracle.sh installed it.

A case has an "id", "environment" (variables by name), "runtimeconfig" (what stands under configProperties, each value as the
text of its JSON, or null), "limit" (the memory limit of the container in bytes, or null), and may have "cpus" (how many processors
the process may use). Its answer adds "answer": {"limit", "serverGC", "heaps"}, the heap's hard limit being null where nothing limits
it, or {"refused": true} where the runtime does not start.

A container limit is a memory cgroup made for the one process, which takes root and a cgroup that can be written to. Where
that is not possible the cases with a limit are left out, and said to be. The first line of the output is about the
machine: {"machine": {"memory", "cpus", "runtime"}}."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CGROUPS = pathlib.Path("/sys/fs/cgroup")
FRAMEWORK = {"tfm": "net8.0", "framework": {"name": "Microsoft.NETCore.App", "version": "8.0.0"}}
OURS = ("DOTNET_", "COMPLUS_")


class Limits:
    """Memory cgroups, of either version."""

    def __init__(self):
        v1 = CGROUPS / "memory"
        self.base, self.file = (v1, "memory.limit_in_bytes") if (v1 / "memory.limit_in_bytes").exists() else (CGROUPS, "memory.max")
        self.group = self.base / f"flinkmem-dotnet-{os.getpid()}"
        try:
            if self.base == CGROUPS and "memory" not in (CGROUPS / "cgroup.subtree_control").read_text().split():
                (CGROUPS / "cgroup.subtree_control").write_text("+memory")
            self.group.mkdir()
            (self.group / self.file).write_text(str(256 << 20))
            self.possible = True
        except OSError as error:
            self.possible, self.why = False, error

    def enter(self, limit):
        (self.group / self.file).write_text(str(limit))
        return lambda: (self.group / "cgroup.procs").write_text(str(os.getpid()))

    def close(self):
        try:
            self.group.rmdir()
        except OSError:
            pass


def ask(python, case, limits):
    environment = {k: v for k, v in os.environ.items() if not k.upper().startswith(OURS)}
    environment |= {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"} | case["environment"]
    properties = ""
    if case["runtimeconfig"] is not None:
        written = ", ".join(f"{json.dumps(k)}: {v}" for k, v in case["runtimeconfig"].items())  # numbers as they are written
        properties = f', "configProperties": {{{written}}}'
    with tempfile.NamedTemporaryFile("w", suffix=".runtimeconfig.json") as f:
        f.write(f'{{"runtimeOptions": {json.dumps(FRAMEWORK)[:-1]}{properties}}}}}')
        f.flush()
        join = limits.enter(case["limit"]) if case["limit"] else None

        def enter():
            if join:
                join()
            if case.get("cpus"):
                os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: case["cpus"]])

        try:
            done = subprocess.run([python, HERE / "probe.py", f.name], env=environment, capture_output=True, text=True, timeout=120, preexec_fn=enter)
        except subprocess.TimeoutExpired:
            return {"refused": True, "how": "no answer"}
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        return {"refused": True, "how": (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1][:120]}
    return json.loads(lines[-1])


def main():
    python = pathlib.Path(sys.argv[1], "venv", "bin", "python")
    limits = Limits()
    free = ask(python, {"environment": {}, "runtimeconfig": None, "limit": None}, limits)
    if "refused" in free:
        sys.exit(f"the runtime does not start at all: {free['how']}")
    memory = free["available"]
    print(json.dumps({"machine": {"memory": memory, "cpus": len(os.sched_getaffinity(0)), "runtime": free["runtime"]}}), flush=True)
    left_out = 0
    for line in sys.stdin:
        case = json.loads(line)
        if case["limit"] and not limits.possible:
            left_out += 1
            continue
        a = ask(python, case, limits)
        if "refused" not in a:
            # a default limit is not among the GC's settings, but in what is available
            limited = a["hardLimit"] > 0 or case["limit"]
            a = {"limit": (a["hardLimit"] or a["available"]) if limited else None, "serverGC": a["serverGC"], "heaps": a["heaps"]}
        print(json.dumps(case | {"answer": a}), flush=True)
    limits.close()
    if left_out:
        print(f"left out {left_out} cases with a container limit: {limits.why}", file=sys.stderr)


main()
