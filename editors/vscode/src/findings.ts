import * as vscode from 'vscode';
import { emptyCounts, levelOf, type Counts } from './counts';
import { section } from './server';

/** The findings that are shown for a file. */
export function findingsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((d) => d.source === section);
}

export function count(diagnostics: readonly vscode.Diagnostic[]): Counts {
  const counts = emptyCounts();
  for (const d of diagnostics) {
    counts[levelOf(d.severity)]++;
  }
  return counts;
}

/** The rule of a finding. */
export function ruleOf(d: vscode.Diagnostic): string | undefined {
  const code = typeof d.code === 'object' ? d.code.value : d.code;
  return typeof code === 'string' ? code : undefined;
}
