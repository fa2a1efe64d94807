"""Whole files: what the two parsers make of odd lines, of several files, and of -D options."""
from vector_basis import ge, main_file

P = "taskmanager.memory.process.size"
LEGACY_FILES = [
    "", "\n", "# only a comment\n", f"{P}: 1728m", f"{P}: 1728m\n", f"{P}: 1728m\r\n", f"{P}:1728m\n", f"{P} : 1728m\n",
    f"{P}  :  1728m\n", f"  {P}: 1728m\n", f"\t{P}: 1728m\n", f"{P}:\t1728m\n", f"{P}: \t1728m\n",
    f"{P}: 1728m   \n", f"{P}: 1728m\t\n", f"{P}: 1728m # comment\n", f"{P}: 1728m#comment\n", f"{P}: 1728m #\n", f"#{P}: 1728m\n",
    f"{P}: #1728m\n", f"{P}:\n", f"{P}: \n", f": 1728m\n", f" : 1728m\n", f"{P}\n", f"{P} 1728m\n", f"{P}=1728m\n", f"{P} = 1728m\n",
    f"{P}: \"1728m\"\n", f"{P}: '1728m'\n", f"\"{P}\": 1728m\n", f"'{P}': 1728m\n", f"{P}: 1728m\n{P}: 2g\n", f"{P}: 2g\n{P}: 1728m\n",
    f"{P}: 2g\n#{P}: 1728m\n", f"{P}: 1728m: 2g\n", f"{P}: a: b\n", f"{P}:  1728m\n", f"- {P}: 1728m\n",
    "taskmanager:\n  memory:\n    process:\n      size: 1728m\n", "taskmanager:\n  memory.process.size: 1728m\n",
    "taskmanager.memory:\n  process.size: 1728m\n", "taskmanager.memory.process:\n  size: 1728m\n",
    f"---\n{P}: 1728m\n", f"%YAML 1.2\n---\n{P}: 1728m\n...\n", f"{P}: |\n  1728m\n", f"{P}: >-\n  1728m\n", f"{P}: !!str 1728m\n",
    f"{P}: &a 1728m\n{P.replace('taskm', 'jobm')}: *a\n", f"{{{P}: 1728m}}\n", f"{P}: [1728m]\n", f"{P}: null\n", f"{P}: ~\n",
    f"\ufeff{P}: 1728m\n", f"{P}: 1728m\n\ufeff", f"{P}\u00a0: 1728m\n", f"{P}:\u00a01728m\n", f"{P}: 1728m\u00a0\n",
    f"{P}: 1728m\u3000\n", f"{P}: 1728m\x0b\n", f"{P}: 1728m\x00\n", f"{P}: 1728m\r",
    f"{P}: 1728m\rjobmanager.memory.process.size: 1600m\r", f"{P}: 1728m\u2028jobmanager.memory.process.size: 1600m\n",
    f"{P}: 1728m\u0085jobmanager.memory.process.size: 1600m\n",
    f"{P}: 1728m\njobmanager.memory.process.size: 1600m\n", f"{P.upper()}: 1728m\n", "taskManager.memory.process.size: 1728m\n",
    "taskmanager.memory.process-size: 1728m\n", "taskmanager.memory.process.size.: 1728m\n", "taskmanager..memory.process.size: 1728m\n",
    "taskmanager. memory.process.size: 1728m\n",
    f"{P}: ${{MEM}}\n", f"{P}: 1728m ; comment\n", f"{P}: 1728m // comment\n", f"{P}: 1728m -- x\n",
    f"env.java.opts: -Dfoo=\"a # b\" -Xmx4g\n{P}: 1728m\n", "env.java.opts: -Xmx4g -XX:MaxDirectMemorySize=1g\n",
    "env.java.opts.taskmanager: \"-Xmx1g\"\n", "env.java.opts.all: -Da: b\n",
    f"{P}: 1728m\n   \n\t\n{P}x: 3\n", f"{P}: 1728m # {P}: 2g\n", f"key with space: 1\n{P}: 1728m\n", f"a:b: 1728m\n", f"a: b: c\n",
    f"a::  b\n", f"{P}: : 1728m\n", f"{P}: 1728 m\n", f"{P}:                 1728m\n", f"äöü: ß\n{P}: 1728m\n",
    f"taskmanager.memory.managed.consumer-weights: OPERATOR:70,PYTHON:30\n{P}: 1728m\n",
    f"taskmanager.memory.managed.consumer-weights: \n  OPERATOR: 70\n  PYTHON: 30\n{P}: 1728m\n",
    "metrics.reporters: a,b\nmetrics.reporter.a.factory.class: x\n", "\n\n\n" + f"{P}: 1728m", f"{P}: 1728m\n" * 3, f"{P}: 1728m\n}}\n",
    f"{P}: 1728m\n\tx\n", f"jobmanager.memory.process.size: 1600m # {{\n{P}: 1728m\n",
    f"{P}: 1728m\ntaskmanager.memory.flink.size:\n", f"{P}: 1728m\ntaskmanager.memory.flink.size:1g\n",
    f"{P}: 1728m\ntaskmanager.memory.flink.size: # 1g\n", f"{P}: 1728m\ntaskmanager.memory.flink.size:  \t  # 1g\n",
    f"{P}: 1728m\ntaskmanager.memory.flink.size: \"\"\n",
    f"{P}: 1728m\\n\n", f"{P}: \\\n 1728m\n", f"{P}: \"17\\u0032\\u0038m\"\n", f"{P}: 1728m,\n", "a: " + "x" * 5000 + f"\n{P}: 1728m\n",
]
JP = "jobmanager.memory.process.size"
YAML_FILES = [
    "", "\n", "# only a comment\n", "---\n", "null\n", "~\n", "{}\n", "[]\n", "- a\n- b\n", "just text\n", "42\n",
    f"{P}: 1728m", f"{P}: 1728m\r\n{JP}: 1600m\r\n", f"{P}:1728m\n", f"{P} : 1728m\n", f"  {P}: 1728m\n", f"\t{P}: 1728m\n",
    f"{P}:\t1728m\n", f"{P}: \t1728m\n", f"{P}: 1728m   \n", f"{P}: 1728m\t\n", f"{P}: 1728m # comment\n", f"{P}: 1728m#comment\n",
    f"{P}: #1728m\n", f"{P}:\n", f"{P}: \n",
    f"{P}: \"1728m\"\n", f"{P}: '1728m'\n", f"\"{P}\": 1728m\n", f"'{P}': 1728m\n", f"{P}: 1728m\n{P}: 2g\n", f"{P}: 1728m\n{P}: 1728m\n",
    f"{P}: 1728m: 2g\n", f"{P}: \"1728m\n", f"{P}: null\n", f"{P}: ~\n", f"{P}: \"\"\n", f"{P}: ''\n", f"{P}: true\n", f"{P}: 1728\n",
    f"{P}: 1811939328\n", f"{P}: 1811939328.0\n", f"{P}: 1.8e9\n", f"{P}: 0x6C000000\n", f"{P}: 0o15400000000\n", f"{P}: 1_811_939_328\n",
    f"{P}: 99999999999999999999\n", f"{P}: 2024-01-01\n",
    f"{P}: [1728m]\n", f"{P}: [1728m, 2g]\n", f"{P}:\n  - 1728m\n", f"{P}: {{a: 1728m}}\n", f"{P}: {{}}\n", f"{P}: []\n",
    f"{P}: |\n  1728m\n", f"{P}: >-\n  1728m\n", f"{P}: |-\n  1728m\n  # x\n", f"{P}: !!str 1728m\n", f"{P}: !!int 1811939328\n",
    f"{P}: !foo 1728m\n", f"{P}: &a 1728m\n{JP}: *a\n", f"{P}: *nope\n", f"x: &a\n  size: 1728m\ntaskmanager.memory.process:\n  <<: *a\n",
    f"x: &a\n  size: 1728m\ntaskmanager.memory.process: *a\n",
    "taskmanager:\n  memory:\n    process:\n      size: 1728m\n", "taskmanager:\n  memory.process.size: 1728m\n",
    "taskmanager.memory:\n  process.size: 1728m\n", "taskmanager.memory.process:\n  size: 1728m\n",
    "taskmanager: {memory: {process: {size: 1728m}}}\n", "{taskmanager: {memory: {process.size: 1728m}}}\n",
    f"taskmanager:\n  memory:\n    process:\n      size: 1728m\n{P}: 2g\n",
    f"{P}: 2g\ntaskmanager:\n  memory:\n    process:\n      size: 1728m\n",
    "taskmanager:\n  memory:\n    process.size: 1g\n    process:\n      size: 2g\n",
    "taskmanager:\n  memory:\n    process:\n      size: 2g\n    process.size: 1g\n",
    "taskmanager.memory:\n  process.size: 1g\ntaskmanager:\n  memory.process.size: 3g\n",
    "taskmanager:\n  memory:\n    process:\n      size: 1728m\ntaskmanager:\n  numberOfTaskSlots: 2\n",
    "taskmanager:\n  memory:\n    process:\n    size: 1728m\n", "taskmanager:\n  memory:\n  process:\n    size: 1728m\n",
    "taskmanager:\n  memory:\n    process:\n      size: 1728m\n   flink:\n      size: 1g\n",
    "taskmanager:\n\tmemory:\n\t\tprocess.size: 1728m\n", "taskmanager:\n  memory:\n    process:\n      size:1728m\n",
    "taskmanager:\n  memory:\n    process: 1728m\n", "taskmanager:\n  memory:\n    process:\n", "taskmanager:\n  memory: null\n",
    "taskmanager:\n", "taskmanager:\n  memory:\n    process:\n      size: 1728m\n    flink:\n      size:\n",
    f"---\n{P}: 1728m\n", f"%YAML 1.2\n---\n{P}: 1728m\n...\n", f"---\n{P}: 1728m\n---\n{P}: 2g\n", f"\ufeff{P}: 1728m\n",
    f"{P}: 1728m\u00a0\n", f"{P}:\u00a01728m\n", f"{P}: 1728m\x00\n", f"{P}: 1728m\r{JP}: 1600m\r", f"1: 2\n{P}: 1728m\n",
    f"true: 2\n{P}: 1728m\n", f"null: 2\n{P}: 1728m\n", f"? {P}\n: 1728m\n", f"[a, b]: c\n{P}: 1728m\n", f"\"\": x\n{P}: 1728m\n",
    f"a b: c\n{P}: 1728m\n",
    f"{P.upper()}: 1728m\n", "TaskManager:\n  memory:\n    process:\n      size: 1728m\n",
    "taskmanager.numberOfTaskSlots: 2\n" + f"{P}: 1728m\n", f"{P}: 1728m\ntaskmanager.numberOfTaskSlots: \"2\"\n",
    f"{P}: 1728m\ntaskmanager.numberOfTaskSlots: 2.0\n", f"{P}: 1728m\ntaskmanager.numberOfTaskSlots: 0x2\n",
    f"{P}: 1728m\ntaskmanager.numberOfTaskSlots: 010\n", f"{P}: 1728m\ntaskmanager.numberOfTaskSlots: 0o10\n",
    f"{P}: 1728m\ntaskmanager.numberOfTaskSlots: 3000000000\n", f"{P}: 1728m\ntaskmanager.numberOfTaskSlots: [2]\n",
    f"{P}: 1728m\ntaskmanager.numberOfTaskSlots: yes\n", f"{P}: 1728m\ntaskmanager.numberOfTaskSlots: 1e1\n",
    f"{P}: 4g\ntaskmanager.memory.managed.fraction: 0.5\n", f"{P}: 4g\ntaskmanager.memory.managed.fraction: '0.5'\n",
    f"{P}: 4g\ntaskmanager.memory.managed.fraction: .5\n", f"{P}: 4g\ntaskmanager.memory.managed.fraction: 5e-1\n",
    f"{P}: 4g\ntaskmanager.memory.managed.fraction: 0\n", f"{P}: 4g\ntaskmanager.memory.managed.fraction: 1\n",
    f"{P}: 4g\ntaskmanager.memory.managed.fraction: .nan\n", f"{P}: 4g\ntaskmanager.memory.managed.fraction: .inf\n",
    f"{P}: 4g\ntaskmanager.memory.managed.fraction: 1e-60\n", f"{P}: 4g\ntaskmanager.memory.managed.fraction: 0.1\n",
    f"{P}: 4g\ntaskmanager.memory.managed.fraction: 0.10000000000000001\n", f"{P}: 4g\ntaskmanager.memory.managed.fraction: 3.4e38\n",
    f"{P}: 4g\ntaskmanager.memory.managed.fraction: 3.5e38\n",
    f"{P}: 1728m\ntaskmanager.memory.managed.consumer-weights: {{OPERATOR: 70, PYTHON: 30}}\n",
    f"{P}: 1728m\ntaskmanager.memory.managed.consumer-weights:\n  OPERATOR: 60\n  PYTHON: 40\n",
    f"{P}: 1728m\ntaskmanager.memory.managed.consumer-weights: OPERATOR:60,PYTHON:40\n",
    f"{P}: 1728m\ntaskmanager.memory.managed.consumer-weights: 'OPERATOR:60,PYTHON:40'\n",
    f"{P}: 1728m\ntaskmanager.memory.managed.consumer-weights: '{{OPERATOR: 60, PYTHON: 40}}'\n",
    f"{P}: 1728m\ntaskmanager.memory.managed.consumer-weights: [OPERATOR, PYTHON]\n",
    f"{P}: 1728m\nenv:\n  java:\n    opts:\n      all: --add-exports=java.base/sun.net.util=ALL-UNNAMED -Xmx4g\n",
    f"{P}: 1728m\nenv.java.opts: \"-Xmx4g # x\"\n", f"{P}: 1728m\nstate.backend: rocksdb\nstate.backend.rocksdb.memory.managed: true\n",
    f"{P}: 1728m\nstate:\n  backend:\n    type: rocksdb\n    rocksdb:\n      memory:\n        managed: \"true\"\n        fixed-per-slot: 256m\n", f"{P}: 1728m\nstate:\n  backend: rocksdb\n  backend.rocksdb.memory.managed: no\n",
    f"{P}: 1728m\nio.tmp.dirs: [/a, /b]\nclassloader.parent-first-patterns.additional:\n  - a\n  - b\n",
    f"{P}: 1728m\na: [x, {{b: 1}}, [1, 2]]\nb: {{c: [1, null]}}\n",
    f"{P}: 1728m\na: 1728m\nb: 0.10\nc: 007\nd: 1e3\ne: yes\nf: 2024-01-01\ng: 12:30\nh: 0b11\ni: 1_000\nj: +5\nk: .5\nl: 5.\nm: 0.1f\nn: TRUE\no: Null\n",
    f"{P}: 1728m\ntaskmanager:\n  memory:\n    flink.size: 1280m\n", f"{P}: 1g # flink-conf style\n{JP} 1600m\n",
    f"{P}: 1728m\n{JP}: 1600m\n}}\n", f"{P}: %1728m\n", f"{P}: @1728m\n", f"{P}: `1728m`\n", f"{P}: 1728m,\n", f"{P}: - 1728m\n",
    f"{P}: ? 1728m\n", f"{P}: ${{MEM}}\n", f"{P}: {{{{ mem }}}}\n",
    f"{P}: 1728m\n{JP}: 1600m\n" + "".join(f"x{i}: &a{i} [*a{i-1}, *a{i-1}]\n" if i else "x0: &a0 [z]\n" for i in range(4)),
    f"{P}: \"17\\u0032\\u0038m\"\n", f"{P}: 1728\n  m\n", f"{P}:\n  1728m\n", f"{P}:\n1728m\n",
    f"taskmanager.memory.process.size.: 1728m\n", f"taskmanager:\n  .memory.process.size: 1728m\n",
    f"taskmanager..memory.process.size: 1728m\n", f"taskmanager:\n  memory:\n    process:\n      size: 1728m\n      size.x: 3\n",
    f"taskmanager:\n  memory:\n    \"process.size\": 1728m\n",
]


