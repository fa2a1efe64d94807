"""What the steps of CI have in common: folders to check, the program, and tools that are installed once into a cache."""
import json, os, re, shutil, subprocess, sys, time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "flinkmem-lint-ci"

# two findings, one of them with a sum over several options, in every line end and beside characters of all widths
ODD_TEXT = "# é 😀\ntaskmanager.memory.process.size: 8g # 😀\ntaskmanager.memory.flink.size: 4g\nenv.x: \"]( [a](1) {0} ${X} \\\\\"\nz.😀: 1\n" \
    "taskmanager.network.memory.fraction: 0.1"
NAMES = {"flink-conf": "flink-conf.yaml", "config": "config.yaml", "kubernetes": "manifest.yaml", "compose": "docker-compose.yml",
         "dockerfile": "Dockerfile", "helm-values": "values.yaml", "markdown": "guide.md", "shell": "start.sh",
         "dotenv": ".env", "aspire": "Program.cs", "runtimeconfig": "App.runtimeconfig.json", "msbuild": "App.csproj", "launch-settings": "launchSettings.json"}
ODD_NAMES = ["a b", "ünï/😀", "100%", "#1?x=y", "[x](1)", "a:b", "-dash", "quote'\"", "back\\slash", "semi;colon,comma", "{0}", "&amp;<b>", "tab\there"]


def retry(command, **how):
    for n in (1, 2, 3):
        if subprocess.run(command, **how).returncode == 0:
            return
        if n < 3:
            print("failed, trying again:", *command, file=sys.stderr)
            time.sleep(10 * n)
    sys.exit("could not install what is needed: " + " ".join(map(str, command)))


def installed(name, make):
    """A folder of the cache that make fills; one that was left half done is filled again."""
    folder = CACHE / name
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(folder)
        (folder / "complete").touch()
    return folder


def python_with(package):
    """A Python that has the package, such as name==1.2.3."""
    def make(folder):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        retry([folder / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", package])

    return installed(f"{package.replace('==', '-')}-python{sys.version_info.major}.{sys.version_info.minor}", make) / "bin" / "python"


def git_copy(folder):
    """This working folder, as it is, as the one commit of a new repository."""
    def git(*args, cwd=folder):
        return subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *args], cwd=cwd, check=True, stdout=subprocess.PIPE, text=True).stdout

    for name in git("ls-files", "-co", "--exclude-standard", "-z", cwd=ROOT).split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    git("init", "-q", "-b", "main")
    git("add", "-A", "-f")
    git("commit", "-q", "-m", "copy")
    return folder


def build(work):
    program = work / "flinkmem-lint"
    subprocess.run(["go", "build", "-ldflags", "-X main.version=v1.2.3", "-o", program, "./cmd/flinkmem-lint"], cwd=ROOT, check=True)
    return program


def check(program, folder, form, *args):
    """What check writes for a folder. A file that cannot be read is no failure here."""
    run = subprocess.run([program, "check", "--format", form, *args], cwd=folder, capture_output=True)
    if run.returncode not in (0, 1, 3):
        sys.exit(f"check in {folder}: exit status {run.returncode}: {run.stderr.decode()}")
    return run.stdout


def txtar(path, folder):
    """Writes the files of an archive, those with names of no other place."""
    name, text = None, []

    def write():
        if name and not name.startswith(("/", "..")) and ".." not in Path(name).parts:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(b"".join(text))

    for line in path.read_bytes().splitlines(keepends=True):
        if match := re.fullmatch(rb"-- (\S.*?) --\s*", line):
            write()
            name, text = match[1].decode(), []
        else:
            text.append(line)
    write()


def examples(program, folder):
    """Writes the bad example of each rule into a folder of its own, and gives the arguments with which each rule finds it."""
    for rule in json.loads(subprocess.run([program, "rules", "--format", "json"], capture_output=True, check=True).stdout):
        own = folder / rule["id"]
        for name, text in {NAMES[rule["kind"]]: rule["bad"], **rule["files"]}.items():
            (own / name).parent.mkdir(parents=True, exist_ok=True)
            (own / name).write_text(text)
        (own / "log4j-console.properties").touch()  # by which a config.yaml is Flink's
        if rule["flinkVersion"]:
            (own / ".flinkmem-lint.toml").write_text(f'flink-version = "{rule["flinkVersion"]}"\n')
    return ["--baseline", folder / "stale-baseline-entry" / ".flinkmem-lint-baseline.json"]


def prepare(program, work, folders):
    """The folders to check, and further arguments of the call for each: (name, folder, arguments)."""
    cases = [("demo", ROOT / "testdata" / "demo", [])]
    archives = work / "archives"
    (archives / ".git").mkdir(parents=True)  # the root of a repository
    for path in sorted((ROOT / "testdata").glob("*/*.txtar")):
        txtar(path, archives / path.parent.name / path.stem)
    for wanted in archives.rglob(".flinkmem-lint.toml"):
        wanted.unlink()  # that of one case would hold for others, or is one with mistakes
    cases.append(("archives", archives, []))
    cases.append(("examples", work / "examples", examples(program, work / "examples")))
    odd = work / "odd"
    for i, name in enumerate(ODD_NAMES):
        folder = odd / name
        folder.mkdir(parents=True)
        text = ODD_TEXT.replace("\n", ["\n", "\r\n", "\r"][i % 3])
        (folder / "flink-conf.yaml").write_bytes((b"\xef\xbb\xbf" if i % 2 else b"") + text.encode() + (b"\n" if i % 4 else b"\xff\xfe\x00"))
    cases.append(("odd", odd, ["--fail-level", "info", "--severity", "deprecated-option=error", "--no-ignore", "."]))
    many = work / "many"
    many.mkdir()
    for i in range(250):
        text = "".join(f"taskmanager.memory.no.such.{i}.{j}: 1g\n" for j in range(8))
        (many / f"flink-conf-{i}.yaml").write_text("taskmanager.memory.process.size: 8g\ntaskmanager.memory.flink.size: 4g\n" + text)
    cases.append(("many", many, ["--kind", "flink-conf", *sorted(p.name for p in many.iterdir())]))
    clean = work / "clean"
    clean.mkdir()
    (clean / "config.yaml").write_text("taskmanager.memory.process.size: 1728m\n")
    cases += [("clean", clean, []), ("outside", clean, [odd]), ("unreadable", clean, [".", "no such file", "../odd"])]
    for i, folder in enumerate(folders):
        cases.append((f"{Path(folder).name}-{i + 1}", Path(folder), []))
    return cases
