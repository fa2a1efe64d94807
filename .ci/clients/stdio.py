"""A client of its own, run by .ci/editors: the same as the editors do, and how the server ends."""
import json, os, queue, signal, subprocess, sys, threading, time
from pathlib import Path

DEADLINE = 15
case = json.loads(Path(os.environ["CASE"]).read_text())
file = Path(case["file"])
uri = file.as_uri()


class Client:
    def __init__(self, pid):
        self.process = subprocess.Popen(["flinkmem-lint", "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.inbox, self.last = queue.Queue(), 0
        threading.Thread(target=self.read, daemon=True).start()
        self.result = self.ask("initialize", {
            "processId": pid, "rootUri": Path(case["root"]).as_uri(), "initializationOptions": {"flinkVersion": case["version"]},
            "capabilities": {"general": {"positionEncodings": ["utf-16"]},
                             "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}}}})
        self.send("initialized", {})

    def read(self):
        out = self.process.stdout
        while True:
            length = None
            while True:
                line = out.readline()
                if not line:
                    self.inbox.put(None)
                    return
                if line == b"\r\n":
                    break
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            body = b""
            while len(body) < length:
                body += out.read(length - len(body))
            self.inbox.put(json.loads(body))

    def post(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        try:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        except BrokenPipeError:
            sys.exit(f"the server has ended, exit status {self.process.wait(DEADLINE)}")

    def send(self, method, params=None):
        self.post({"method": method, **({} if params is None else {"params": params})})

    def await_(self, what, match):
        end = time.monotonic() + DEADLINE
        while True:
            try:
                m = self.inbox.get(timeout=max(0.001, end - time.monotonic()))
            except queue.Empty:
                sys.exit(f"{what}: nothing within {DEADLINE} s")
            if m is None:
                sys.exit(f"{what}: the server has ended, exit status {self.process.wait(DEADLINE)}")
            if match(m):
                return m
            if "method" in m and "id" in m:
                self.post({"id": m["id"], "result": None})

    def ask(self, method, params=None):
        self.last += 1
        n = self.last
        self.post({"id": n, "method": method, **({} if params is None else {"params": params})})
        m = self.await_(method, lambda m: m.get("id") == n and "method" not in m)
        if "error" in m:
            sys.exit(f"{method}: {m['error']}")
        return m["result"]

    def diagnostics(self, what, version, want):
        def match(m):
            p = m.get("params")
            return m.get("method") == "textDocument/publishDiagnostics" and p["uri"] == uri and p.get("version") == version
        shown = self.await_(what, match)["params"]["diagnostics"]
        got = sorted([d["range"]["start"]["line"], d["range"]["start"]["character"], d["code"], d["severity"]] for d in shown)
        if got != want:
            sys.exit(f"{what}: the diagnostics are not check's\nwant {want}\ngot  {got}")
        return shown

    def ended(self, what, status):
        try:
            got = self.process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            sys.exit(f"{what}: the server still runs after {DEADLINE} s")
        if got != status:
            sys.exit(f"{what}: exit status {got}, not {status}")


def offset(text, at):
    start = 0
    for _ in range(at["line"]):
        start = text.index("\n", start) + 1
    return start + len(text[start:].encode("utf-16-le")[:2 * at["character"]].decode("utf-16-le"))


def fix():
    c = Client(os.getpid())
    if c.result["serverInfo"]["name"] != "flinkmem-lint":
        sys.exit(f"the server is {c.result['serverInfo']}")
    text = file.read_bytes().decode()
    c.send("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
    about = [d for d in c.diagnostics("open", 1, case["before"])
             if d["code"] == case["rule"] and d["range"]["start"]["line"] == case["line"]]
    actions = c.ask("textDocument/codeAction", {"textDocument": {"uri": uri}, "range": about[0]["range"],
                                                "context": {"diagnostics": about, "only": ["quickfix"]}})
    chosen = [a for a in actions if a["title"] == case["title"]]
    if not chosen:
        sys.exit(f"no action {case['title']!r}, but {[a['title'] for a in actions]}")
    for e in sorted(chosen[0]["edit"]["changes"][uri], key=lambda e: -offset(text, e["range"]["start"])):
        text = text[:offset(text, e["range"]["start"])] + e["newText"] + text[offset(text, e["range"]["end"]):]
    c.send("textDocument/didChange", {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": text}]})
    c.diagnostics("after the fix", 2, case["after"])
    file.write_bytes(text.encode())
    c.send("textDocument/didSave", {"textDocument": {"uri": uri}})
    if c.ask("shutdown") is not None:
        sys.exit("shutdown: the answer is not null")
    c.send("exit")
    c.ended("shutdown and exit", 0)


def endings():
    c = Client(os.getpid())
    c.send("exit")
    c.ended("exit without shutdown", 1)
    c = Client(os.getpid())
    c.process.stdin.close()
    c.ended("the end of the input", 1)
    # the parent dies while somebody else holds the pipe open
    parent = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    c = Client(parent.pid)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    c.ended("the death of the parent", 1)


fix()
endings()
print("CLIENT DONE")
