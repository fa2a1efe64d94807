import * as vscode from 'vscode';
import type { Server } from './server';

const kind = vscode.CodeActionKind.SourceFixAll.append('flinkmem-lint');

/** Makes all safe fixes of the active file. */
export async function fixAll(server: Server): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || (await server.running()) === undefined) {
    return;
  }
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[] | undefined>(
    'vscode.executeCodeActionProvider',
    document.uri,
    all,
    kind.value,
  );
  const edit = actions?.find((action) => action.kind !== undefined && kind.contains(action.kind))?.edit;
  if (edit === undefined) {
    vscode.window.setStatusBarMessage('$(check) flinkmem-lint: nothing in this file is safe to fix', 5_000);
    return;
  }
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showWarningMessage('flinkmem-lint: the file has changed meanwhile; nothing was fixed.');
  }
}
