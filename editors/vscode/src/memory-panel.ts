import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { ActiveFile, FileMemory } from './active-file';
import type { OptionLocation } from './protocol';
import type { Server } from './server';
import type { FromView, ToView } from './view/messages';

const viewType = 'flinkmem-lint.memory';

/** The memory view beside the editor. It follows the active file and its edits. */
export class MemoryPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private ready = false;
  private focusLine: number | undefined;
  private readonly highlight: vscode.TextEditorDecorationType;
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly server: Server,
    private readonly file: ActiveFile,
  ) {
    this.highlight = vscode.window.createTextEditorDecorationType({
      backgroundColor: new vscode.ThemeColor('editor.wordHighlightStrongBackground'),
      border: '1px solid',
      borderColor: new vscode.ThemeColor('editor.wordHighlightStrongBorder'),
      overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.wordHighlightStrongForeground'),
    });
    this.disposables = [this.highlight, file.onChange((memory) => this.update(memory))];
  }

  register(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  dispose(): void {
    this.panel?.dispose();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** A window that is opened again has its view again. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.adopt(panel);
    void this.server.start();
    return Promise.resolve();
  }

  /** Shows the view for the active file, or for a process on a line of another. */
  async show(uri?: vscode.Uri, line?: number): Promise<void> {
    if (uri !== undefined && this.file.current?.document.uri.toString() !== uri.toString()) {
      await vscode.window.showTextDocument(uri, { preserveFocus: true });
    }
    this.focusLine = line;
    if (this.panel === undefined) {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: line === undefined };
      this.adopt(vscode.window.createWebviewPanel(viewType, 'Flink memory', column));
    } else {
      this.panel.reveal(undefined, line === undefined);
    }
    await this.server.running();
    await this.file.refresh();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.ready = false;
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'media', 'icon-128.png');
    panel.webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(this.extension, 'media'), vscode.Uri.joinPath(this.extension, 'dist')] };
    panel.webview.onDidReceiveMessage((message: FromView) => void this.receive(message));
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.mark([]);
    });
    panel.webview.html = page(panel.webview, this.extension);
  }

  private post(message: ToView): void {
    if (this.ready) {
      void this.panel?.webview.postMessage(message);
    }
  }

  private update(memory: FileMemory | undefined): void {
    if (memory === undefined && this.server.state !== 'off' && this.server.state !== 'failed') {
      return; // an answer is to come
    }
    const file = memory === undefined ? '' : vscode.workspace.asRelativePath(memory.document.uri);
    this.post({ type: 'memory', file, answer: memory?.answer ?? null });
    if (this.focusLine !== undefined && memory?.answer) {
      this.post({ type: 'focus', line: this.focusLine });
      this.focusLine = undefined;
    }
  }

  private async receive(message: FromView): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.update(await this.file.refresh());
        return;
      case 'highlight':
        this.mark(message.locations);
        return;
      case 'go':
        await this.go(message.location);
        return;
      case 'copy':
        await this.copy(message.format);
    }
  }

  /** Marks options in all editors that show them. */
  private mark(locations: readonly OptionLocation[]): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const own = locations.filter((l) => this.uriOf(l)?.toString() === editor.document.uri.toString()).map((l) => rangeOf(l.range));
      editor.setDecorations(this.highlight, own);
      const first = own[0];
      if (first !== undefined) {
        editor.revealRange(first, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      }
    }
  }

  private async go(location: OptionLocation): Promise<void> {
    const uri = this.uriOf(location);
    if (uri === undefined) {
      return;
    }
    const open = vscode.window.visibleTextEditors.find((e) => e.document.uri.toString() === uri.toString());
    const column = open?.viewColumn ?? vscode.ViewColumn.One;
    const value = rangeOf(location.value);
    await vscode.window.showTextDocument(uri, { viewColumn: column, selection: value.isEmpty ? rangeOf(location.range) : value });
  }

  private uriOf(location: OptionLocation): vscode.Uri | undefined {
    return this.server.current?.protocol2CodeConverter.asUri(location.uri);
  }

  private async copy(format: 'text' | 'svg'): Promise<void> {
    const memory = this.file.current;
    const answer = memory === undefined ? null : await this.file.rendered(memory.document);
    const text = format === 'svg' ? answer?.svg : answer?.text;
    if (text === undefined) {
      void vscode.window.showWarningMessage('There is no memory to copy.');
      return;
    }
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(`$(check) memory copied as ${format === 'svg' ? 'SVG' : 'text'}`, 3_000);
  }
}

function rangeOf(range: OptionLocation['range']): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}

/** The page loads its own script and style, and nothing else from anywhere. */
function page(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(16).toString('hex');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'view.js')).toString();
  const style = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'media', 'memory.css')).toString();
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}';">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Flink memory</title>
</head>
<body>
<header>
<h1 class="unseen">Flink memory</h1>
<div id="copy" role="group" aria-label="Copy" hidden>
<button id="copy-text">Copy as text</button>
<button id="copy-svg">Copy as SVG</button>
</div>
</header>
<p id="status" class="unseen" role="status" aria-live="polite"></p>
<main id="content"><p>Waiting for flinkmem-lint.</p></main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
