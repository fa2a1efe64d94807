#!/usr/bin/env python3
"""Get the jars that the oracle needs, for each Flink version, with mvn: `fetch.py [minor...]`.

Writes $ORACLE_CACHE/cp/<minor>.cp (one line, ':'-separated). The jars stay in $ORACLE_CACHE/repo, never in this repository.
"""
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CACHE = pathlib.Path(os.environ.get("ORACLE_CACHE", os.path.expanduser("~/.cache/flink-oracle")))
VERSIONS = json.load(open(HERE / "versions.json"))


def artifacts(minor):
    """(artifactId, version, group whose dependencies are left out); versions.json pins them: some modules' last patch is not on the registry."""
    for spec in VERSIONS[minor]["jars"]:
        art, ver = spec.split(":")
        if art.startswith("flink-runtime"):
            yield art, ver, None
        elif art.startswith("flink-statebackend-"):
            yield art, ver, "org.apache.flink"  # its native library's classes are needed to load its options
        else:
            yield art, ver, "*"


def pom(minor):
    d = []
    for art, ver, cut in artifacts(minor):
        ex = f"<exclusions><exclusion><groupId>{cut}</groupId><artifactId>*</artifactId></exclusion></exclusions>" if cut else ""
        d.append(f"<dependency><groupId>org.apache.flink</groupId><artifactId>{art}</artifactId><version>{ver}</version>{ex}</dependency>")
    # java.util.logging binding, so that the runner can capture Flink's own log lines; commons-cli for BashJavaUtils
    slf4j = VERSIONS[minor].get("slf4j", "1.7.36")
    d.append(f"<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>{slf4j}</version></dependency>")
    d.append(f"<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-jdk14</artifactId><version>{slf4j}</version></dependency>")
    return ("<project><modelVersion>4.0.0</modelVersion>"
            "<groupId>oracle</groupId><artifactId>cp</artifactId><version>1</version><packaging>pom</packaging>\n<dependencies>\n"
            + "\n".join(d) + "\n</dependencies></project>\n")


def main():
    want = sys.argv[1:] or list(VERSIONS)
    (CACHE / "cp").mkdir(parents=True, exist_ok=True)
    bad = []
    for minor in want:
        full = VERSIONS[minor]["version"]
        out = CACHE / "cp" / f"{minor}.cp"
        work = CACHE / "pom" / minor
        work.mkdir(parents=True, exist_ok=True)
        text = pom(minor)
        p = work / "pom.xml"
        if out.exists() and p.exists() and p.read_text() == text and all(os.path.exists(j) for j in out.read_text().strip().split(":")):
            print(minor, full, "cached"); continue
        p.write_text(text)
        r = subprocess.run(["mvn", "-B", "-q", f"-Dmaven.repo.local={CACHE}/repo", "dependency:build-classpath", f"-Dmdep.outputFile={out}"],
                           cwd=work, capture_output=True, text=True)
        if r.returncode:
            bad.append(minor)
            print(minor, full, "FAILED"); print((r.stdout + r.stderr)[-1500:])
            out.unlink(missing_ok=True)
        else:
            print(minor, full, "ok", len(out.read_text().split(":")), "jars", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
