import * as vscode from 'vscode';
import type { ActiveFile } from './active-file';
import { fails, inWords } from './counts';
import { count, findingsOf } from './findings';
import { evidence } from './evidence';
import type { FlinkVersion } from './protocol';
import type { Server } from './server';

/** The findings of the active file and the Flink version that it is judged by. A click chooses another version. */
export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly server: Server,
    private readonly file: ActiveFile,
  ) {
    this.item = vscode.window.createStatusBarItem('flinkmem-lint.status', vscode.StatusBarAlignment.Right, 90);
    this.item.name = 'Flink memory';
    this.disposables = [
      this.item,
      file.onChange(() => this.update()),
      server.onState(() => this.update()),
      vscode.languages.onDidChangeDiagnostics(() => this.update()),
    ];
    this.update();
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private update(): void {
    const show = this.draw();
    if (show) {
      this.item.show();
    } else {
      this.item.hide();
    }
  }

  private draw(): boolean {
    this.item.backgroundColor = undefined;
    switch (this.server.state) {
      case 'off':
        return false;
      case 'starting':
        this.say('$(loading~spin) Flink', 'flinkmem-lint is starting', 'flinkmem-lint.showOutput');
        return true;
      case 'waiting':
      case 'failed':
        this.say('$(warning) Flink', `flinkmem-lint does not run: ${this.server.problem}. A click starts it again.`, 'flinkmem-lint.restart');
        this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
        return true;
      case 'running':
        return this.drawFile();
    }
  }

  private drawFile(): boolean {
    const memory = this.file.current;
    const answer = memory?.answer;
    if (memory === undefined || answer === null || answer === undefined) {
      return false;
    }
    const counts = count(findingsOf(memory.document.uri));
    const icons = [
      counts.error > 0 ? `$(error) ${counts.error}` : '',
      counts.warning > 0 ? `$(warning) ${counts.warning}` : '',
      counts.info > 0 ? `$(info) ${counts.info}` : '',
    ].filter((text) => text !== '');
    const versions = [...new Set(answer.flink.map((v) => v.version))].join(', ');
    const flink = versions === '' ? 'Flink' : `Flink ${versions}`;
    this.say([icons.length === 0 ? '$(check)' : icons.join(' '), flink].join(' '), '', 'flinkmem-lint.pickVersion');
    this.item.tooltip = tooltip(inWords(counts), answer.flink);
    this.item.accessibilityInformation = { label: `${flink}, ${inWords(counts)} in this file. Choose a Flink version.`, role: 'button' };
    if (fails(counts, answer.failLevel)) {
      this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground');
    }
    return true;
  }

  private say(text: string, tip: string, command: string): void {
    this.item.text = text;
    this.item.tooltip = tip;
    this.item.command = command;
    this.item.accessibilityInformation = { label: tip };
  }
}

function tooltip(counts: string, versions: readonly FlinkVersion[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = { enabledCommands: ['flinkmem-lint.openMemoryView', 'flinkmem-lint.fixAll', 'flinkmem-lint.pickVersion'] };
  text.appendMarkdown(`**Flink memory**: ${counts} in this file\n\n`);
  for (const v of versions) {
    text.appendMarkdown(`Flink ${v.version} (${evidence(v.from)})\n\n`);
  }
  text.appendMarkdown(
    '[Show memory](command:flinkmem-lint.openMemoryView) | [Fix all that is safe](command:flinkmem-lint.fixAll) | ' +
      '[Other version](command:flinkmem-lint.pickVersion)',
  );
  return text;
}
