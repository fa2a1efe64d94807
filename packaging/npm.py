#!/usr/bin/env python3
"""Makes npm packages that carry the binary: packaging/npm.py [DIST] writes a folder for each below DIST/npm, from what goreleaser has
built there: one for each platform, and the one to install, which takes the right one of them."""
import json, shutil, sys

import release

SYSTEMS = {"linux": "linux", "darwin": "darwin", "windows": "win32"}
ARCHITECTURES = {"amd64": "x64", "arm64": "arm64"}
COMMON = {
    "description": release.SUMMARY,
    "license": "Apache-2.0",
    "homepage": release.HOME + "#readme",
    "repository": {"type": "git", "url": "git+" + release.HOME + ".git"},
}


def package(folder, manifest):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps(manifest, indent=2) + "\n")
    shutil.copy(release.ROOT / "LICENSE", folder)
    print(folder)


def main():
    dist = release.folder(sys.argv)
    version, binaries = release.read(dist)
    platforms = {}
    for (system, arch), binary in binaries.items():
        os, cpu = SYSTEMS[system], ARCHITECTURES[arch]
        name, folder = f"@flinkmem/{release.NAME}-{os}-{cpu}", dist / "npm" / f"{os}-{cpu}"
        package(folder, {"name": name, "version": version, **COMMON, "os": [os], "cpu": [cpu], "files": ["bin"], "preferUnplugged": True})
        (folder / "README.md").write_text(f"The binary of [{release.NAME}]({release.HOME}) for {os} on {cpu}: install `{release.NAME}`.\n")
        (folder / "bin").mkdir()
        shutil.copy(binary, folder / "bin" / (release.NAME + (".exe" if os == "win32" else "")))
        (folder / "bin" / (release.NAME + (".exe" if os == "win32" else ""))).chmod(0o755)
        platforms[name] = version
    main_folder = dist / "npm" / release.NAME
    package(main_folder, {
        "name": release.NAME, "version": version, **COMMON, "keywords": ["flink", "linter", "memory", "kubernetes", "yaml"],
        "bin": {release.NAME: "launcher.js"}, "files": ["launcher.js"], "engines": {"node": ">=18"}, "optionalDependencies": platforms,
    })
    shutil.copy(release.ROOT / "packaging" / "npm" / "launcher.js", main_folder)
    shutil.copy(release.ROOT / "packaging" / "npm" / "README.md", main_folder)


if __name__ == "__main__":
    main()
