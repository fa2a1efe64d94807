"""A client with types of its own (lsprotocol) and the capabilities that editors offer, run by .ci/editors with pytest-lsp."""
import asyncio, json, os
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

CASE = json.loads(Path(os.environ["CASE"]).read_text())
FILE = Path(CASE["file"])
URI = FILE.as_uri()
TEXT = FILE.read_bytes().decode()
DEADLINE = 15


def utf(text, encoding):
    return len(text) if encoding == "utf-32" else len(text.encode(encoding + ("-le" if encoding == "utf-16" else ""))) // (2 if encoding == "utf-16" else 1)


@pytest_lsp.fixture(
    params=[("visual-studio-code", "push", "utf-16"), ("neovim", "push", "utf-8"), ("emacs", "push", "utf-32"), ("visual-studio-code", "pull", "utf-16")],
    ids=lambda p: "-".join(p), config=ClientServerConfig(server_command=["flinkmem-lint", "lsp"]))
async def client(request, lsp_client: LanguageClient):
    editor, mode, encoding = request.param
    offers = client_capabilities(editor)
    offers.general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(encoding)])
    offers.text_document.diagnostic = types.DiagnosticClientCapabilities() if mode == "pull" else None
    offers.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True) if mode == "pull" else None
    offers.workspace.configuration = False

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams):
        return None

    edit = offers.workspace.workspace_edit
    lsp_client.versioned = bool(edit and edit.document_changes)
    lsp_client.mode, lsp_client.encoding = mode, encoding
    lsp_client.result = await lsp_client.initialize_session(types.InitializeParams(
        capabilities=offers, process_id=os.getpid(), root_uri=Path(CASE["root"]).as_uri(),
        workspace_folders=[types.WorkspaceFolder(uri=Path(CASE["root"]).as_uri(), name="ws")],
        initialization_options={"flinkVersion": CASE["version"]}))
    yield
    await lsp_client.shutdown_session()


async def shown(client, version):
    """The diagnostics of a version, pushed or pulled."""
    if client.mode == "pull":
        report = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(text_document=types.TextDocumentIdentifier(uri=URI)))
        return report.items

    async def pushed():
        while True:
            p = await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
            if p.uri == URI and p.version == version:
                return p.diagnostics
    return await asyncio.wait_for(pushed(), DEADLINE)


def expected(diagnostics, text, encoding):
    """What check finds, in the columns of the encoding: the case has them in UTF-16."""
    lines, all = text.replace("\r\n", "\n").split("\n"), []
    for line, column, rule, severity in diagnostics:
        before = lines[line].encode("utf-16-le")[:2 * column].decode("utf-16-le")
        all.append([line, utf(before, encoding), rule, severity])
    return sorted(all)


def plain(diagnostics):
    return sorted([d.range.start.line, d.range.start.character, d.code, int(d.severity)] for d in diagnostics)


def offset(text, at, encoding):
    start = 0
    for _ in range(at.line):
        start = text.index("\n", start) + 1
    for n in range(start, len(text) + 1):
        if utf(text[start:n], encoding) == at.character:
            return n
    raise AssertionError(f"{at} is inside a character")


def edited(text, edits, encoding):
    for e in sorted(edits, key=lambda e: -offset(text, e.range.start, encoding)):
        text = text[:offset(text, e.range.start, encoding)] + e.new_text + text[offset(text, e.range.end, encoding):]
    return text


def open_(client):
    assert client.result.capabilities.position_encoding == client.encoding
    assert (client.result.capabilities.diagnostic_provider is not None) == (client.mode == "pull")
    client.text_document_did_open(types.DidOpenTextDocumentParams(
        text_document=types.TextDocumentItem(uri=URI, language_id="yaml", version=1, text=TEXT)))


@pytest.mark.asyncio
async def test_fix(client):
    open_(client)
    before = await shown(client, 1)
    assert plain(before) == expected(CASE["before"], TEXT, client.encoding)
    about = [d for d in before if d.code == CASE["rule"] and d.range.start.line == CASE["line"]]
    actions = await client.text_document_code_action_async(types.CodeActionParams(
        text_document=types.TextDocumentIdentifier(uri=URI), range=about[0].range,
        context=types.CodeActionContext(diagnostics=about, only=[types.CodeActionKind.QuickFix])))
    action = next(a for a in actions if a.title == CASE["title"])
    if client.versioned:
        change = action.edit.document_changes[0]
        assert (change.text_document.uri, change.text_document.version) == (URI, 1)
        edits = change.edits
    else:
        assert action.edit.document_changes is None
        edits = action.edit.changes[URI]
    text = edited(TEXT, edits, client.encoding)
    assert text != TEXT
    client.text_document_did_change(types.DidChangeTextDocumentParams(
        text_document=types.VersionedTextDocumentIdentifier(uri=URI, version=2),
        content_changes=[types.TextDocumentContentChangeWholeDocument(text=text)]))
    assert plain(await shown(client, 2)) == expected(CASE["after"], text, client.encoding)
    FILE.with_suffix(".fixed").write_bytes(text.encode())


@pytest.mark.asyncio
async def test_questions(client):
    """Every answer has the type that the protocol asks for; nothing is asked of a client that it does not offer."""
    open_(client)
    await shown(client, 1)
    document = types.TextDocumentIdentifier(uri=URI)
    lines = TEXT.split("\n")
    line = next(n for n, text in enumerate(lines) if "size:" in text)
    at = types.Position(line=line, character=utf(lines[line][:lines[line].index("size:")], client.encoding))
    hover = await client.text_document_hover_async(types.HoverParams(text_document=document, position=at))
    assert "memory.process.size" in str(hover.contents)
    completion = await client.text_document_completion_async(types.CompletionParams(text_document=document, position=types.Position(line=0, character=0)))
    assert isinstance(completion, types.CompletionList)
    everything = types.Range(start=types.Position(line=0, character=0), end=types.Position(line=len(lines), character=0))
    for hint in await client.text_document_inlay_hint_async(types.InlayHintParams(text_document=document, range=everything)) or []:
        assert hint.label
    for lens in await client.text_document_code_lens_async(types.CodeLensParams(text_document=document)):
        picture = await client.workspace_execute_command_async(types.ExecuteCommandParams(command=lens.command.command, arguments=lens.command.arguments))
        assert "Total Process Memory" in picture
    await client.text_document_document_link_async(types.DocumentLinkParams(text_document=document))
    if client.mode == "pull":
        report = await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(previous_result_ids=[]))
        assert [r.uri for r in report.items if r.items] == [URI]
        same = [types.PreviousResultId(uri=r.uri, value=r.result_id) for r in report.items]
        again = await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(previous_result_ids=same))
        assert {r.kind for r in again.items} == {"unchanged"}


def test_saved():
    """What .ci/editors looks at in the end."""
    FILE.write_bytes(FILE.with_suffix(".fixed").read_bytes())
    FILE.with_suffix(".fixed").unlink()
    print("CLIENT DONE")
