import * as vscode from 'vscode';
import { configTemplateRequest } from './protocol';
import type { Server } from './server';

const name = '.flinkmem-lint.toml';

/** The configuration file that counts for a file: the nearest one, up to the workspace's folder. */
export async function configurationFile(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  if (root === undefined) {
    return undefined;
  }
  let folder = vscode.workspace.getWorkspaceFolder(uri) === undefined ? root : vscode.Uri.joinPath(uri, '..');
  for (;;) {
    const file = vscode.Uri.joinPath(folder, name);
    if (await exists(file)) {
      return file;
    }
    if (folder.path.length <= root.path.length) {
      return undefined;
    }
    folder = vscode.Uri.joinPath(folder, '..');
  }
}

/** Writes a commented configuration file that changes nothing yet. It never replaces one. */
export async function createConfiguration(server: Server, near?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const folder = await chooseFolder(near);
  if (folder === undefined) {
    return undefined;
  }
  const file = vscode.Uri.joinPath(folder.uri, name);
  if (await exists(file)) {
    return file;
  }
  const client = await server.running();
  if (client === undefined) {
    return undefined;
  }
  const template = await client.sendRequest(configTemplateRequest);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(template.text));
  return file;
}

/** The command: creates the file, or says that it is there, and opens it. */
export async function openConfiguration(server: Server): Promise<void> {
  const file = await createConfiguration(server, vscode.window.activeTextEditor?.document.uri);
  if (file !== undefined) {
    await vscode.window.showTextDocument(file);
  }
}

export async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
}

async function chooseFolder(near: vscode.Uri | undefined): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void vscode.window.showInformationMessage(`${name} belongs into a folder: open one first.`);
    return undefined;
  }
  const own = near === undefined ? undefined : vscode.workspace.getWorkspaceFolder(near);
  return own ?? (folders.length === 1 ? folders[0] : vscode.window.showWorkspaceFolderPick({ placeHolder: `The folder for ${name}` }));
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
