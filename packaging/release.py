"""What goreleaser has built, for the packages that carry the binary."""
import json, sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "flinkmem-lint"
SUMMARY = "Checks the memory options of Apache Flink"
HOME = "https://github.com/flinkmem/flinkmem-lint"
TARGETS = [(system, arch) for system in ("linux", "darwin", "windows") for arch in ("amd64", "arm64")]


def read(dist):
    """The version, and the path of the binary for each (system, architecture)."""
    version = json.loads((dist / "metadata.json").read_text())["version"]
    binaries = {}
    for artifact in json.loads((dist / "artifacts.json").read_text()):
        if artifact["type"] == "Binary":
            binaries[artifact["goos"], artifact["goarch"]] = dist.parent / artifact["path"]
    if sorted(binaries) != sorted(TARGETS):
        sys.exit(f"{dist} has binaries for {sorted(binaries)}, not for {sorted(TARGETS)}")
    return version, binaries


def folder(arguments):
    """The folder of a release: dist, or the one that is given."""
    return Path(arguments[1] if len(arguments) > 1 else ROOT / "dist").resolve()
