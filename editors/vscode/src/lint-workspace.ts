import * as vscode from 'vscode';
import { emptyCounts, inWords, levelOf, plural } from './counts';
import type { Server } from './server';

interface WorkspaceReport {
  items: { uri: string; items?: { severity?: number }[] }[];
}

const created = 1;

/** Looks at all files of the workspace again, whatever the file watchers saw, and says what there is. */
export async function lintWorkspace(server: Server): Promise<void> {
  const client = await server.running();
  if (client === undefined) {
    return;
  }
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void vscode.window.showInformationMessage('flinkmem-lint checks the open files. Open a folder to check all that is in it.');
    return;
  }
  const changes = folders.map((folder) => ({ uri: client.code2ProtocolConverter.asUri(folder.uri), type: created }));
  await client.sendNotification('workspace/didChangeWatchedFiles', { changes });
  const report = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: 'flinkmem-lint: looking at all files' },
    (_, token) => client.sendRequest<WorkspaceReport>('workspace/diagnostic', { previousResultIds: [] }, token),
  );
  const counts = emptyCounts();
  let files = 0;
  for (const file of report.items) {
    const findings = file.items ?? [];
    files += findings.length > 0 ? 1 : 0;
    for (const finding of findings) {
      counts[levelOf((finding.severity ?? 1) - 1)]++;
    }
  }
  const show = 'Show Problems';
  const words = files === 0 ? 'no findings in this workspace' : `${inWords(counts)} in ${plural(files, 'file')}`;
  const answer = await vscode.window.showInformationMessage(`flinkmem-lint: ${words}.`, ...(files === 0 ? [] : [show]));
  if (answer === show) {
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }
}
