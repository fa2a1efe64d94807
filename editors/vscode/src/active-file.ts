import * as vscode from 'vscode';
import { memoryRequest, type MemoryAnswer } from './protocol';
import type { Server } from './server';

/** What the server says of the file that the user looks at. */
export interface FileMemory {
  readonly document: vscode.TextDocument;
  /** Null where nothing of the file is Flink's. */
  readonly answer: MemoryAnswer | null;
}

/** After the last keystroke, in milliseconds. */
const pause = 120;

/**
 * Follows the active editor, its text, and everything else that changes what Flink computes. The last file stays the active one
 * while a view without a text has the focus.
 */
export class ActiveFile implements vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<FileMemory | undefined>();
  readonly onChange = this.emitter.event;

  private readonly disposables: vscode.Disposable[];
  private document: vscode.TextDocument | undefined;
  private latest: FileMemory | undefined;
  private timer: NodeJS.Timeout | undefined;
  private asked = 0;

  constructor(private readonly server: Server) {
    this.document = vscode.window.activeTextEditor?.document;
    this.disposables = [
      this.emitter,
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      vscode.workspace.onDidChangeTextDocument((e) => {
        if (e.document === this.document && e.contentChanges.length > 0) {
          this.soon();
        }
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.document) {
          this.document = undefined;
          this.soon();
        }
      }),
      server.onChanged(() => this.soon()),
      server.onState(() => this.soon()),
    ];
  }

  get current(): FileMemory | undefined {
    return this.latest;
  }

  /** Asks again, at once. */
  async refresh(): Promise<FileMemory | undefined> {
    clearTimeout(this.timer);
    const ask = ++this.asked;
    const next = await this.read(this.document);
    if (ask === this.asked) {
      this.latest = next;
      this.emitter.fire(next);
    }
    return next;
  }

  /** The memory of a document, drawn as text and as SVG. */
  async rendered(document: vscode.TextDocument): Promise<MemoryAnswer | null> {
    return (await this.ask(document, true)) ?? null;
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (editor === undefined || editor.document === this.document || editor.document.uri.scheme === 'output') {
      return;
    }
    this.document = editor.document;
    void this.refresh();
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), pause);
  }

  private async read(document: vscode.TextDocument | undefined): Promise<FileMemory | undefined> {
    if (document === undefined) {
      return undefined;
    }
    const answer = await this.ask(document, false);
    return answer === undefined ? undefined : { document, answer };
  }

  /** Undefined where there is no answer: the server does not run, or the question was overtaken. */
  private async ask(document: vscode.TextDocument, render: boolean): Promise<MemoryAnswer | null | undefined> {
    const client = this.server.current;
    if (client === undefined) {
      return undefined;
    }
    try {
      const uri = client.code2ProtocolConverter.asUri(document.uri);
      return await client.sendRequest(memoryRequest, { textDocument: { uri }, render });
    } catch (error) {
      this.server.output.debug(`flinkmem-lint/memory: ${String(error)}`);
      return undefined;
    }
  }
}
