/** Counts of findings, in words. */
import type { Level } from './protocol';

export interface Counts {
  error: number;
  warning: number;
  info: number;
}

const levels: readonly Level[] = ['error', 'warning', 'info'];

export function emptyCounts(): Counts {
  return { error: 0, warning: 0, info: 0 };
}

/** The severity of a diagnostic of VS Code, which counts from 0 for an error. */
export function levelOf(severity: number): Level {
  return levels[Math.min(severity, 2)] ?? 'info';
}

/** Whether there is a finding for which the command line would fail. */
export function fails(counts: Counts, failLevel: Level): boolean {
  return levels.slice(0, levels.indexOf(failLevel) + 1).some((level) => counts[level] > 0);
}

/** "2 errors, 1 warning", or "no findings". */
export function inWords(counts: Counts): string {
  const parts = levels.filter((level) => counts[level] > 0).map((level) => plural(counts[level], level));
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

export function plural(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