def raw(minor):
    if not ge(minor, "2.0"):
        for t in LEGACY_FILES:
            yield {"file": "flink-conf.yaml", "text": t}
            if JP not in t and t.strip():
                yield {"file": "flink-conf.yaml", "text": f"{JP}: 1600m\n" + t}
    if ge(minor, "1.19"):
        for t in YAML_FILES:
            yield {"file": "config.yaml", "text": t}
        for t in LEGACY_FILES:
            if t not in YAML_FILES:
                yield {"file": "config.yaml", "text": t}
    a, b_ = f"{P}: 1728m\n{JP}: 1600m\n", f"{P}: 2g\n{JP}: 2g\n"
    for fs in ({"flink-conf.yaml": a, "config.yaml": b_}, {"flink-conf.yaml": a}, {"config.yaml": b_}, {}, {"flink-conf.yml": a},
               {"config.yml": b_}, {"flink-conf.yaml": "", "config.yaml": b_}, {"flink-conf.yaml": "# moved\n", "config.yaml": b_},
               {"flink-conf.yaml": a, "config.yaml": "a: [\n"}, {"flink-conf.yaml": "a: [\n", "config.yaml": b_},
               {"FLINK-CONF.yaml": a, "config.yaml": b_}):
        yield {"files": fs}
    for dyn in ({P: "2g"}, {"taskmanager.memory.flink.size": "1280m"}, {"taskmanager.memory.flink.size": ""},
                {"taskmanager.memory.managed.size": "256m", "taskmanager.memory.task.heap.size": "256m"}, {"taskmanager.heap.size": "1g"},
                {JP: "abc"}):
        yield {"file": main_file(minor), "text": a, "dynamic": dyn}
