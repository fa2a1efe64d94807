#!/usr/bin/env python3
"""Merge the scans of all versions ($ORACLE_CACHE/cat/<minor>.jsonl, from `Oracle catalogue`) into ../data."""
import json
import os
import pathlib
import re

import embed
from catalogue_rules import MEMORY, MIGRATION, NOT_CLUSTER, PATCHES, PREFIXES, RELATIVE, SHELL

HERE = pathlib.Path(__file__).resolve().parent
CACHE = pathlib.Path(os.environ.get("ORACLE_CACHE", os.path.expanduser("~/.cache/flink-oracle")))
VERSIONS = json.loads((HERE / "versions.json").read_text())
V = list(VERSIONS)


def ranges(per):
    """{version: value} -> [{from, to, value}] over consecutive versions with one value."""
    out = []
    for v in V:
        if v not in per:
            continue
        if out and out[-1]["value"] == per[v] and V.index(out[-1]["to"]) == V.index(v) - 1:
            out[-1]["to"] = v
        else:
            out.append({"from": v, "to": v, "value": per[v]})
    return out


def spans(versions):
    return [{"from": r["from"], "to": r["to"]} for r in ranges(dict.fromkeys(versions, True))]


def full_key(cls, record):
    """The key as a configuration file spells it; None for what does not belong there."""
    key = record["key"]
    if cls in NOT_CLUSTER and not key.startswith(("table.", "yarn.")) or cls == "SingleSessionManager":
        return None
    if cls not in RELATIVE:
        return key
    prefix = RELATIVE[cls]
    if prefix is None:
        return key if key.startswith("table.") else None
    whole = cls in ("MetricOptions", "SecurityOptions", "TraceOptions", "EventOptions") and "." in key and key not in (
        "factory.class", "filter.includes", "filter.excludes", "scope.delimiter", "scope.variables.excludes", "scope.variables.additional")
    if whole or key.startswith(prefix.split("<")[0]):
        return key
    record["fallback"] = []
    return prefix + key


def rank(record):
    """Of a key that is declared twice, the declaration counts that is not deprecated, else the public one of flink-core."""
    return (not (record.get("deprecatedField") or record.get("deprecatedClass")), record.get("public", True), record["jar"].startswith("flink-core"))


class Scans:
    """All scans, by key and version."""

    def __init__(self):
        self.options = {}    # key -> {version: record}
        self.module = {}     # key -> the module that declares it
        self.replaced = {}   # fallback key -> {option: {version: deprecated?}}
        self.constants = set()  # keys that are only string constants
        for v in V:
            for line in open(CACHE / "cat" / f"{v}.jsonl", encoding="utf-8"):
                self.add(v, json.loads(line))

    def add(self, v, record):
        cls = record["class"].split(".")[-1].split("$")[0]
        if record["kind"] == "constant":
            if cls == "ConfigConstants" and re.fullmatch(r"[a-z][\w-]*(\.[A-Za-z][\w-]*)+", record["key"] or ""):
                self.constants.add(record["key"])
            return
        key = full_key(cls, record)
        if key is None:
            return
        self.module[key] = re.sub(r"(_2\.1[12])?-\d.*$", "", record["jar"])
        old = self.options.setdefault(key, {}).get(v)
        if old is None or rank(record) > rank(old):
            self.options[key][v] = record
        for f in record.get("fallback", []):
            by_version = self.replaced.setdefault(f["key"], {}).setdefault(key, {})
            by_version[v] = f["deprecated"] or by_version.get(v, False)

    def missing(self, key, v):
        return self.module.get(key) in VERSIONS[v].get("missing", [])

    def unknown(self, key, v):
        """Nothing is known of the version, and it lies beside one that has the option."""
        per, i = self.options[key], V.index(v)

        def scanned(versions):
            return next((w for w in versions if w in per or not self.missing(key, w)), None)
        return v not in per and self.missing(key, v) and (scanned(reversed(V[:i])) in per or scanned(V[i + 1:]) in per)

    def fill(self, key):
        """Where the option's module could not be had, take it as there when both neighbours have it."""
        per = self.options[key]
        for i, v in enumerate(V):
            later = [w for w in V[i + 1:] if w in per]
            if v in per or not i or V[i - 1] not in per or not later:
                continue
            if all(self.missing(key, w) for w in V[i:V.index(later[0])]):
                per[v] = per[V[i - 1]]
        self.options[key] = {v: per[v] for v in V if v in per}

    def keys(self):
        return sorted(set(self.options) | set(self.replaced) | self.constants | set(SHELL))

    def facts(self, key):
        """What is known of every key."""
        e = {}
        per = self.options.get(key, {})
        replaced = self.replaced.get(key, {})
        if per:
            first, last = list(per)[0], list(per)[-1]
            e.update({"introduced": first, "last": last, "type": per[last]["type"]})
            if "enum" in per[last]:
                e["enum"] = per[last]["enum"]
            e["deprecated"] = spans(v for v, r in per.items() if r.get("deprecatedField") or r.get("deprecatedClass"))
            if any(r.get("undocumented") for r in per.values()) or key.startswith(("$internal", "internal.", "hidden.")):
                e["undocumented"] = True
            e["notScanned"] = spans(v for v in V if self.unknown(key, v))
        elif key in SHELL:
            e.update({"introduced": V[0], "last": V[-1], "type": SHELL[key], "shellOnly": True})
        e["replacedBy"] = [{"key": option, "from": r["from"], "to": r["to"], "deprecated": r["value"]}
                           for option, by_version in sorted(replaced.items()) for r in ranges(by_version)]
        fallback = {}
        for v in reversed(per):  # the order of the newest version: Flink tries them in it
            for f in per[v].get("fallback", []):
                fallback.setdefault(f["key"], {})[v] = f["deprecated"]
        e["fallbackKeys"] = [{"key": k, "from": r["from"], "to": r["to"], "deprecated": r["value"]}
                             for k, by_version in fallback.items() for r in ranges(by_version)]
        shell = key in SHELL and not per
        e["works"] = spans(v for v in V if v in per or shell or any(v in by_version for by_version in replaced.values()))
        return e

    def memory_facts(self, key):
        """What is known of a memory option besides."""
        per = self.options.get(key, {})
        e = {}
        types = ranges({v: r["type"] for v, r in per.items()})
        if len(types) > 1:
            e["types"] = [{"from": t["from"], "to": t["to"], "type": t["value"]} for t in types]
        e["defaults"] = [{"from": d["from"], "to": d["to"], **d["value"]} for d in ranges(
            {v: {k: r[k] for k in ("default", "defaultBytes") if r.get(k) is not None} for v, r in per.items()})]
        if key in MIGRATION:
            e["migration"] = MIGRATION[key]
        return e


def main():
    scans = Scans()
    for key in scans.options:
        scans.fill(key)
    memory = {k for k in scans.keys() if MEMORY.search(k) or any(MEMORY.search(option) for option in scans.replaced.get(k, {}))}
    embed.write({v: VERSIONS[v]["version"] for v in V}, PREFIXES, PATCHES,
                {k: scans.memory_facts(k) for k in memory}, {k: scans.facts(k) for k in scans.keys()})
    print(len(memory), "memory options of", len(scans.keys()), "keys")


if __name__ == "__main__":
    main()
