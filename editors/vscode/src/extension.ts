import * as vscode from 'vscode';
import { ActiveFile } from './active-file';
import { openConfiguration } from './configuration-file';
import { fixAll } from './fix-all';
import { limits } from './limits';
import { lintWorkspace } from './lint-workspace';
import { MemoryPanel } from './memory-panel';
import { mayHoldOptions, tellingNames } from './relevance';
import { RulePages } from './rule-pages';
import { section, Server } from './server';
import { StatusBar } from './status-bar';
import { pickVersion } from './version-picker';

export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('flinkmem-lint', { log: true });
  const server: Server = new Server(context, output, {
    showMemory: (uri, line) => void panel.show(vscode.Uri.parse(uri), line),
    openRulePage: (address) => void pages.openAddress(address),
  });
  const pages = new RulePages(server);
  const file = new ActiveFile(server);
  const panel = new MemoryPanel(context.extensionUri, server, file);
  const command = (name: string, run: (...args: never[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`${section}.${name}`, run);
  context.subscriptions.push(
    output,
    server,
    file,
    panel,
    new StatusBar(server, file),
    file.onChange((memory) => void vscode.commands.executeCommand('setContext', `${section}.hasMemory`, Boolean(memory?.answer))),
    pages.register(),
    panel.register(),
    command('openMemoryView', () => panel.show()),
    command('restart', () => server.restart()),
    command('showOutput', () => output.show()),
    command('openRule', (id?: string) => pages.choose(id)),
    command('createConfiguration', () => openConfiguration(server)),
    command('lintWorkspace', () => lintWorkspace(server)),
    command('fixAll', () => fixAll(server)),
    command('pickVersion', () => pickVersion(server, file)),
  );
  sayLimits(output);
  startWhenNeeded(context, server);
}

/** The server is started by the first document, or the first folder, that may have to do with Flink. */
function startWhenNeeded(context: vscode.ExtensionContext, server: Server): void {
  const look = (document: vscode.TextDocument): void => {
    if (server.state === 'off' && mayHoldOptions(document.fileName, document.languageId, () => document.getText())) {
      void server.start();
    }
  };
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument((e) => look(e.document)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => server.state !== 'off' && void server.restart()),
    vscode.workspace.onDidChangeConfiguration((e) => {
      if (server.state === 'off' || !e.affectsConfiguration(section)) {
        return;
      }
      void (e.affectsConfiguration(`${section}.server.path`) ? server.restart() : server.sendSettings());
    }),
  );
  vscode.workspace.textDocuments.forEach(look);
  void vscode.workspace.findFiles(`**/{${tellingNames.join(',')}}`, '**/node_modules/**', 1).then((found) => {
    if (found.length > 0) {
      return server.start();
    }
    return undefined;
  });
}

function sayLimits(output: vscode.LogOutputChannel): void {
  const schemes = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.scheme);
  for (const limit of limits({ trusted: vscode.workspace.isTrusted, schemes })) {
    output.warn(limit);
  }
}
