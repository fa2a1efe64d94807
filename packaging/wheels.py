#!/usr/bin/env python3
"""Makes wheels that carry the binary: packaging/wheels.py [DIST] writes DIST/wheels/*.whl from what goreleaser has built there."""
import base64, hashlib, re, sys, zipfile

import release

# The binaries are static: they run with any C library. Go needs macOS 12.
TAGS = {
    ("linux", "amd64"): "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64",
    ("linux", "arm64"): "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
    ("darwin", "amd64"): "macosx_12_0_x86_64",
    ("darwin", "arm64"): "macosx_12_0_arm64",
    ("windows", "amd64"): "win_amd64",
    ("windows", "arm64"): "win_arm64",
}

DESCRIPTION = f"""{release.SUMMARY}: reads Flink's configuration in whatever kind of file it is written, computes the memory of its
processes as Flink does, and says what is wrong, where, and what to change.

    pip install {release.NAME}
    {release.NAME} .

The wheel carries the program itself; it needs neither Java nor Go. [Documentation]({release.HOME})
"""


def python_version(version):
    """A version of Semantic Versioning as Python writes it: 1.2.0-rc.1 is 1.2.0rc1, and a snapshot is for development."""
    numbers, _, rest = version.partition("-")
    if not rest:
        return numbers
    known = re.fullmatch(r"(alpha|beta|rc)\.?(\d+)", rest)
    return numbers + ({"alpha": "a", "beta": "b", "rc": "rc"}[known[1]] + known[2] if known else ".dev0")


def wheel(target, version, tags, program):
    stem = release.NAME.replace("-", "_") + "-" + version
    tag_lines = "".join(f"Tag: py3-none-{tag}\n" for tag in tags.split("."))
    files = {
        f"{stem}.data/scripts/{release.NAME}{'.exe' if tags.startswith('win') else ''}": program,
        f"{stem}.dist-info/METADATA": (
            f"Metadata-Version: 2.4\nName: {release.NAME}\nVersion: {version}\nSummary: {release.SUMMARY}\n"
            f"License-Expression: Apache-2.0\nLicense-File: LICENSE\nRequires-Python: >=3.8\n"
            f"Project-URL: Source, {release.HOME}\nProject-URL: Changelog, {release.HOME}/blob/main/CHANGELOG.md\n"
            f"Keywords: flink,linter,memory,kubernetes\nDescription-Content-Type: text/markdown\n\n{DESCRIPTION}").encode(),
        f"{stem}.dist-info/WHEEL": f"Wheel-Version: 1.0\nGenerator: flinkmem-lint\nRoot-Is-Purelib: false\n{tag_lines}".encode(),
        f"{stem}.dist-info/licenses/LICENSE": (release.ROOT / "LICENSE").read_bytes(),
    }
    record = "".join(f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()},{len(data)}\n"
                     for name, data in files.items())
    files[f"{stem}.dist-info/RECORD"] = (record + f"{stem}.dist-info/RECORD,,\n").encode()
    path = target / f"{stem}-py3-none-{tags}.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # the same bytes each time
            info.create_system, info.compress_type = 3, zipfile.ZIP_DEFLATED
            info.external_attr = (0o100755 if "/scripts/" in name else 0o100644) << 16
            z.writestr(info, data)
    print(path)


def main():
    dist = release.folder(sys.argv)
    version, binaries = release.read(dist)
    target = dist / "wheels"
    target.mkdir(exist_ok=True)
    for key, tags in TAGS.items():
        wheel(target, python_version(version), tags, binaries[key].read_bytes())


if __name__ == "__main__":
    main()
