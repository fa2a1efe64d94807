import * as vscode from 'vscode';
import { findingsOf, ruleOf } from './findings';
import { ruleRequest, rulesRequest } from './protocol';
import type { Server } from './server';

const scheme = 'flinkmem-lint-rule';

/** The page of a rule comes from the server, so that it can be read without a network and is that of the running version. */
export class RulePages implements vscode.TextDocumentContentProvider {
  constructor(private readonly server: Server) {}

  register(): vscode.Disposable {
    return vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const client = await this.server.running();
    if (client === undefined) {
      return 'flinkmem-lint does not run.';
    }
    return client.sendRequest(ruleRequest, { id: idOf(uri.path) });
  }

  /** Opens a page by the address that it has on the web. */
  async openAddress(address: string): Promise<void> {
    await this.open(idOf(vscode.Uri.parse(address).path));
  }

  async open(id: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${id}.md` });
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  }

  /** The command: those at the cursor come first in the list of all rules. */
  async choose(id?: string): Promise<void> {
    if (id !== undefined) {
      return this.open(id);
    }
    const client = await this.server.running();
    if (client === undefined) {
      return;
    }
    const rules = await client.sendRequest(rulesRequest);
    const here = rulesAtCursor();
    const items: vscode.QuickPickItem[] = rules
      .map((rule) => ({ label: rule.id, description: rule.severity, detail: rule.title }))
      .sort((a, b) => Number(here.has(b.label)) - Number(here.has(a.label)));
    const n = items.filter((item) => here.has(item.label)).length;
    if (n > 0) {
      items.splice(n, 0, { label: 'others', kind: vscode.QuickPickItemKind.Separator });
      items.unshift({ label: 'at the cursor', kind: vscode.QuickPickItemKind.Separator });
    }
    const chosen = await vscode.window.showQuickPick(items, { title: 'Rules', matchOnDescription: true, matchOnDetail: true });
    if (chosen !== undefined) {
      await this.open(chosen.label);
    }
  }
}

function idOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/, '');
}

function rulesAtCursor(): Set<string> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return new Set();
  }
  const line = editor.selection.active.line;
  return new Set(
    findingsOf(editor.document.uri)
      .filter((d) => d.range.start.line <= line && line <= d.range.end.line)
      .flatMap((d) => ruleOf(d) ?? []),
  );
}
