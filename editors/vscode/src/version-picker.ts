import * as vscode from 'vscode';
import type { ActiveFile } from './active-file';
import { configurationFile, createConfiguration, replaceText } from './configuration-file';
import { evidence, tellsItself } from './evidence';
import { section, type Server } from './server';
import { withFlinkVersion } from './toml';

type Target = 'settings' | 'file' | 'window';

/** Chooses the Flink version that files are judged by, and where that is noted down. */
export async function pickVersion(server: Server, file: ActiveFile): Promise<void> {
  if ((await server.running()) === undefined) {
    return;
  }
  const memory = file.current ?? (await file.refresh());
  const answer = memory?.answer;
  if (memory === undefined || answer === null || answer === undefined) {
    void vscode.window.showInformationMessage('Open a file with Flink options first: its version is the one to change.');
    return;
  }
  const inForce = answer.flink[0];
  const version = await chooseVersion(answer.known, answer.flink);
  if (version === undefined) {
    return;
  }
  const target = await chooseTarget(version, inForce !== undefined && tellsItself(inForce.from) ? inForce.version : undefined);
  if (target === undefined) {
    return;
  }
  await note(server, memory.document.uri, version, target);
}

interface VersionItem extends vscode.QuickPickItem {
  readonly version: string;
}

async function chooseVersion(known: readonly string[], inForce: readonly { version: string; from: string }[]): Promise<string | undefined> {
  const items: VersionItem[] = [{ label: 'What the files tell', version: '', description: 'forget what was chosen before' }];
  for (const version of known) {
    const here = inForce.find((v) => v.version === version);
    items.push({ label: `Flink ${version}`, version, ...(here === undefined ? {} : { description: `in force (${evidence(here.from)})` }) });
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Flink version',
    placeHolder: 'The version to judge by',
    matchOnDescription: true,
  });
  return chosen?.version;
}

interface TargetItem extends vscode.QuickPickItem {
  readonly target: Target;
}

/** Where to note the version. One that is forgotten is forgotten everywhere but in the file, which is the user's. */
async function chooseTarget(version: string, told: string | undefined): Promise<Target | undefined> {
  if (version === '') {
    return 'settings';
  }
  const own = told === undefined ? '' : `; this file says ${told} itself, and keeps it`;
  const items: TargetItem[] = [
    { target: 'settings', label: 'In the settings', detail: `For files that do not tell their version, in this editor${own}` },
    { target: 'file', label: 'In .flinkmem-lint.toml', detail: `For files that do not tell their version, also on the command line and in CI${own}` },
    { target: 'window', label: 'For now', detail: 'For all files, whatever they tell, until this window is closed' },
  ];
  const virtual = vscode.workspace.workspaceFolders === undefined;
  const chosen = await vscode.window.showQuickPick(virtual ? items.filter((i) => i.target !== 'file') : items, {
    title: `Flink ${version}`,
    placeHolder: 'Where is it to be noted?',
  });
  return chosen?.target;
}

async function note(server: Server, uri: vscode.Uri, version: string, target: Target): Promise<void> {
  switch (target) {
    case 'window':
      server.versionForNow = version;
      await server.sendSettings();
      return;
    case 'settings': {
      server.versionForNow = '';
      const inWorkspace = vscode.workspace.workspaceFolders !== undefined;
      const scope = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
      await vscode.workspace.getConfiguration(section, uri).update('flink-version', version === '' ? undefined : version, scope);
      await server.sendSettings(); // also where the setting was that already
      return;
    }
    case 'file': {
      const config = (await configurationFile(uri)) ?? (await createConfiguration(server, uri));
      if (config !== undefined) {
        server.versionForNow = '';
        const document = await vscode.workspace.openTextDocument(config);
        await replaceText(document, withFlinkVersion(document.getText(), version));
        await document.save();
        await server.sendSettings();
      }
    }
  }
}
